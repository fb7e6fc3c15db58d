//! The next session: people bring what they have, by their way-back link, as a file, or from paper. What they bring is
//! theirs alone, and no earlier score is in sight before its owner has answered again.

use reqwest::Method;
use serde_json::{Value, json};
use trivet_tests::{
    Api, Binary, Canary, Client, Group, ONE, Reply, Seat, Server, TWO, eventually, new_secret,
};
use uuid::Uuid;

/// Brings a file of that type with the secret of a seat.
async fn bring_as(api: &Api, seat: &Seat, kind: &str, body: impl Into<reqwest::Body>) -> Reply {
    let path = format!("/api/sessions/{}/earlier", seat.session);
    let request = api.request(Method::POST, &path).bearer_auth(&seat.secret).header("content-type", kind);
    api.send(request.body(body)).await
}

async fn bring(api: &Api, seat: &Seat, body: impl Into<reqwest::Body>) -> Reply {
    bring_as(api, seat, "application/json", body).await
}

async fn sheet(api: &Api, seat: &Seat) -> Value {
    api.document(&seat.session, "sheet.json", Some(&seat.secret)).await.json
}

/// The first session: Ann and Ben rate, re-score and plan; the words Ann plans with are given.
async fn first(server: &Server, action: &Canary) -> Group {
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "actions").await;
    for (phone, first) in group.phones.iter_mut().zip([4, 7]) {
        phone.done(json!({"type": "rate", "competency": ONE, "score": first})).await;
        phone.done(json!({"type": "rescore", "competency": ONE, "score": first + 1})).await;
        phone
            .done(json!({"type": "act", "action": Uuid::new_v4(), "text": action.word(), "competency": ONE}))
            .await;
    }
    group
}

/// The scores of her only earlier session, as somebody sees them.
fn scores(client: &Client) -> &Value {
    &client.mine["earlier"][0]["scores"]
}

fn card(client: &Client) -> &Value {
    client.mine["carried"].as_object().unwrap().values().next().unwrap()
}

#[tokio::test]
async fn two_come_back_and_one_types_and_nobody_sees_a_score_before_the_answer() {
    let server = Server::start().await;
    let action = Canary::new("action");
    let before = first(&server, &action).await;
    let (ann_then, ben_then) = (before.phones[0].seat().clone(), before.phones[1].seat().clone());
    let api = server.api();

    let opened = api.open_with(json!({"followUp": true, "title": "Again"})).await;
    let desk = Client::connect(server.address, &opened.desk()).await;
    assert_eq!(desk.room["about"]["followUp"], json!(true));
    let mut phones = Vec::new();
    for name in ["Ann", "Ben", "Cara"] {
        phones.push(Client::connect(server.address, &api.join(&opened.code, name).await).await);
    }
    let [ann, ben, cara] = &mut phones[..] else { unreachable!() };

    // By the way-back link, as the page does it: fetched with the old secret, brought with the new one.
    let old = sheet(&api, &ann_then).await;
    let reply = bring(&api, ann.seat(), old.to_string()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let taken =
        json!({"on": old["held"], "title": "A session", "competencies": 1, "actions": 1, "leftOut": 0});
    assert_eq!(reply.json, taken);
    assert!(!action.found_in(server.directory()).is_empty());
    let path = format!("/api/sessions/{}/sheet.pdf", ben_then.session);
    let file = api.request(Method::GET, &path).bearer_auth(&ben_then.secret).send().await.unwrap();
    let reply = bring_as(&api, ben.seat(), "application/pdf", file.bytes().await.unwrap()).await;
    assert_eq!(reply.json["competencies"], json!(1), "{}", reply.text);
    for phone in [&mut *ann, &mut *ben] {
        phone.until("the sheet", |c| c.mine["earlier"].as_array().is_some_and(|all| all.len() == 1)).await;
        assert_eq!(scores(phone), &json!({}));
        assert_eq!(card(phone)["text"], json!(action.word()));
        assert!(
            !phone.frames.iter().any(|frame| frame.contains("\"after\"")),
            "no earlier score in any frame"
        );
    }
    assert!(!action.reached(cara) && !action.reached(&desk));

    // A restart is no event: what was brought was on the disk before it was answered.
    let server = server.restart().await;
    let api = server.api();
    let mut desk = desk.again().await;
    let mut ann = ann.again().await;
    let mut ben = ben.again().await;
    let mut cara = cara.again().await;
    assert_eq!((scores(&ann), card(&ann)["due"].clone()), (&json!({}), json!(true)));
    for (stage, choose) in [
        ("area", json!({"type": "chooseArea", "area": trivet_tests::AREA})),
        ("competencies", json!({"type": "chooseCompetencies", "competencies": [ONE, TWO]})),
    ] {
        desk.done(json!({"type": "goTo", "stage": stage})).await;
        desk.done(choose).await;
    }
    desk.done(json!({"type": "goTo", "stage": "rate"})).await;

    let typed = |first: u8| json!({"type": "earlier", "on": "2026-01-19", "competency": ONE, "first": first});
    assert_eq!(cara.refused(typed(3)).await["type"], json!("notNow"));
    assert_eq!(scores(&ann), &json!({}));
    ann.done(json!({"type": "rate", "competency": ONE, "score": 6})).await;
    cara.done(json!({"type": "rate", "competency": ONE, "score": 2})).await;
    cara.done(typed(3)).await;
    assert_eq!(scores(&ann), &json!({ONE: {"first": 4, "after": 5}}));
    assert_eq!(scores(&cara), &json!({ONE: {"first": 3, "after": null}}));
    ben.sync().await;
    assert_eq!(scores(&ben), &json!({}), "he has not answered");
    assert_eq!(sheet(&api, ben.seat()).await["earlierSessions"][0]["scores"], json!([]));
    assert_eq!(sheet(&api, ann.seat()).await["earlierSessions"][0]["scores"][0]["after"], json!(5));

    // What became of it: a copy, for those here and the facilitator, until it is taken back or covered.
    let id = card(&ann)["action"].clone();
    let note = Canary::new("note");
    ann.done(json!({"type": "lookBack", "action": id, "outcome": "going", "note": note.word()})).await;
    ben.sync().await;
    desk.sync().await;
    assert!(!note.reached(&ben) && !note.reached(&desk));
    ann.done(json!({"type": "showLookBack", "action": id, "shown": true})).await;
    for other in [&mut ben, &mut desk] {
        other.until("it is shown", |c| c.table["lookedBack"][0]["note"] == json!(note.word())).await;
    }
    let item = desk.table["lookedBack"][0]["item"].clone();
    desk.done(json!({"type": "cover", "item": item})).await;
    ben.until("it is covered", |c| c.table["lookedBack"] == json!([])).await;
    ann.until("she is told", |c| card(c)["covered"] == json!(true)).await;
    let summary = api.document(&opened.session, "summary.json", Some(&opened.secret)).await.text;
    assert!(!summary.contains(note.word()) && !summary.contains(action.word()));
}

#[tokio::test]
async fn what_is_no_sheet_and_whoever_has_no_seat_is_told_so() {
    let server = Server::start_with(&["--sheets-per-hour", "20"]).await;
    let before = first(&server, &Canary::new("action")).await;
    let then = before.phones[0].seat().clone();
    let group = Group::seat(server.address, &["Ann"], "rate").await;
    let (api, ann) = (&group.api, group.phones[0].seat());
    let old = sheet(api, &then).await.to_string();
    let told = |reply: Reply, status: u16, code: &str, field: &str| {
        assert_eq!((reply.status, reply.code(), reply.field()), (status, code, field), "{}", reply.text);
    };
    told(bring(api, ann, "{}").await, 400, "notASheet", "kind");
    told(bring(api, ann, "%PDF-1.7").await, 400, "notASheet", "kind");
    told(bring_as(api, ann, "application/pdf", "%PDF-1.7").await, 400, "notASheet", "kind");
    let summary = group.document("summary.json", &group.opened.secret).await.text;
    told(bring(api, ann, summary).await, 400, "summarySheet", "kind");
    told(bring(api, ann, old.replace("\"shape\":1", "\"shape\":2")).await, 400, "newerSheet", "shape");
    told(
        bring(api, ann, old.replace("\"first\":4", "\"first\":40")).await,
        400,
        "invalid",
        "rows[0].confidence.first",
    );
    told(bring(api, ann, sheet(api, ann).await.to_string()).await, 400, "sameSession", "id");
    told(bring_as(api, ann, "text/plain", old.clone()).await, 400, "invalid", "");
    told(bring(api, ann, " ".repeat(1024 * 1024 + 1)).await, 413, "tooLarge", "");
    let nobody = Seat { secret: new_secret(), ..ann.clone() };
    told(bring(api, &nobody, old.clone()).await, 401, "unauthorized", "");
    told(bring(api, &group.opened.desk(), old.clone()).await, 403, "forbidden", "");
    let waits = api.join(&group.opened.code, "Wilma").await;
    assert!(!waits.seated);
    told(bring(api, &waits, old.clone()).await, 403, "forbidden", "");
    let elsewhere = Seat { session: Uuid::new_v4().to_string(), ..ann.clone() };
    told(bring(api, &elsewhere, old.clone()).await, 404, "notFound", "");
    let again = group.phones[0].again().await;
    assert_eq!((&again.mine["earlier"], &again.mine["carried"]), (&json!([]), &json!({})));
    assert_eq!(bring(api, ann, old.clone()).await.status, 200);
    for _ in 0..20 {
        if bring(api, ann, old.clone()).await.status == 429 {
            return;
        }
    }
    panic!("somebody may bring as often as they like");
}

#[tokio::test]
async fn what_was_brought_goes_when_it_is_taken_back_and_with_its_owner() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &["--compact-every", "300ms"]).await;
    let group = Group::seat(program.address, &["Ann", "Ben"], "lobby").await;
    let (api, ann) = (&group.api, group.phones[0].seat().clone());
    let mut client = group.phones[0].again().await;
    let brought = |title: &Canary, text: &Canary| {
        json!({
            "kind": "sheet", "shape": 1, "id": Uuid::new_v4(), "date": "2026-01-19", "title": title.word(), "rows": [],
            "actions": [{"id": Uuid::new_v4(), "text": text.word()}],
        })
    };
    let words = ["title", "text", "kept", "done", "note"].map(Canary::new);
    let [title, text, kept, done, note] = &words;
    let one = brought(title, text);
    assert_eq!(bring(api, &ann, one.to_string()).await.status, 200);
    assert!(!text.found_in(directory.path()).is_empty() && !title.found_in(directory.path()).is_empty());
    client.done(json!({"type": "forget", "sheet": one["id"]})).await;
    let two = brought(kept, done);
    assert_eq!(bring(api, &ann, two.to_string()).await.status, 200);
    let look = json!({"type": "lookBack", "action": two["actions"][0]["id"], "outcome": "done", "note": note.word()});
    client.done(look).await;
    for word in [title, text] {
        eventually("forgotten", || async { word.found_in(directory.path()).is_empty().then_some(()) }).await;
    }
    for word in [kept, done, note] {
        assert!(!word.found_in(directory.path()).is_empty(), "{}", word.word());
    }
    let path = format!("/api/sessions/{}/me", ann.session);
    assert_eq!(api.delete(&path, Some(&ann.secret)).await.status, 204);
    for word in &words {
        assert_eq!(word.found_in(directory.path()), [] as [String; 0], "{}", word.word());
    }
}
