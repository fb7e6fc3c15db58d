//! Every text that tries to be something else, in every field of every command and of every request that takes words: kept
//! and seen exactly as it is, by everybody who may see it, or refused with the field's name, and then nothing has moved.
//! The fields come from the published types: a new one has no place here, and that is a failure.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use trivet_shared::text::{LINE, LONG, NAME, Words};
use trivet_tests::{Answer, Api, Client, Documents, Group, ONE, Payload, Server, TWO};
use uuid::Uuid;

use crate::types;

/// Characters of an agreement and of a prompt, and of a theme.
const SAID: usize = 300;
const THEME: usize = 200;
const ACTION: &str = "00000000-0000-4000-8000-0000000000ac";
const THEME_ID: &str = "00000000-0000-4000-8000-00000000007e";
const BROUGHT: &str = "00000000-0000-4000-8000-0000000000b0";
/// Seats of a session that fills them with payloads.
const SEATS: usize = 12;

/// Who of the group: the facilitator, Ann, Ben, the big screen.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Desk,
    Ann,
    Ben,
    Screen,
}
use Who::{Ann, Ben, Desk, Screen};

/// A field of a command, how it is filled, and where its words are seen then.
struct Place {
    field: &'static str,
    by: Who,
    command: Value,
    /// Where in the command the words go.
    at: &'static str,
    most: usize,
    /// It is one line.
    line: bool,
    /// White space around it is taken off.
    trimmed: bool,
    /// What is done next, so that others see it.
    then: Vec<Value>,
    seen: Vec<(Who, String)>,
}

/// Fields whose words are never kept: compared with what stands there, or the form of a secret.
const NEVER_KEPT: [&str; 14] = [
    "act.was",
    "coFacilitator.secret",
    "display.secret",
    "feedback.was",
    "jot.was",
    "lookBack.was",
    "newLink.secret",
    "note.was",
    "rate.was",
    "record.to.name",
    "rescore.was",
    "show.was.reason",
    "show.was.shift",
    "theme.was",
];

fn place(field: &'static str, by: Who, command: Value, seen: &[(Who, &str)]) -> Place {
    let name = field.split_once('.').unwrap();
    let mut command = command;
    command["type"] = json!(name.0);
    let at = match name.1 {
        "summaryTo.name" => "/summaryTo/name",
        "agreements" => "/agreements/0",
        "title" => "/title",
        "facilitator" => "/facilitator",
        "support" => "/support",
        "name" => "/name",
        "role" => "/role",
        "organisation" => "/organisation",
        "reason" => "/reason",
        "shift" => "/shift",
        "note" => "/note",
        _ => "/text",
    };
    let seen = seen.iter().map(|(who, at)| (*who, (*at).to_owned())).collect();
    Place { field, by, command, at, most: LONG, line: false, trimmed: false, then: Vec::new(), seen }
}

impl Place {
    fn most(self, most: usize) -> Place {
        Place { most, ..self }
    }

    fn line(self, most: usize) -> Place {
        Place { most, line: true, ..self }
    }

    fn name(self) -> Place {
        Place { trimmed: true, ..self.line(NAME) }
    }

    fn then(mut self, command: Value) -> Place {
        self.then.push(command);
        self
    }
}

fn places(ann: &str, ben: &str) -> Vec<Place> {
    let item = |part: &str| format!("/table/items/{ann}~1{ONE}/{part}");
    let (reason, shift) = (item("reason"), item("shift"));
    vec![
        place(
            "prepare.title",
            Desk,
            json!({}),
            &[(Desk, "/room/title"), (Ann, "/room/title"), (Screen, "/room/title")],
        )
        .line(LINE),
        place("prepare.facilitator", Desk, json!({}), &[(Ben, "/room/facilitators/0/name")]).name(),
        place(
            "prepare.agreements",
            Desk,
            json!({"agreements": [""]}),
            &[(Ann, "/room/prepared/agreements/0")],
        )
        .most(SAID),
        place("prepare.support", Desk, json!({}), &[(Ann, "/room/prepared/support")]),
        place(
            "prepare.summaryTo.name",
            Desk,
            json!({"summaryTo": {"who": "others"}}),
            &[(Ann, "/room/prepared/summaryTo/name")],
        )
        .line(LINE),
        place(
            "coFacilitator.name",
            Desk,
            json!({"secret": trivet_tests::new_secret()}),
            &[(Ann, "/room/facilitators/1/name")],
        )
        .name(),
        place("prompt.text", Desk, json!({"prompt": THEME_ID}), &[(Desk, "/desk/prompts/0/text")]).most(SAID),
        place("sendPrompt.text", Desk, json!({}), &[(Ann, "/room/prompt/text"), (Ben, "/room/prompt/text")])
            .most(SAID),
        place(
            "theme.text",
            Desk,
            json!({"theme": THEME_ID, "kind": "theme"}),
            &[(Desk, "/room/themes/0/text"), (Ann, "/room/themes/0/text"), (Screen, "/room/themes/0/text")],
        )
        .line(THEME),
        place("note.text", Desk, json!({"stage": "discuss"}), &[(Desk, "/desk/notes/discuss")]),
        place(
            "rename.name",
            Ann,
            json!({}),
            &[(Ann, "/mine/me/name"), (Ben, "/room/people/0/name"), (Screen, "/room/people/0/name")],
        )
        .name(),
        place("about.role", Ann, json!({}), &[(Ann, "/mine/me/role")]).line(LINE),
        place("about.organisation", Ann, json!({}), &[(Ann, "/mine/me/organisation")]).line(LINE),
        place(
            "rate.reason",
            Ann,
            json!({"competency": ONE}),
            &[(Ann, &format!("/mine/rows/{ONE}/reason")), (Ben, &reason), (Desk, &reason), (Screen, &reason)],
        )
        .then(json!({"type": "show", "competency": ONE, "reason": true, "display": true})),
        place(
            "rescore.shift",
            Ann,
            json!({"competency": ONE}),
            &[(Ann, &format!("/mine/rows/{ONE}/shift")), (Ben, &shift), (Desk, &shift), (Screen, &shift)],
        )
        .then(json!({"type": "show", "competency": ONE, "shift": true, "display": true})),
        place(
            "feedback.text",
            Ann,
            json!({"to": ben, "competency": ONE, "kind": "strength"}),
            &[(Ann, "/mine/sent/0/text"), (Ben, "/mine/received/0/text")],
        ),
        place(
            "jot.text",
            Ann,
            json!({"competency": TWO, "box": "heard"}),
            &[(Ann, &format!("/mine/rows/{TWO}/jots/heard"))],
        ),
        place(
            "act.text",
            Ann,
            json!({"action": ACTION}),
            &[
                (Ann, &format!("/mine/actions/{ACTION}/text")),
                (Desk, "/desk/record/summary/people/0/actions/0/text"),
            ],
        )
        .then(json!({"type": "record", "actions": {ACTION: true}})),
        place(
            "lookBack.note",
            Ann,
            json!({"action": BROUGHT, "outcome": "going"}),
            &[
                (Ann, &format!("/mine/carried/{BROUGHT}/note")),
                (Ben, "/table/lookedBack/0/note"),
                (Desk, "/table/lookedBack/0/note"),
            ],
        )
        .then(json!({"type": "showLookBack", "action": BROUGHT, "shown": true})),
    ]
}

#[test]
fn every_field_of_words_has_its_place() {
    let mut placed: BTreeSet<String> = places("", "").iter().map(|place| place.field.to_owned()).collect();
    placed.insert("addSeat.name".to_owned());
    placed.extend(NEVER_KEPT.iter().map(|field| (*field).to_owned()));
    assert_eq!(types::texts(), placed);
}

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

/// `POST …/earlier` with a sheet as JSON: the status and the answer.
async fn bring(api: &Api, phone: &Client, sheet: &Value) -> (u16, String) {
    let path = format!("/api/sessions/{}/earlier", phone.seat().session);
    let request = api.request(reqwest::Method::POST, &path).bearer_auth(&phone.seat().secret);
    let reply = api.send(request.json(sheet)).await;
    (reply.status, reply.text)
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
fn kept(payload: &Payload, most: usize, line: bool, trimmed: bool) -> Option<String> {
    let text = if trimmed { payload.text.trim() } else { &payload.text };
    let text = Words::new(text).ok()?.as_str().to_owned();
    let breaks = line && text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}']);
    (!breaks && text.chars().count() <= most).then_some(text)
}

async fn unhurried() -> Server {
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
