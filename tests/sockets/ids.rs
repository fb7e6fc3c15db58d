//! Every field of every command that names somebody or something, with the ids of somebody else's session, of nobody, and
//! with nonsense: refused, with nothing moved here and nothing moved there. Commands and fields come from the published
//! types, so that a new one is in here by itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trivet_shared::session::{Command, PARTICIPANT_COMMANDS};
use trivet_tests::{AREA, Answer, Client, Documents, Group, ONE, Server};
use uuid::Uuid;

use crate::types;

/// Ids that whoever sends them makes up themselves: anybody's is as good as a new one, and names the sender's own thing.
const MADE_BY_THE_SENDER: [&str; 4] = ["ActionId", "PromptId", "ThemeId", "SheetId"];

/// A field that holds ids, alone, in a list, or as the keys of a map.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    kind: String,
    optional: bool,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    One,
    List,
    Keys,
}

impl Field {
    /// `name?: Array<ParticipantId> | null`, if it is a field of ids.
    fn read(text: &str) -> Option<Field> {
        let (name, kind) = text.split_once(": ")?;
        let optional = name.ends_with('?');
        let kind = kind.trim().trim_end_matches("| null").trim();
        let list = kind.strip_prefix("Array<").and_then(|rest| rest.strip_suffix('>'));
        let keys = kind.strip_prefix("{ [key in ").and_then(|rest| rest.split(']').next());
        let (kind, form) = match (list, keys) {
            (Some(kind), _) => (kind, Form::List),
            (_, Some(kind)) => (kind, Form::Keys),
            _ => (kind, Form::One),
        };
        let name = name.trim().trim_end_matches('?').to_owned();
        let ids = kind.ends_with("Id") && kind != "CommandId";
        ids.then(|| Field { name, kind: kind.to_owned(), optional, form })
    }

    fn set(&self, command: &mut Value, id: &Value) {
        command[&self.name] = match self.form {
            Form::One => id.clone(),
            Form::List => json!([id]),
            Form::Keys => json!({id.as_str().unwrap_or("5"): true}),
        };
    }
}

/// The fields of ids of each command.
fn fields() -> BTreeMap<String, Vec<Field>> {
    let read = |texts: Vec<String>| texts.iter().filter_map(|text| Field::read(text)).collect();
    types::commands().into_iter().map(|(kind, texts)| (kind, read(texts))).collect()
}

#[test]
fn every_command_is_read_from_the_types() {
    let fields = fields();
    assert!(
        Command::one_of_each().iter().all(|command| fields.contains_key(command.kind())),
        "one is missing"
    );
    assert_eq!(fields.len(), Command::one_of_each().len());
    let of = |kind: &str| -> Vec<String> {
        fields[kind].iter().map(|field| format!("{} {} {:?}", field.name, field.kind, field.form)).collect()
    };
    assert_eq!(of("showTo"), ["competency CompetencyId One", "participant ParticipantId One"]);
    assert_eq!(of("record"), ["shown CompetencyId Keys", "actions ActionId Keys"]);
    assert_eq!(of("chooseCompetencies"), ["competencies CompetencyId List"]);
    assert_eq!(of("ready"), [] as [String; 0]);
    let empty = Command::one_of_each();
    for command in &empty {
        // Whatever is an empty UUID in the code is a field of ids here.
        for (name, value) in serde_json::to_value(command).unwrap().as_object().unwrap() {
            let known = fields[command.kind()].iter().any(|field| field.name == *name);
            assert!(known || *value != json!(Uuid::nil()), "{}: {name}", command.kind());
        }
    }
}

struct Scene {
    group: Group,
    stranger: Group,
    /// An id of each kind that is all right for Ben and for the desk.
    own: BTreeMap<&'static str, Value>,
    /// Ids of each kind that belong to the stranger's session.
    foreign: BTreeMap<&'static str, Value>,
}

/// Ids of everything there is in a group where Ann showed, wrote and gave feedback to Ben.
async fn furnish(group: &mut Group, whose: &str) -> BTreeMap<&'static str, Value> {
    let action = Uuid::new_v4().to_string();
    let (ann, ben) = (group.phones[0].id().to_owned(), group.phones[1].id().to_owned());
    for (who, to) in [(0, &ben), (1, &ann)] {
        let phone = &mut group.phones[who];
        for command in [
            json!({"type": "rate", "competency": ONE, "score": 7, "reason": format!("{whose} because")}),
            json!({"type": "show", "competency": ONE, "score": true, "display": true}),
            json!({"type": "feedback", "to": to, "competency": ONE, "kind": "strength", "text": "well done"}),
        ] {
            phone.done(command).await;
        }
    }
    group.phones[1].done(json!({"type": "act", "action": action, "text": "I will"})).await;
    group.desk.done(json!({"type": "nextTurn"})).await;
    group.sync().await;
    BTreeMap::from([
        ("ParticipantId", json!(ann)),
        ("ActionId", json!(action)),
        ("FeedbackId", group.phones[1].mine["received"][0]["feedback"].clone()),
        ("ItemId", json!(group.desk.table["items"].as_object().unwrap().keys().next().unwrap())),
        ("CompetencyId", json!(ONE)),
        ("AreaId", json!(AREA)),
    ])
}

/// The command with everything in it as good as it can be, of that one field.
fn good(kind: &str, all: &[Command], fields: &[Field], own: &BTreeMap<&str, Value>) -> Value {
    let command = all.iter().find(|command| command.kind() == kind).unwrap();
    let mut json = serde_json::to_value(command).unwrap();
    for field in fields.iter().filter(|field| !field.optional) {
        let id = own.get(field.kind.as_str()).cloned();
        field.set(&mut json, &id.unwrap_or_else(|| json!(Uuid::new_v4())));
    }
    for (name, value) in [("name", json!("Mallory")), ("text", json!("words")), ("stage", json!("discuss"))] {
        if json.get(name).is_some() {
            json[name] = value;
        }
    }
    json
}

impl Scene {
    async fn new(server: &Server) -> Scene {
        let mut group = Group::at(server.address, "discuss").await;
        let mut stranger = Group::at(server.address, "discuss").await;
        let own = furnish(&mut group, "our").await;
        let foreign = furnish(&mut stranger, "their").await;
        Scene { group, stranger, own, foreign }
    }

    /// What everybody of both sessions sees.
    async fn seen(&mut self) -> Vec<Documents> {
        self.group.sync().await;
        self.stranger.sync().await;
        let all = |group: &Group| {
            let clients = std::iter::once(&group.desk).chain(&group.phones);
            clients.map(|client| (**client).clone()).collect::<Vec<_>>()
        };
        [all(&self.group), all(&self.stranger)].concat()
    }

    fn client(&mut self, kind: &str) -> &mut Client {
        if PARTICIPANT_COMMANDS.contains(&kind) { &mut self.group.phones[1] } else { &mut self.group.desk }
    }
}

#[tokio::test]
async fn an_id_of_somebody_else_of_nobody_or_of_nonsense_is_refused_and_moves_nothing() {
    let server = Server::start_with(&["--messages-burst", "100000", "--messages-per-second", "100000"]).await;
    let mut scene = Scene::new(&server).await;
    let (fields, all) = (fields(), Command::one_of_each());
    let before = scene.seen().await;
    let mut tried = 0;
    for (kind, fields_of) in &fields {
        for field in fields_of {
            let mut bad = vec![
                json!("nonsense"),
                json!(""),
                json!(5),
                json!("../../etc/passwd"),
                json!("'; DROP TABLE commits; --"),
                json!("x".repeat(20_000)),
                json!({"a": []}),
            ];
            if !MADE_BY_THE_SENDER.contains(&field.kind.as_str()) {
                bad.push(json!(Uuid::new_v4()));
                let shared = ["CompetencyId", "AreaId"].contains(&field.kind.as_str());
                bad.extend(scene.foreign.get(field.kind.as_str()).filter(|_| !shared).cloned());
            }
            for id in bad {
                let mut command = good(kind, &all, fields_of, &scene.own);
                field.set(&mut command, &id);
                let short: String = command.to_string().chars().take(300).collect();
                match scene.client(kind).send(command).await {
                    Answer::Refused(refusal) => {
                        let told = refusal["type"].as_str().unwrap();
                        let known = ["invalid", "notInArea", "notNow", "nothingToShow", "tooMany", "stale"];
                        assert!(known.contains(&told), "{short}: {refusal}");
                    }
                    Answer::Done => panic!("was not refused: {short}"),
                }
                tried += 1;
            }
        }
    }
    let after = scene.seen().await;
    assert!(before == after, "something moved");
    assert!(tried > 200, "only {tried} were tried");

    // What somebody makes up, they make up for themselves: a stranger's id names one's own thing, and theirs stays.
    let theirs = scene.foreign["ActionId"].clone();
    scene.group.phones[1].done(json!({"type": "act", "action": theirs, "text": "mine"})).await;
    let after = scene.seen().await;
    assert!(before[5..] == after[5..], "something moved in the stranger's session");

    // The same commands with ids that are all right: most of them are done, so that it was the id that was refused.
    let (mut done, mut all_right) = (0, 0);
    for (kind, fields_of) in fields.iter().filter(|(_, fields)| !fields.is_empty()) {
        let command = good(kind, &all, fields_of, &scene.own);
        all_right += 1;
        done += usize::from(scene.client(kind).send(command).await == Answer::Done);
    }
    assert!(done * 2 > all_right, "{done} of {all_right} only");
}
