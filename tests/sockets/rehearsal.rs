//! A rehearsal: a facilitator alone with three pretend people goes through a whole session. They are clients like any
//! others, everything they write says that it is made up, and of all of it nothing is left.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trivet_tests::{AREA, Api, Binary, Canary, Client, ONE, Opened, Server, TWO, eventually};

/// Pretend people who hardly pause.
const QUICK: [&str; 2] = ["--rehearsal-pause", "1ms"];
/// What stands in every name and before every sentence of theirs.
const MARK: &str = "(made up)";

/// The pretend people's sentences by the end of their key, such as `cleo.reason.1`.
fn sentences() -> BTreeMap<String, String> {
    let words: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../shared/words/en.json")).unwrap();
    let own = |(key, text): (String, String)| Some((key.strip_prefix("export.rehearsal.")?.to_owned(), text));
    let own: BTreeMap<_, _> =
        words.into_iter().filter_map(own).filter(|(key, _)| key.contains('.')).collect();
    assert_eq!(own.len(), 3 * 7, "three people with seven sentences each");
    own
}

async fn rehearse(api: &Api) -> Opened {
    api.open_with(json!({"rehearsal": true, "facilitator": "Morgan"})).await
}

async fn end(api: &Api, opened: &Opened) {
    let reply = api.delete(&format!("/api/sessions/{}", opened.session), Some(&opened.secret)).await;
    assert_eq!(reply.status, 204, "{}", reply.text);
}

fn people(desk: &Client) -> usize {
    desk.room["people"].as_array().map_or(0, Vec::len)
}

/// How many of the pretend people the desk sees so.
fn count(desk: &Client, what: &str) -> usize {
    desk.desk["people"].as_array().unwrap().iter().filter(|person| person[what] == true).count()
}

async fn until_ready(desk: &mut Client) {
    desk.until("everybody is ready", |c| count(c, "ready") == 3).await;
}

async fn go_to(desk: &mut Client, stage: &str) {
    desk.done(json!({"type": "goTo", "stage": stage})).await;
}

/// From the lobby to Rate, waiting for what the pretend people do.
async fn to_rate(desk: &mut Client) {
    desk.until("three people", |c| people(c) == 3).await;
    go_to(desk, "area").await;
    until_ready(desk).await;
    desk.done(json!({"type": "chooseArea", "area": AREA})).await;
    go_to(desk, "competencies").await;
    until_ready(desk).await;
    desk.done(json!({"type": "chooseCompetencies", "competencies": [ONE, TWO]})).await;
    go_to(desk, "rate").await;
    until_ready(desk).await;
}

/// The participant with that name.
fn person(client: &Client, name: &str) -> String {
    let people = client.room["people"].as_array().unwrap();
    let found = people.iter().find(|person| person["name"].as_str().unwrap().starts_with(name));
    found.unwrap()["participant"].as_str().unwrap().to_owned()
}

/// Whether a desk ever saw that of one of the pretend people.
fn ever(desk: &Client, what: &str) -> bool {
    desk.frames.iter().any(|frame| frame.contains(&format!("\"{what}\":true")))
}

#[tokio::test]
async fn a_facilitator_goes_through_a_whole_session() {
    // What sweeps meanwhile must not take it, over though its time is.
    let server = Server::start_with(&[&QUICK[..], &["--sweep-every", "50ms"]].concat()).await;
    let api = server.api();
    let opened = rehearse(&api).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    assert_eq!(desk.room["about"]["rehearsal"], true);
    desk.until("three people", |c| people(c) == 3).await;
    let names = desk.room["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    assert_eq!(names, ["Ash (made up)", "Bo (made up)", "Cleo (made up)"]);
    let [ash, bo, cleo] = ["Ash", "Bo", "Cleo"].map(|name| person(&desk, name));

    go_to(&mut desk, "area").await;
    until_ready(&mut desk).await;
    desk.done(json!({"type": "picks", "shown": true})).await;
    assert!(!desk.desk["picks"]["areas"].as_object().unwrap().is_empty());
    to_rate(&mut desk).await;
    assert!(ever(&desk, "moreTime"), "somebody asked for more time");
    desk.done(json!({"type": "nudge", "participant": cleo})).await;
    desk.until("an answer", |c| {
        c.desk["people"].as_array().unwrap().iter().any(|person| person["answer"] == "talk")
    })
    .await;

    go_to(&mut desk, "discuss").await;
    // They may have come in any order; the one who likes to begin is to be the first.
    let round = |competency: &'static str| {
        [&ash, &bo, &cleo].map(|who| json!({"participant": who, "competency": competency}))
    };
    let turns = [round(ONE), round(TWO)].concat();
    desk.done(json!({"type": "turnOrder", "turns": turns})).await;
    desk.until("one begins by themselves", |c| c.room["turn"]["now"]["participant"] == json!(ash)).await;
    // While one speaks, another raises a hand and takes it down, and the third steps out and comes back.
    desk.until("a hand, and down again", |c| ever(c, "hand") && count(c, "hand") == 0).await;
    desk.until("out, and back", |c| {
        let out = c.frames.iter().any(|frame| frame.contains("steppedOut"));
        out && c.room["people"].as_array().unwrap().iter().all(|person| person["here"] == "here")
    })
    .await;
    let item = |who: &str, what: &str| format!("{who}/{what}");
    let mut turns = 0;
    while !desk.room["turn"]["now"].is_null() || !desk.room["turn"]["next"].is_null() {
        let now = desk.room["turn"]["now"].clone();
        if !now.is_null() {
            turns += 1;
            desk.send(json!({"type": "turnPart", "part": "feedback"})).await; // unless it was passed meanwhile
            let (who, what) = (now["participant"].as_str().unwrap(), now["competency"].as_str().unwrap());
            let shown = item(who, what);
            if who == ash {
                desk.until("score and reason", |c| {
                    let item = &c.table["items"][&shown];
                    item["score"].is_u64() && item["reason"].is_string()
                })
                .await;
            } else if who == bo && what == ONE {
                desk.until("the reason alone", |c| c.table["items"][&shown]["reason"].is_string()).await;
                assert!(desk.table["items"][&shown]["score"].is_null());
            } else if who == bo {
                desk.until("a turn is passed", |c| c.room["turn"]["now"].is_null()).await;
            }
        }
        let from = desk.room["turn"]["now"].clone();
        let from = if from.is_null() {
            from
        } else {
            json!({"participant": from["participant"], "competency": from["competency"]})
        };
        desk.send(json!({"type": "nextTurn", "from": from})).await;
        desk.sync().await;
    }
    assert_eq!(turns, 6, "three people, two competencies");
    desk.until("what was told", |c| !c.desk["told"].as_array().unwrap().is_empty()).await;

    for stage in ["rescore", "actions"] {
        go_to(&mut desk, stage).await;
        until_ready(&mut desk).await;
    }
    desk.until("everybody has chosen", |c| c.desk["record"]["answered"] == 3).await;
    go_to(&mut desk, "closed").await;
    let summary = api.document(&opened.session, "summary.md", Some(&opened.secret)).await.text;
    assert!(summary.contains(&sentences()["ash.action"]) && summary.contains(&sentences()["bo.action"]));

    let mut seen = 0;
    for (key, text) in sentences() {
        for found in desk.frames.iter().chain([&summary]) {
            let marked = found.matches(&format!("{MARK} {text}")).count();
            assert_eq!(found.matches(&text).count(), marked, "{key} without its mark");
            seen += marked;
        }
        // What nobody showed, told or put in is on no desk and in no summary.
        if key.starts_with("cleo.reason") || key.ends_with("shift") || key == "cleo.action" {
            assert!(!Canary(text.clone()).reached(&desk) && !summary.contains(&text), "{key}");
        }
    }
    assert!(seen > 0);
    assert!(
        !desk.frames.iter().any(|frame| frame.contains(&item(&cleo, ONE))),
        "one talks and shows nothing"
    );

    assert!(!Canary(MARK.to_owned()).found_in(server.directory()).is_empty(), "while it goes on, it is kept");
    end(&api, &opened).await;
    assert_eq!(Canary(MARK.to_owned()).found_in(server.directory()), [] as [String; 0]);
    assert_eq!(desk.close_code().await, 4507);
    assert_eq!(api.document(&opened.session, "summary.md", Some(&opened.secret)).await.status, 404);
}

#[tokio::test]
async fn a_real_person_may_take_part_and_gets_what_is_made_up_as_such() {
    let server = Server::start_with(&QUICK).await;
    let api = server.api();
    let opened = rehearse(&api).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    desk.until("three people", |c| people(c) == 3).await;
    let seat = api.join(&opened.code, "Rae").await;
    assert!(seat.seated, "the fourth seat is free");
    let mut rae = Client::connect(server.address, &seat).await;
    assert_eq!(rae.room["about"]["rehearsal"], true);
    to_rate(&mut desk).await;
    go_to(&mut desk, "discuss").await;
    desk.done(json!({"type": "giveTurn", "participant": seat.participant, "competency": ONE})).await;
    rae.until("three notes", |c| c.mine["received"].as_array().unwrap().len() == 3).await;
    for note in rae.mine["received"].as_array().unwrap() {
        assert!(
            note["text"].as_str().unwrap().starts_with(MARK) && note["name"].as_str().unwrap().contains(MARK)
        );
    }
    end(&api, &opened).await;
    assert_eq!(rae.close_code().await, 4507);
}

#[tokio::test]
async fn they_go_when_the_desk_is_gone_and_come_back_to_their_seats() {
    let server = Server::start_with(&[&QUICK[..], &["--rehearsal-away", "0s"]].concat()).await;
    let api = server.api();
    let opened = rehearse(&api).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    desk.until("three people", |c| people(c) == 3).await;
    let ids = |desk: &Client| -> Vec<Value> {
        desk.room["people"].as_array().unwrap().iter().map(|person| person["participant"].clone()).collect()
    };
    let before = ids(&desk);
    for _ in 0..5 {
        desk = desk.reconnect().await;
    }
    to_rate(&mut desk).await;
    assert_eq!(ids(&desk), before);
}

#[tokio::test]
async fn a_rehearsal_that_its_desk_left_for_long_is_erased() {
    let server = Server::start_with(&[&QUICK[..], &["--rehearsal-kept", "100ms"]].concat()).await;
    let api = server.api();
    let opened = rehearse(&api).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    to_rate(&mut desk).await;
    drop(desk);
    let path = |what: &str| format!("/api/sessions/{}/{what}", opened.session);
    eventually("it is gone", || async {
        (api.get(&path("summary.md"), Some(&opened.secret)).await.status == 404).then_some(())
    })
    .await;
    assert_eq!(Canary(MARK.to_owned()).found_in(server.directory()), [] as [String; 0]);
}

#[tokio::test]
async fn only_so_many_go_on_at_once() {
    let server = Server::start_with(&[&QUICK[..], &["--rehearsals", "1"]].concat()).await;
    let api = server.api();
    let secret = trivet_tests::new_secret();
    let body = json!({"framework": "core-competencies", "rehearsal": true, "secret": secret});
    let first = api.post("/api/sessions", &body).await;
    assert_eq!(first.status, 201);
    assert_eq!(api.post("/api/sessions", &body).await.json, first.json, "sent again it is the same one");
    let other = json!({"framework": "core-competencies", "rehearsal": true});
    let refused = api.post("/api/sessions", &other).await;
    assert_eq!((refused.status, refused.code()), (503, "rehearsals"));
    api.open().await; // sessions that are none are not counted

    let session = first.json["session"].as_str().unwrap();
    assert_eq!(api.delete(&format!("/api/sessions/{session}"), Some(&secret)).await.status, 204);
    eventually("a place is free", || async {
        (api.post("/api/sessions", &other).await.status == 201).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_restart_ends_it() {
    let server = Server::start_with(&QUICK).await;
    let opened = rehearse(&server.api()).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    to_rate(&mut desk).await;
    let nothing = |directory: &std::path::Path| {
        assert_eq!(Canary(MARK.to_owned()).found_in(directory), [] as [String; 0]);
    };
    let server = server.restart_after(nothing).await;
    nothing(server.directory());
    assert_eq!(Client::greet(server.address, &opened.desk()).await.close_code().await, 4502);
}

#[tokio::test]
async fn nothing_of_it_is_left_after_a_crash_either() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &QUICK).await;
    let opened = rehearse(&program.api()).await;
    let mut desk = Client::connect(program.address, &opened.desk()).await;
    to_rate(&mut desk).await;
    program.kill_9();
    assert!(
        !Canary(MARK.to_owned()).found_in(directory.path()).is_empty(),
        "the crash came at no telling moment"
    );
    let program = program.start_again().await;
    assert_eq!(Canary(MARK.to_owned()).found_in(directory.path()), [] as [String; 0]);
    let api = program.api();
    assert_eq!(api.document(&opened.session, "summary.md", Some(&opened.secret)).await.status, 404);
    assert_eq!(api.try_join(&opened.code, "Rae").await.status, 404);
    assert_eq!(Client::greet(program.address, &opened.desk()).await.close_code().await, 4502);
}

#[tokio::test]
async fn a_rehearsal_ends_by_itself_though_somebody_stays() {
    let server = Server::start_with(&[&QUICK[..], &["--rehearsal-longest", "300ms"]].concat()).await;
    let opened = rehearse(&server.api()).await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    assert_eq!(desk.close_code().await, 4507);
}
