//! "Keep my sheet until I've looked back": on the session's date everything goes but the kept sheets, each for its owner
//! alone; on its own date each of them. The server's clock is moved on; the sweep comes by itself.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use trivet_shared::time::{DAY as DAY_MS, Zone};
use trivet_tests::{Canary, Client, Group, ONE, Server, eventually};
use uuid::Uuid;

/// A day.
const DAY: Duration = Duration::from_secs(86_400);
/// Formats a sheet can be had in. The PDF has tests of its own, and takes its time in a debug build.
const FORMATS: [&str; 5] = ["md", "json", "csv", "ics", "docx"];
/// Often enough that nobody waits for it.
const SWEEPING: [&str; 2] = ["--sweep-every", "100ms"];

/// The date so many days from the server's today.
fn in_days(server: &Server, days: i64) -> String {
    Zone::default().date(server.clock.now().plus(days * DAY_MS)).to_string()
}

fn keep() -> Value {
    json!({"type": "keepSheet", "kept": true})
}

/// Asks with that secret until the session is gone for it.
async fn is_gone(group: &Group, file: &str, secret: &str) {
    eventually("gone", || async { (group.document(file, secret).await.status == 404).then_some(()) }).await;
}

async fn stands(server: &Server, word: &Canary, wanted: bool) {
    eventually(word.word(), || async {
        (word.found_in(server.directory()).is_empty() != wanted).then_some(())
    })
    .await;
}

/// Closed, with words of everybody everywhere. Ann keeps her sheet, and looks back in four weeks.
struct Told {
    group: Group,
    /// Hers, and what was given to her.
    anns: Vec<Canary>,
    /// Everybody else's, and what went on in the group.
    others: Vec<Canary>,
    action: String,
}

async fn told(server: &Server) -> Told {
    let title = Canary::new("title");
    let api = server.api();
    let opened = api.open_with(json!({"title": title.word()})).await;
    let desk = Client::connect(server.address, &opened.desk()).await;
    let mut phones = Vec::new();
    for name in ["Ann", "Ben"] {
        phones.push(Client::connect(server.address, &api.join(&opened.code, name).await).await);
    }
    let mut group = Group { api, address: server.address, opened, desk, phones };
    group.go_on_to("discuss").await;
    let [reason, jot, act, role] = ["reason", "jot", "act", "role"].map(Canary::new);
    let [given, sent, bens, note] = ["given", "sent", "bens", "note"].map(Canary::new);
    let [prompt, theme, agreed, bens_act] = ["prompt", "theme", "agreed", "bens-act"].map(Canary::new);
    let (ann, ben) = (group.phones[0].id().to_owned(), group.phones[1].id().to_owned());
    let action = Uuid::new_v4().to_string();
    let review = in_days(server, 28);
    for command in [
        json!({"type": "rate", "competency": ONE, "score": 4, "reason": reason.word()}),
        json!({"type": "jot", "competency": ONE, "box": "heard", "text": jot.word()}),
        json!({"type": "about", "role": role.word()}),
        json!({"type": "act", "action": action, "text": act.word(), "review": review}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": sent.word()}),
        json!({"type": "show", "competency": ONE, "score": true, "reason": true}),
        keep(),
    ] {
        group.phones[0].done(command).await;
    }
    for command in [
        json!({"type": "rate", "competency": ONE, "score": 9, "reason": bens.word()}),
        json!({"type": "act", "action": Uuid::new_v4(), "text": bens_act.word()}),
        json!({"type": "feedback", "to": ann, "competency": ONE, "kind": "strength", "text": given.word()}),
    ] {
        group.phones[1].done(command).await;
    }
    for command in [
        json!({"type": "note", "stage": "discuss", "text": note.word()}),
        json!({"type": "prompt", "prompt": Uuid::new_v4(), "text": prompt.word()}),
        json!({"type": "theme", "theme": Uuid::new_v4(), "kind": "theme", "text": theme.word()}),
        json!({"type": "prepare", "agreements": [agreed.word()], "facilitator": "Morgan"}),
    ] {
        group.desk.done(command).await;
    }
    group.go_on_to("closed").await;
    let (anns, others) =
        (vec![reason, jot, act, role, given, title], vec![sent, bens, note, prompt, theme, agreed, bens_act]);
    Told { group, anns, others, action }
}

/// Her own link on a device that knows nothing, and every format of her sheet.
async fn opens(told: &Told, server: &Server) -> Client {
    let [reason, jot, act, role, given, _] = &told.anns[..] else { unreachable!() };
    let seat = told.group.phones[0].seat();
    let ann = Client::connect(server.address, seat).await;
    assert_eq!(ann.you["participant"], seat.participant.as_str());
    assert_eq!(ann.mine["rows"][ONE]["reason"], reason.word());
    assert_eq!(ann.mine["actions"][&told.action]["text"], act.word());
    assert_eq!(ann.mine["received"][0]["text"], given.word());
    assert_eq!(ann.mine["received"][0]["name"], "Ben");
    for format in FORMATS {
        let sheet = told.group.document(&format!("sheet.{format}"), &seat.secret).await;
        assert_eq!(sheet.status, 200, "sheet.{format}: {}", sheet.text);
        if matches!(format, "md" | "json" | "csv") {
            for word in [reason, jot, act, role, given] {
                assert!(sheet.text.contains(word.word()), "{} in sheet.{format}", word.word());
            }
        }
    }
    ann
}

#[tokio::test]
async fn a_week_later_a_link_opens_it_all_and_after_a_month_a_kept_sheet() {
    let server = Server::start_with(&SWEEPING).await;
    let mut told = told(&server).await;
    let (desk, ben) = (told.group.opened.desk(), told.group.phones[1].seat().clone());
    let ann = told.group.phones[0].seat().clone();
    server.clock.move_on(8 * DAY);
    let again = opens(&told, &server).await;
    assert_eq!(again.room["people"].as_array().unwrap().len(), 2, "her seat, among the others");
    assert_eq!(again.mine["actions"][&told.action]["review"], in_days(&server, 20));
    assert_eq!(told.group.document("summary.json", &desk.secret).await.status, 200);
    drop(again);

    server.clock.move_on(23 * DAY);
    is_gone(&told.group, "summary.json", &desk.secret).await;
    is_gone(&told.group, "sheet.json", &ben.secret).await;
    assert_eq!(told.group.desk.close_code().await, 4502);
    assert_eq!(told.group.phones[1].close_code().await, 4502);
    assert_eq!(told.group.phones[0].close_code().await, 4001, "her page comes back by itself");
    for seat in [&desk, &ben] {
        assert_eq!(Client::greet(server.address, seat).await.close_code().await, 4502);
        let api = &told.group.api;
        for path in ["", "/me", "/framework"] {
            let path = format!("/api/sessions/{}{path}", seat.session);
            let reply = match path.ends_with("framework") {
                true => api.get(&path, Some(&seat.secret)).await,
                false => api.delete(&path, Some(&seat.secret)).await,
            };
            assert_eq!(reply.status, 404, "{path}");
        }
        assert_eq!(api.get(&format!("/api/sessions/{}/framework", seat.session), None).await.status, 404);
        let brings = api.request(Method::POST, &format!("/api/sessions/{}/earlier", seat.session));
        assert_eq!(api.send(brings.bearer_auth(&seat.secret).json(&json!({}))).await.status, 404);
    }
    assert_eq!(told.group.api.try_join(&told.group.opened.code, "Cara").await.status, 404);
    let opened = told.group.api.open_with(json!({"secret": desk.secret})).await;
    assert_ne!(opened.session, desk.session, "the facilitator's secret opens another one");

    let mut kept = opens(&told, &server).await;
    assert_eq!(kept.room["about"]["reduced"], true);
    assert_eq!((&kept.room["people"], &kept.room["facilitators"]), (&json!([]), &json!([])));
    assert_eq!((&kept.table["items"], &kept.mine["sent"]), (&json!({}), &json!([])));
    let path = format!("/api/sessions/{}/framework", ann.session);
    assert_eq!(told.group.api.get(&path, Some(&ann.secret)).await.status, 200);
    assert_eq!(told.group.document("summary.json", &ann.secret).await.status, 403);
    for word in &told.others {
        stands(&server, word, false).await;
        assert!(!word.reached(&kept));
    }
    for word in &told.anns {
        stands(&server, word, true).await;
    }

    // Its date moves with her review date; what needs a group is over.
    let until = kept.mine["keeping"]["until"].as_i64().unwrap();
    let later = in_days(&server, 40);
    kept.done(json!({"type": "act", "action": told.action, "review": later})).await;
    kept.until("a later date", |c| c.mine["keeping"]["until"].as_i64().unwrap() > until + 30 * DAY_MS).await;
    for command in [json!({"type": "raiseHand", "raised": true}), json!({"type": "keepSheet", "kept": false})]
    {
        assert_eq!(kept.refused(command).await["type"], "notNow");
    }
    let server = server.restart().await;
    server.clock.move_on(27 * DAY);
    drop(opens(&told, &server).await);

    server.clock.move_on(43 * DAY);
    is_gone(&told.group, "sheet.json", &ann.secret).await;
    assert_eq!(Client::greet(server.address, &ann).await.close_code().await, 4502);
    for word in told.anns.iter().chain(&told.others) {
        stands(&server, word, false).await;
    }
}

#[tokio::test]
async fn whoever_keeps_a_sheet_sees_nobody_else_who_does_and_nobody_sees_it() {
    let server = Server::start_with(&SWEEPING).await;
    let mut told = told(&server).await;
    told.group.sync().await;
    let seen = |client: &Client| client.frames.iter().filter(|f| !f.contains("pong")).count();
    let before: Vec<usize> =
        std::iter::once(&told.group.desk).chain(&told.group.phones[..1]).map(seen).collect();
    told.group.phones[1].done(keep()).await;
    told.group.sync().await;
    let after: Vec<usize> =
        std::iter::once(&told.group.desk).chain(&told.group.phones[..1]).map(seen).collect();
    assert_eq!(before, after, "nobody else got a frame");

    // While nothing runs, the date comes: it is done before anybody is served.
    let clock = server.clock.clone();
    let server = server.restart_after(|_| clock.move_on(31 * DAY)).await;
    assert_eq!(told.group.document("summary.json", &told.group.opened.secret).await.status, 404);
    let mut ann = opens(&told, &server).await;
    let mut ben = Client::connect(server.address, told.group.phones[1].seat()).await;
    assert_eq!((&ben.room["people"], &ann.room["people"]), (&json!([]), &json!([])));
    let frames = seen(&ann);
    ben.done(json!({"type": "about", "role": "Changed"})).await;
    ann.sync().await;
    assert_eq!(seen(&ann), frames, "what one writes is no event for the other");

    // Whoever erases a kept sheet is a colleague from then on, and the other sheet stays.
    let path = format!("/api/sessions/{}/me", ben.seat().session);
    let reply = told.group.api.delete(&path, Some(&ben.seat().secret)).await;
    assert_eq!(reply.status, 204);
    assert_eq!(ben.close_code().await, 4507);
    ann.until("no name", |c| c.mine["received"][0]["name"].is_null()).await;
    // The last one takes the session along.
    assert_eq!(told.group.api.delete(&path, Some(&ann.seat().secret)).await.status, 204);
    assert_eq!(ann.close_code().await, 4507);
    for word in told.anns.iter().chain(&told.others) {
        assert_eq!(word.found_in(server.directory()), [] as [String; 0], "{}", word.word());
    }
}

#[tokio::test]
async fn somebody_alone_keeps_theirs_too() {
    let server = Server::start_with(&SWEEPING).await;
    let opened = server.api().open_with(json!({"solo": true, "facilitator": "Ann"})).await;
    let mut ann = Client::connect(server.address, &opened.desk()).await;
    let word = Canary::new("role");
    ann.done(json!({"type": "about", "role": word.word()})).await;
    ann.done(keep()).await;
    server.clock.move_on(31 * DAY);
    assert_eq!(ann.close_code().await, 4001);
    let ann = Client::connect(server.address, &opened.desk()).await;
    assert_eq!((&ann.you["facilitator"], &ann.mine["me"]["role"]), (&json!(false), &json!(word.word())));
    server.clock.move_on(31 * DAY);
    stands(&server, &word, false).await;
}

#[tokio::test]
async fn every_page_and_file_says_the_same_date() {
    let server = Server::start().await;
    let mut told = told(&server).await;
    let secret = told.group.phones[0].seat().secret.clone();
    let in_words = |ms: &Value| {
        let at = trivet_shared::time::Timestamp(ms.as_i64().unwrap());
        Zone::default().date(at).in_words()
    };
    for days in [30, 7, 14] {
        told.group.desk.done(json!({"type": "prepare", "keptDays": days})).await;
        told.group.sync().await;
        let until = told.group.desk.room["about"]["keptUntil"].clone();
        assert_eq!(told.group.phones[0].room["about"]["keptUntil"], until);
        let own = told.group.phones[0].mine["keeping"]["until"].clone();
        let (rest, own) = (in_words(&until), in_words(&own));
        for (file, secret) in [("summary", &told.group.opened.secret), ("sheet", &secret)] {
            for format in ["json", "md"] {
                let text = told.group.document(&format!("{file}.{format}"), secret).await.text;
                assert!(text.contains(&rest), "{file}.{format} says {rest}");
                assert_eq!(text.contains(&own), file == "sheet", "{file}.{format} says {own}");
            }
        }
        let bens = told.group.document("sheet.md", &told.group.phones[1].seat().secret).await.text;
        assert!(bens.contains(&rest) && !bens.contains(&own));
    }
}
