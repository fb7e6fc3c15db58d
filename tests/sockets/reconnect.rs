//! Coming back: whole documents, several tabs, and each command once, however often it is sent.

use serde_json::{Value, json};
use trivet_tests::{Answer, Client, Group, ONE, Server, TWO};
use uuid::Uuid;

#[tokio::test]
async fn what_was_merged_is_what_a_new_socket_is_welcomed_with() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let mut display = group.display().await;
    let ben = group.phones[1].id().to_owned();
    let action = Uuid::new_v4();
    let ann = &mut group.phones[0];
    for command in [
        json!({"type": "rate", "competency": ONE, "score": 7, "reason": "because"}),
        json!({"type": "rate", "competency": TWO, "score": 2}),
        json!({"type": "show", "competency": ONE, "score": true, "display": true}),
        json!({"type": "show", "competency": TWO, "score": true, "display": true}),
        json!({"type": "takeBack", "competency": TWO}),
        json!({"type": "act", "action": action, "text": "I will"}),
        json!({"type": "dropAction", "action": action}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "solution", "text": "try this"}),
        json!({"type": "stepOut", "out": true}),
    ] {
        ann.done(command).await;
    }
    group.desk.done(json!({"type": "nextTurn"})).await;
    group.desk.done(json!({"type": "pause"})).await;
    group.desk.done(json!({"type": "note", "stage": "rate", "text": "mine"})).await;
    group.sync().await;
    display.sync().await;
    for client in group.phones.iter().chain([&group.desk, &display]) {
        let again = client.again().await;
        assert_eq!(again.room, client.room);
        assert_eq!(again.table, client.table);
        assert_eq!(again.mine, client.mine);
        assert_eq!(again.desk, client.desk);
        assert!(again.frames[0].starts_with(r#"{"type":"welcome""#));
    }
}

#[tokio::test]
async fn welcome_is_the_first_frame_whatever_changes_by_coming() {
    let server = Server::start_with(&["--asleep-after", "0s", "--facilitator-away-after", "0s"]).await;
    let mut group = Group::at(server.address, "discuss").await;
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 7})).await;
    ann.done(json!({"type": "show", "competency": ONE, "score": true})).await;
    // Each of these changes the room or the desk by being there, and finds a table that others were sent.
    let (desk, phones) = (group.desk.reconnect().await, group.phones);
    assert!(desk.frames[0].starts_with(r#"{"type":"welcome""#));
    for phone in phones {
        let back = phone.reconnect().await;
        assert!(back.frames[0].starts_with(r#"{"type":"welcome""#), "{}", back.frames[0]);
        assert_eq!(back.table["items"].as_object().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn two_tabs_of_one_person_are_both_live_and_changed_comes_before_done() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let mut tab = group.phones[0].again().await;
    let mark = group.phones[0].frames.len();
    let id = Uuid::new_v4().to_string();
    let rate = json!({"type": "rate", "competency": ONE, "score": 6});
    group.phones[0].send_as(&id, rate).await;
    let came: Vec<Value> =
        group.phones[0].frames[mark..].iter().map(|frame| serde_json::from_str(frame).unwrap()).collect();
    assert_eq!(came.len(), 2);
    assert_eq!((&came[0]["type"], &came[0]["mine"]["rows"][ONE]["score"]), (&json!("changed"), &json!(6)));
    assert_eq!(came[1], json!({"type": "done", "id": id}));
    tab.until("the same in the other tab", |c| c.mine["rows"][ONE]["score"] == 6).await;
    tab.done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    group.phones[0].until("and back", |c| c.mine["rows"][ONE]["score"] == 5).await;
}

#[tokio::test]
async fn a_fourth_socket_of_a_person_closes_their_oldest() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let mut second = group.phones[0].again().await;
    let mut third = group.phones[0].again().await;
    let mut fourth = group.phones[0].again().await;
    assert_eq!(group.phones[0].close_code().await, 4003);
    for tab in [&mut second, &mut third, &mut fourth] {
        tab.sync().await;
    }
    // Others have their own three.
    let _tabs = (group.phones[1].again().await, group.phones[1].again().await);
    group.phones[1].sync().await;
    // A fifth takes the second's place.
    let _fifth = fourth.again().await;
    assert_eq!(second.close_code().await, 4003);
    third.sync().await;
}

async fn twice(client: &mut Client, id: &str) {
    let before = client.mine.clone();
    let mark = client.frames.len();
    let rate = json!({"type": "rate", "competency": ONE, "score": 4});
    assert_eq!(client.send_as(id, rate).await, Answer::Done, "the same again is done");
    assert_eq!(client.frames.len(), mark + 1, "and does nothing");
    let other = json!({"type": "rate", "competency": ONE, "score": 9});
    let answer = client.send_as(id, other).await;
    assert_eq!(answer.kind(), "commandIdReused");
    assert_eq!(client.mine, before);
}

#[tokio::test]
async fn a_command_sent_again_is_done_again_and_does_nothing_also_after_a_restart() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let id = Uuid::new_v4().to_string();
    let first = json!({"type": "rate", "competency": ONE, "score": 4});
    group.phones[0].send_as(&id, first).await;
    // A later value stands; the earlier command, sent again, does not bring its own back.
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    twice(&mut group.phones[0], &id).await;
    // A command that comes to nothing is remembered too.
    let nothing = Uuid::new_v4().to_string();
    let same = json!({"type": "rate", "competency": ONE, "score": 5});
    group.phones[0].send_as(&nothing, same).await;
    // Somebody else's ids are their own.
    let theirs = json!({"type": "rate", "competency": ONE, "score": 8});
    assert_eq!(group.phones[1].send_as(&id, theirs).await, Answer::Done);

    let server = server.restart().await;
    let mut ann = group.phones.remove(0).reconnect().await;
    assert_eq!(ann.mine["rows"][ONE]["score"], 5);
    twice(&mut ann, &id).await;
    let answer = ann.send_as(&nothing, json!({"type": "ready", "ready": true})).await;
    assert_eq!(answer.kind(), "commandIdReused");
    drop(server);
}

#[tokio::test]
async fn a_secret_that_opens_nothing_here_is_told_as_one_that_opens_something_elsewhere() {
    let server = Server::start().await;
    let here = Group::seat(server.address, &["Ann"], "lobby").await;
    let elsewhere = Group::seat(server.address, &["Ben"], "lobby").await;
    let mut seat = here.opened.desk();
    let mut seen = Vec::new();
    for secret in [
        elsewhere.opened.secret.clone(),
        elsewhere.phones[0].seat().secret.clone(),
        trivet_tests::new_secret(),
        "no secret at all".to_owned(),
    ] {
        seat.secret = secret;
        let mut client = Client::greet(server.address, &seat).await;
        seen.push((client.close_code().await, client.frames.clone()));
    }
    assert!(seen.iter().all(|seen| *seen == (4500, Vec::new())), "{seen:?}");
    // Where there is no session, or none any more, that is what is said.
    seat.session = Uuid::new_v4().to_string();
    seat.secret = elsewhere.opened.secret.clone();
    let mut client = Client::greet(server.address, &seat).await;
    assert_eq!((client.close_code().await, client.frames.len()), (4502, 0));
}
