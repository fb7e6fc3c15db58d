//! Who is connected moves nothing. A sleeping phone is told to the desk alone, a missing facilitator to the room, and
//! both come back as if nothing had been.

use serde_json::{Value, json};
use trivet_tests::{Group, ONE, Raw, Server};

fn asleep(desk: &Value) -> Vec<bool> {
    let people = desk["people"].as_array().unwrap();
    people.iter().map(|person| person["asleep"].as_bool().unwrap()).collect()
}

#[tokio::test]
async fn a_phone_asleep_is_seen_by_the_desk_alone_and_moves_nothing() {
    let server = Server::start_with(&["--asleep-after", "300ms"]).await;
    let mut group = Group::at(server.address, "discuss").await;
    let ann = group.phones[0].id().to_owned();
    group.desk.done(json!({"type": "giveTurn", "participant": ann, "competency": ONE})).await;
    group.phones[0].done(json!({"type": "ready", "ready": true})).await;
    group.sync().await;
    let room = group.desk.room.clone();
    let turns = group.desk.desk["turns"].clone();
    let marks: Vec<usize> = group.phones.iter().map(|phone| phone.frames.len()).collect();

    let asleep_phone = group.phones.remove(0);
    let seat = asleep_phone.seat().clone();
    drop(asleep_phone);
    group.desk.until("asleep", |c| asleep(&c.desk) == [true, false, false, false]).await;
    assert_eq!(group.desk.desk["people"][0]["ready"], true);
    let back = trivet_tests::Client::connect(server.address, &seat).await;
    group.desk.until("awake", |c| asleep(&c.desk) == [false; 4]).await;
    assert_eq!((&group.desk.room, &group.desk.desk["turns"]), (&room, &turns));
    assert_eq!((&back.room, &back.mine["me"]["ready"]), (&room, &json!(true)));
    group.sync().await;
    for (phone, mark) in group.phones.iter().zip(&marks[1..]) {
        assert_eq!(phone.frames.len(), mark + 1, "one pong: {:?}", &phone.frames[*mark..]);
    }
}

#[tokio::test]
async fn a_phone_that_falls_silent_without_a_word_is_asleep_too() {
    let arguments = ["--asleep-after", "200ms", "--ping", "100ms", "--silence", "1s"];
    let server = Server::start_with(&arguments).await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let seat = group.phones.remove(0).seat().clone();
    let silent = Raw::welcomed(server.address, &seat).await;
    group.desk.until("asleep", |c| asleep(&c.desk) == [true]).await;
    drop(silent);
}

#[tokio::test]
async fn whoever_has_another_tab_open_is_awake() {
    let server = Server::start_with(&["--asleep-after", "200ms"]).await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let tab = group.phones[0].again().await;
    group.phones.clear();
    group.desk.until("Ben alone", |c| asleep(&c.desk)[1]).await;
    assert_eq!(asleep(&group.desk.desk), [false, true]);
    drop(tab);
    group.desk.until("both", |c| asleep(&c.desk) == [true, true]).await;
}

#[tokio::test]
async fn a_facilitator_who_is_away_is_missed_by_the_room_and_comes_back() {
    let server = Server::start_with(&["--facilitator-away-after", "200ms"]).await;
    let mut group = Group::at(server.address, "rate").await;
    let second = group.desk.again().await;
    let stage = group.phones[0].room["stage"].clone();
    drop(group.desk);
    drop(second);
    for phone in &mut group.phones {
        phone.until("away", |c| !c.room["screen"]["facilitatorAway"].is_null()).await;
        assert_eq!(phone.room["stage"], stage);
        // Work goes on meanwhile.
        phone.done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    }
    let desk = trivet_tests::Client::connect(server.address, &group.opened.desk()).await;
    assert!(desk.room["screen"]["facilitatorAway"].is_null());
    for phone in &mut group.phones {
        phone.until("back", |c| c.room["screen"]["facilitatorAway"].is_null()).await;
    }
}

#[tokio::test]
async fn a_display_is_seen_while_it_is_on_and_a_new_one_ends_the_old() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let mut first = group.display().await;
    assert_eq!(first.room["screen"]["display"], true);
    assert!(first.mine.is_null() && first.desk.is_null());
    group.phones[0].until("on", |c| c.room["screen"]["display"] == true).await;
    let second = group.display().await;
    assert_eq!(first.close_code().await, 4500);
    drop(second);
    group.phones[0].until("off", |c| c.room["screen"]["display"] == false).await;
}
