//! Every text that tries to be something else, in every field of every command: kept and seen exactly as it is, by everybody
//! who may see it, or refused with the field's name, and then nothing has moved.

use serde_json::{Value, json};
use trivet_shared::text::Words;
use trivet_tests::{Answer, Client, Documents, Group, Payload, Server};
use uuid::Uuid;

use crate::payload_places::{Ann, BROUGHT, Ben, Desk, Screen, Who, places};
use crate::payload_requests::bring;

struct Scene {
    group: Group,
    screen: Client,
}

impl Scene {
    async fn new(server: &Server) -> Scene {
        let mut group = Group::seat(server.address, &["Ann", "Ben"], "lobby").await;
        let sheet = json!({
            "kind": "sheet", "shape": 1, "id": Uuid::new_v4(), "date": "2026-01-05", "rows": [],
            "carried": [{"action": BROUGHT, "sheet": Uuid::new_v4(), "on": "2025-01-05", "text": "An action."}],
        });
        let reply = bring(&group.api, &group.phones[0], &sheet).await;
        assert_eq!(reply.0, 200, "{}", reply.1);
        group.go_on_to("discuss").await;
        let screen = group.display().await;
        Scene { group, screen }
    }

    fn client(&mut self, who: Who) -> &mut Client {
        match who {
            Desk => &mut self.group.desk,
            Ann => &mut self.group.phones[0],
            Ben => &mut self.group.phones[1],
            Screen => &mut self.screen,
        }
    }

    async fn seen(&mut self) -> Vec<Documents> {
        self.group.sync().await;
        self.screen.sync().await;
        [Desk, Ann, Ben, Screen].map(|who| (**self.client(who)).clone()).to_vec()
    }
}

fn look(documents: &Documents, at: &str) -> Value {
    let (document, rest) = at[1..].split_once('/').unwrap();
    let document = match document {
        "room" => &documents.room,
        "table" => &documents.table,
        "mine" => &documents.mine,
        _ => &documents.desk,
    };
    document.pointer(&format!("/{rest}")).cloned().unwrap_or_default()
}

/// What a field makes of a payload: the words as they are kept, or none when they are refused.
pub(crate) fn kept(payload: &Payload, most: usize, line: bool, trimmed: bool) -> Option<String> {
    let text = if trimmed { payload.text.trim() } else { &payload.text };
    let text = Words::new(text).ok()?.as_str().to_owned();
    let breaks = line && text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}']);
    (!breaks && text.chars().count() <= most).then_some(text)
}

pub(crate) async fn unhurried() -> Server {
    let more = [
        "--messages-burst",
        "1000000",
        "--messages-per-second",
        "1000000",
        "--sessions-per-hour",
        "1000",
        "--sheets-per-hour",
        "1000",
    ];
    Server::start_with(&more).await
}

#[tokio::test]
async fn every_text_in_every_field_is_seen_as_it_is_or_refused_by_name() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let (ann, ben) = (scene.group.phones[0].id().to_owned(), scene.group.phones[1].id().to_owned());
    let (mut seen, mut refused) = (0, 0);
    for place in places(&ann, &ben) {
        for payload in Payload::all() {
            let said = format!("{} in {}", payload.name, place.field);
            let words = kept(&payload, place.most, place.line, place.trimmed);
            let before = if words.is_none() { scene.seen().await } else { Vec::new() };
            let mut command = place.command.clone();
            let (parent, name) = place.at.rsplit_once('/').unwrap();
            match command.pointer_mut(parent).unwrap() {
                Value::Array(all) => all[0] = json!(payload.text),
                within => within[name] = json!(payload.text),
            }
            let answer = scene.client(place.by).send(command).await;
            match words {
                Some(words) => {
                    assert_eq!(answer, Answer::Done, "{said}");
                    for next in &place.then {
                        scene.client(place.by).done(next.clone()).await;
                    }
                    let after = scene.seen().await;
                    for (who, at) in &place.seen {
                        assert_eq!(
                            look(&after[*who as usize], at),
                            json!(words),
                            "{said}, as {who:?} sees {at}"
                        );
                    }
                    seen += 1;
                }
                None => {
                    let Answer::Refused(refusal) = answer else { panic!("{said} was not refused") };
                    let field = refusal["field"].as_str().unwrap_or_default();
                    let named = place.at[1..].split('/').next().unwrap();
                    assert!(refusal["type"] == "invalid" && field.starts_with(named), "{said}: {refusal}");
                    let why = refusal["why"]["rule"].as_str().unwrap();
                    assert!(["control", "tooLong"].contains(&why), "{said}: {refusal}");
                    assert!(scene.seen().await == before, "{said} was refused, and moved something");
                    refused += 1;
                }
            }
        }
    }
    assert!(seen > 1_500 && refused > 200, "{seen} seen, {refused} refused");
}
