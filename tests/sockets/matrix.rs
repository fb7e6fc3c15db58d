//! Every command from every role that it does not belong to, with own, foreign and nonsense ids: forbidden, and not a byte
//! moves, neither on anybody's screen nor in the data file. The commands come from the types, so that a new one is in here
//! by itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};
use trivet_shared::session::{Command, FACILITATOR_COMMANDS, FIRST_FACILITATORS, PARTICIPANT_COMMANDS};
use trivet_tests::{AREA, Client, Documents, Group, ONE, PATIENCE, Seat, Server};
use uuid::Uuid;

/// What a person at the door may say, all about themselves.
const AT_THE_DOOR: [&str; 4] = ["rename", "about", "leave", "takeBack"];
/// What somebody who left may say that others are meant to see.
const FROM_OUTSIDE: [&str; 3] = ["rename", "checkIn", "feedback"];

/// One of each command of these types, about each of these people and things.
fn commands(types: &[&str], ids: &[String]) -> Vec<Value> {
    let all = Command::one_of_each();
    let named: BTreeSet<&str> = all.iter().map(Command::kind).collect();
    assert!(types.iter().all(|kind| named.contains(kind)));
    let mut commands = Vec::new();
    for command in all.iter().filter(|command| types.contains(&command.kind())) {
        for id in ids {
            let mut json = serde_json::to_value(command).unwrap();
            for (field, value) in [
                ("participant", json!(id)),
                ("to", json!(id)),
                ("feedback", json!(id)),
                ("action", json!(id)),
                ("item", json!(format!("{id}/{ONE}"))),
                ("competency", json!(ONE)),
                ("competencies", json!([ONE])),
                ("area", json!(AREA)),
                ("areas", json!([AREA])),
                ("name", json!("Mallory")),
                ("text", json!("words")),
                ("stage", json!("lobby")),
            ] {
                if json.get(field).is_some() {
                    json[field] = value;
                }
            }
            commands.push(json);
        }
    }
    commands
}

struct Scene {
    group: Group,
    co: Client,
    display: Client,
    ids: Vec<String>,
    data: PathBuf,
}

/// What everybody sees, how many changes they were sent, and the version of the session in the data file.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    screens: Vec<(Documents, usize)>,
    version: i64,
}

impl Scene {
    async fn new(server: &Server) -> Scene {
        let mut group = Group::at(server.address, "discuss").await;
        let stranger = Group::seat(server.address, &["Mallory"], "lobby").await;
        let action = Uuid::new_v4().to_string();
        let (ann, ben) = (group.phones[0].id().to_owned(), group.phones[1].id().to_owned());
        for command in [
            json!({"type": "rate", "competency": ONE, "score": 7, "reason": "because"}),
            json!({"type": "show", "competency": ONE, "score": true, "display": true}),
            json!({"type": "act", "action": action, "text": "I will"}),
            json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": "well done"}),
        ] {
            group.phones[0].done(command).await;
        }
        let secret = trivet_tests::new_secret();
        group.desk.done(json!({"type": "coFacilitator", "secret": secret, "name": "Robin"})).await;
        let co = Client::connect(server.address, &Seat { secret, ..group.opened.desk() }).await;
        group.desk.done(json!({"type": "nextTurn"})).await;
        let display = group.display().await;
        group.sync().await;
        let feedback = group.phones[1].mine["received"][0]["feedback"].as_str().unwrap().to_owned();
        let foreign = stranger.phones[0].id().to_owned();
        let ids =
            vec![ann, ben, foreign, action, feedback, Uuid::new_v4().to_string(), "nonsense".to_owned()];
        Scene { group, co, display, ids, data: server.directory().join("trivet.sqlite") }
    }

    async fn seen(&mut self) -> Seen {
        self.group.sync().await;
        self.co.sync().await;
        self.display.sync().await;
        let screens = [&self.group.desk, &self.co, &self.display].into_iter().chain(&self.group.phones);
        let screens = screens.map(|client| {
            let changes = client.frames.iter().filter(|frame| frame.starts_with(r#"{"type":"changed""#));
            ((**client).clone(), changes.count())
        });
        Seen { screens: screens.collect(), version: self.version() }
    }

    /// How far the session has got in the data file: every command that came to anything counts one more.
    fn version(&self) -> i64 {
        let file = rusqlite::Connection::open(&self.data).unwrap();
        file.busy_timeout(PATIENCE).unwrap();
        let session = Uuid::parse_str(&self.group.opened.session).unwrap();
        let sql = "SELECT max(version) FROM (SELECT version FROM commits WHERE session = ?1
                   UNION ALL SELECT version FROM snapshots WHERE session = ?1)";
        file.query_row(sql, [session], |row| row.get(0)).unwrap()
    }
}

async fn all_forbidden(client: &mut Client, commands: Vec<Value>) {
    for command in commands {
        let refusal = client.refused(command.clone()).await;
        assert_eq!(refusal, json!({"type": "forbidden"}), "{command}");
    }
}

async fn unhurried() -> Server {
    Server::start_with(&["--messages-burst", "10000", "--messages-per-second", "10000"]).await
}

#[tokio::test]
async fn a_command_from_a_role_it_is_not_for_is_forbidden_and_moves_nothing() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let both: Vec<&str> = [FACILITATOR_COMMANDS, PARTICIPANT_COMMANDS].concat();
    let before = scene.seen().await;
    all_forbidden(&mut scene.group.phones[1], commands(FACILITATOR_COMMANDS, &scene.ids)).await;
    all_forbidden(&mut scene.group.desk, commands(PARTICIPANT_COMMANDS, &scene.ids)).await;
    all_forbidden(&mut scene.display, commands(&both, &scene.ids)).await;
    all_forbidden(&mut scene.co, commands(PARTICIPANT_COMMANDS, &scene.ids)).await;
    all_forbidden(&mut scene.co, commands(FIRST_FACILITATORS, &scene.ids)).await;
    // The first facilitator's name is theirs.
    all_forbidden(&mut scene.co, vec![json!({"type": "prepare", "facilitator": "Mallory"})]).await;
    let after = scene.seen().await;
    assert!(before == after, "something moved");
    // What counts as a move is seen as one.
    scene.group.phones[1]
        .done(json!({"type": "jot", "competency": ONE, "box": "heard", "text": "a line"}))
        .await;
    let moved = scene.seen().await;
    assert_eq!(moved.version, after.version + 1);
    assert_ne!(moved.screens[4], after.screens[4]);
}

#[tokio::test]
async fn whoever_waits_has_no_say_beyond_their_own() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let seat = scene.group.api.join(&scene.group.opened.code, "Eve").await;
    let mut waiting = Client::connect(server.address, &seat).await;
    let before = scene.seen().await;
    all_forbidden(&mut waiting, commands(FACILITATOR_COMMANDS, &scene.ids)).await;
    for command in commands(PARTICIPANT_COMMANDS, &scene.ids) {
        let kind = command["type"].as_str().unwrap();
        if !AT_THE_DOOR.contains(&kind) {
            let refusal = waiting.refused(command.clone()).await;
            let kind = refusal["type"].as_str().unwrap();
            assert!(["notNow", "invalid", "notInArea", "tooMany"].contains(&kind), "{command}: {refusal}");
        }
    }
    let after = scene.seen().await;
    assert!(before == after, "something moved");
    assert_eq!(waiting.room, json!({"title": "A session"}));
}

#[tokio::test]
async fn whoever_left_moves_nothing_on_anybody_elses_screen() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let mut left = scene.group.phones.pop().unwrap();
    left.done(json!({"type": "leave"})).await;
    let before = scene.seen().await;
    all_forbidden(&mut left, commands(FACILITATOR_COMMANDS, &scene.ids)).await;
    for command in commands(PARTICIPANT_COMMANDS, &scene.ids) {
        // Their own sheet stays theirs to finish; what others would see of it is another matter.
        if !FROM_OUTSIDE.contains(&command["type"].as_str().unwrap()) {
            left.send(command).await;
        }
    }
    let after = scene.seen().await;
    for (place, (before, after)) in before.screens.iter().zip(&after.screens).enumerate() {
        let all = |seen: &Documents| json!([seen.room, seen.table, seen.mine, seen.desk]);
        assert_eq!(all(&before.0), all(&after.0), "screen {place}");
        assert_eq!(before.1, after.1, "screen {place} was sent something");
    }
    assert!(after.version > before.version, "nothing was done: nothing was put to the test");
}

#[tokio::test]
async fn whoever_was_removed_or_erased_is_let_in_no_more() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let removed = scene.group.phones.pop().unwrap();
    scene.group.desk.done(json!({"type": "remove", "participant": removed.id()})).await;
    let erased = scene.group.phones.pop().unwrap();
    let path = format!("/api/sessions/{}/me", scene.group.opened.session);
    assert_eq!(scene.group.api.delete(&path, Some(&erased.seat().secret)).await.status, 204);
    let before = scene.seen().await;
    let all: Vec<&str> = [FACILITATOR_COMMANDS, PARTICIPANT_COMMANDS].concat();
    for (mut gone, code, again) in [(removed, 4501, 4501), (erased, 4507, 4500)] {
        // On the socket that was open, and on a new one: nothing that they say is carried out, or even answered.
        let seat = gone.seat().clone();
        for command in commands(&all, &scene.ids[..1]) {
            gone.post(&Uuid::new_v4().to_string(), command).await;
        }
        assert_eq!(gone.close_code().await, code);
        let mut back = Client::greet(server.address, &seat).await;
        for command in commands(&all, &scene.ids[..1]) {
            back.post(&Uuid::new_v4().to_string(), command).await;
        }
        assert_eq!((back.close_code().await, back.frames.len()), (again, 0));
        gone.answered(|_, answer| panic!("somebody who is gone was answered: {answer:?}"));
    }
    let after = scene.seen().await;
    assert!(before == after, "something moved");
}

#[tokio::test]
async fn a_participant_moves_nothing_that_is_somebody_elses() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let mut seen = scene.seen().await;
    let ids = scene.ids.clone();
    let foreign = [&ids[0], &ids[2], &ids[3], &ids[4], &ids[5], &ids[6]];
    for id in foreign {
        for command in [
            json!({"type": "dropAction", "action": id}),
            json!({"type": "keepFeedback", "feedback": id, "kept": false, "tellFacilitator": true}),
            json!({"type": "record", "actions": {id: true}}),
            json!({"type": "showTo", "competency": ONE, "participant": id}),
            json!({"type": "show", "competency": ONE, "score": true}),
        ] {
            scene.group.phones[2].refused(command).await;
        }
        // An action under somebody's id is one's own; theirs stays.
        if Uuid::parse_str(id).is_ok() {
            scene.group.phones[2].done(json!({"type": "act", "action": id, "text": "mine"})).await;
        }
    }
    let mut after = scene.seen().await;
    // Cara's own screen alone may have moved: both desks, the display and the first two phones come before it.
    assert!(seen.screens.remove(5).0.mine != after.screens.remove(5).0.mine);
    assert!(seen.screens == after.screens, "something moved");
}
