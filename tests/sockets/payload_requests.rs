//! The same texts in every request that takes words: opening, joining, looking, seats on paper, and sheets that are brought.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use trivet_shared::text::{LINE, LONG, NAME};
use trivet_tests::{Answer, Api, Client, Group, Payload};
use uuid::Uuid;

use crate::payloads::{kept, unhurried};

/// Seats of a session that fills them with payloads.
const SEATS: usize = 12;

/// `POST …/earlier` with a sheet as JSON: the status and the answer.
pub(crate) async fn bring(api: &Api, phone: &Client, sheet: &Value) -> (u16, String) {
    let path = format!("/api/sessions/{}/earlier", phone.seat().session);
    let request = api.request(reqwest::Method::POST, &path).bearer_auth(&phone.seat().secret);
    let reply = api.send(request.json(sheet)).await;
    (reply.status, reply.text)
}

#[tokio::test]
async fn names_of_seats_and_of_sessions_stand_as_they_are() {
    let server = unhurried().await;
    let api = server.api();
    let names: Vec<(Payload, Option<String>)> =
        Payload::all().into_iter().map(|one| (one.clone(), kept(&one, NAME, true, true))).collect();
    for some in names.chunks(SEATS / 2 - 1) {
        let opened = api.open_with(json!({"seats": SEATS})).await;
        let mut desk = Client::connect(server.address, &opened.desk()).await;
        let mut twins = Vec::new();
        for (payload, words) in some {
            let answer = desk.send(json!({"type": "addSeat", "name": payload.text})).await;
            let twin = format!("{}.{}", payload.text, twins.len());
            twins.push(&payload.name);
            let joined = api.try_join(&opened.code, &twin).await;
            match words {
                // Somebody here is called alike but for what cannot be seen.
                Some(_) if answer.kind() == "invalid" => {
                    assert!(format!("{answer:?}").contains("taken"), "{answer:?}")
                }
                Some(words) => {
                    assert_eq!(answer, Answer::Done, "{}", payload.name);
                    desk.sync().await;
                    let people = desk.room["people"].as_array().unwrap();
                    let there = |name: &str| people.iter().any(|person| person["name"] == name);
                    assert!(there(words), "{}", payload.name);
                    let twin = kept(&Payload { text: twin, ..payload.clone() }, NAME, true, true);
                    let stands = twin.as_ref().is_some_and(|twin| there(twin));
                    let right = if twin.is_some() { (201, true) } else { (400, false) };
                    assert_eq!((joined.status, stands), right, "{}: {}", payload.name, joined.text);
                }
                None => {
                    assert!(matches!(answer, Answer::Refused(_)), "{}", payload.name);
                    assert_eq!((joined.status, joined.field()), (400, "name"), "{}", payload.name);
                }
            }
        }
    }
}

/// The fields with words of a request's body, from its source.
fn taken(source: &str, name: &str) -> BTreeSet<String> {
    let body = source.split_once(&format!("struct {name} {{")).unwrap().1.split_once("\n}").unwrap().0;
    let fields = body.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": "));
    let words = fields.filter(|(_, kind)| {
        ["String", "Line", "Name", "Words", "Zone", "Text"].iter().any(|of| kind.contains(of))
    });
    words.map(|(field, _)| field.to_owned()).collect()
}

#[tokio::test]
async fn requests_take_the_same_texts_or_name_the_field() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let (open, join) =
        (include_str!("../../server/src/http/open.rs"), include_str!("../../server/src/http/join.rs"));
    assert_eq!(taken(open, "Body"), set(&["framework", "title", "facilitator", "zone", "secret"]));
    assert_eq!(
        (taken(join, "Body"), taken(join, "Code")),
        (set(&["code", "name", "secret"]), set(&["code"]))
    );
    let server = unhurried().await;
    let api = server.api();
    for payload in Payload::all() {
        for (field, most, trimmed) in [("title", LINE, false), ("facilitator", NAME, true)] {
            let reply = api
                .post("/api/sessions", &json!({"framework": "core-competencies", field: payload.text}))
                .await;
            match kept(&payload, most, true, trimmed) {
                Some(words) => {
                    assert_eq!(reply.status, 201, "{}: {}", payload.name, reply.text);
                    let code = reply.json["code"].as_str().unwrap();
                    let looked = api.post("/api/join/look", &json!({"code": code})).await.json;
                    let there = if field == "title" { &looked["title"] } else { &looked["facilitators"][0] };
                    assert_eq!(there, &json!(words), "{}", payload.name);
                }
                None => assert_eq!((reply.status, reply.field()), (400, field), "{}", payload.name),
            }
        }
        for field in ["framework", "zone", "secret"] {
            let mut body = json!({"framework": "core-competencies"});
            body[field] = json!(payload.text);
            let reply = api.post("/api/sessions", &body).await;
            assert_eq!((reply.status, reply.field()), (400, field), "{}", payload.name);
        }
    }
}

#[tokio::test]
async fn a_sheet_that_is_brought_may_hold_all_of_them() {
    let server = unhurried().await;
    let group = Group::seat(server.address, &["Ann"], "lobby").await;
    let mut ann = group.phones.into_iter().next().unwrap();
    for payload in Payload::all() {
        let (sheet, action) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
        let brought = |title: &str, words: &str| {
            json!({"kind": "sheet", "shape": 1, "id": sheet, "title": title, "date": "2026-01-05", "rows": [],
                "actions": [{"id": action, "text": words}]})
        };
        if kept(&payload, LINE, true, false).is_none() {
            assert_eq!(
                bring(&group.api, &ann, &brought(&payload.text, "x")).await.0,
                400,
                "{}",
                payload.name
            );
        }
        let title = kept(&payload, LINE, true, false).unwrap_or_default();
        let (status, answer) = bring(&group.api, &ann, &brought(&title, &payload.text)).await;
        let Some(words) = kept(&payload, LONG, false, false) else {
            assert_eq!(status, 400, "{}", payload.name);
            continue;
        };
        assert_eq!(status, 200, "{}: {answer}", payload.name);
        ann.sync().await;
        assert_eq!(ann.mine["earlier"][0]["title"], json!(title), "{}", payload.name);
        let carried: Vec<Value> =
            ann.mine["carried"].as_object().unwrap().values().map(|one| one["text"].clone()).collect();
        assert_eq!(carried, [json!(words)], "{}", payload.name);
        ann.done(json!({"type": "forget", "sheet": ann.mine["earlier"][0]["sheet"]})).await;
        ann.sync().await;
    }
}
