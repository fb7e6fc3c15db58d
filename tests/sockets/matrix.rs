//! Every command from every role that it does not belong to, with own, foreign and nonsense ids: forbidden, and not a byte
//! moves. The commands come from the types, so that a new one is in here by itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use trivet_shared::session::{Command, FACILITATOR_COMMANDS, PARTICIPANT_COMMANDS};
use trivet_tests::{AREA, Client, Documents, Group, ONE, Server};
use uuid::Uuid;

/// What a person at the door may say, all about themselves.
const AT_THE_DOOR: [&str; 4] = ["rename", "about", "leave", "takeBack"];

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
    display: Client,
    ids: Vec<String>,
}

impl Scene {
    async fn new(server: &Server) -> Scene {
        let mut group = Group::at(server.address, "discuss").await;
        let stranger = Group::seat(server.address, &["Mallory"], "lobby").await;
        let action = Uuid::new_v4().to_string();
        let (ann, ben) = (group.phones[0].id().to_owned(), group.phones[1].id().to_owned());
        group.phones[0]
            .done(json!({"type": "rate", "competency": ONE, "score": 7, "reason": "because"}))
            .await;
        group.phones[0]
            .done(json!({"type": "show", "competency": ONE, "score": true, "display": true}))
            .await;
        group.phones[0].done(json!({"type": "act", "action": action, "text": "I will"})).await;
        group.phones[0]
            .done(json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": "well done"}))
            .await;
        group.desk.done(json!({"type": "nextTurn"})).await;
        let mut display = group.display().await;
        group.sync().await;
        display.sync().await;
        let feedback = group.phones[1].mine["received"][0]["feedback"].as_str().unwrap().to_owned();
        let foreign = stranger.phones[0].id().to_owned();
        let ids =
            vec![ann, ben, foreign, action, feedback, Uuid::new_v4().to_string(), "nonsense".to_owned()];
        Scene { group, display, ids }
    }

    /// What everybody sees, and how many frames they were sent, pongs left out.
    async fn seen(&mut self) -> Vec<(Documents, usize)> {
        self.group.sync().await;
        self.display.sync().await;
        std::iter::once(&self.group.desk)
            .chain([&self.display])
            .chain(&self.group.phones)
            .map(|client| {
                let changes = client.frames.iter().filter(|frame| frame.starts_with(r#"{"type":"changed""#));
                ((**client).clone(), changes.count())
            })
            .collect()
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
    let after = scene.seen().await;
    assert!(before == after, "something moved");
}

#[tokio::test]
async fn whoever_waits_left_or_was_removed_has_no_say_beyond_their_own() {
    let server = unhurried().await;
    let mut scene = Scene::new(&server).await;
    let seat = scene.group.api.join(&scene.group.opened.code, "Eve").await;
    let mut waiting = Client::connect(server.address, &seat).await;
    scene.group.phones[2].done(json!({"type": "leave"})).await;
    let removed = scene.group.phones.pop().unwrap().seat().clone();
    scene.group.desk.done(json!({"type": "remove", "participant": removed.participant})).await;
    let mut left = scene.group.phones.pop().unwrap();

    let before = scene.seen().await;
    all_forbidden(&mut waiting, commands(FACILITATOR_COMMANDS, &scene.ids)).await;
    all_forbidden(&mut left, commands(FACILITATOR_COMMANDS, &scene.ids)).await;
    for command in commands(PARTICIPANT_COMMANDS, &scene.ids) {
        let kind = command["type"].as_str().unwrap();
        if !AT_THE_DOOR.contains(&kind) {
            let refusal = waiting.refused(command.clone()).await;
            let kind = refusal["type"].as_str().unwrap();
            assert!(["notNow", "invalid", "notInArea", "tooMany"].contains(&kind), "{command}: {refusal}");
        }
    }
    assert_eq!(Client::greet(server.address, &removed).await.close_code().await, 4501);
    let after = scene.seen().await;
    assert!(before == after, "something moved");
    assert_eq!(waiting.room, json!({"title": "A session"}));
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
    // Cara's own screen alone may have moved: the desk, the display and the first two phones come before it.
    assert!(seen.remove(4).0.mine != after.remove(4).0.mine);
    assert!(seen == after, "something moved");
}
