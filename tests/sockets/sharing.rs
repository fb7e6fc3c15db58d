//! What people write is theirs until they show it, and again when they take it back: seen from the wire, in every frame
//! that everybody else received from the first to the last.

use serde_json::{Value, json};
use trivet_tests::{AREA, Canary, Client, Group, ONE, Server, TWO};

/// Every score that stands anywhere in what a client received.
fn scores(client: &Client) -> Vec<i64> {
    fn walk(value: &Value, found: &mut Vec<i64>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    if matches!(key.as_str(), "score" | "rescore") {
                        found.extend(value.as_i64());
                    }
                    walk(value, found);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for frame in &client.frames {
        walk(&serde_json::from_str(frame).unwrap(), &mut found);
    }
    found
}

/// Everybody but the first phone.
fn others<'a>(group: &'a mut Group, display: &'a mut Client) -> Vec<&'a mut Client> {
    let mut all = vec![&mut group.desk, display];
    all.extend(&mut group.phones[1..]);
    all
}

async fn sync_all(group: &mut Group, display: &mut Client) {
    group.sync().await;
    display.sync().await;
}

fn items(client: &Client) -> usize {
    client.table["items"].as_object().map_or(0, serde_json::Map::len)
}

#[tokio::test]
async fn writing_privately_moves_nothing_on_any_other_screen() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let mut display = group.display().await;
    let word = Canary::new("private");
    let tell = |what: &str| format!("{what} {}", word.word());
    sync_all(&mut group, &mut display).await;
    let before: Vec<usize> = others(&mut group, &mut display).iter().map(|c| c.frames.len()).collect();
    let action = uuid::Uuid::new_v4();
    let ben = group.phones[1].id().to_owned();
    for command in [
        json!({"type": "rate", "competency": ONE, "score": 7, "reason": tell("because")}),
        json!({"type": "rate", "competency": ONE, "score": 8}),
        json!({"type": "rate", "competency": TWO, "reason": tell("words alone")}),
        json!({"type": "decline", "competency": TWO, "declined": true}),
        json!({"type": "rescore", "competency": ONE, "score": 9, "shift": tell("shifted")}),
        json!({"type": "preferAreas", "areas": [AREA]}),
        json!({"type": "preferCompetencies", "competencies": [ONE]}),
        json!({"type": "about", "role": tell("role"), "organisation": tell("org")}),
        json!({"type": "act", "action": action, "text": tell("I will"), "competency": ONE, "review": "2999-01-01"}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": tell("draft"), "draft": true}),
        json!({"type": "rate", "competency": ONE, "reason": null}),
        json!({"type": "dropAction", "action": action}),
    ] {
        // Whatever it is, its author sees it, and before the answer.
        let frames = group.phones[0].frames.len();
        group.phones[0].done(command.clone()).await;
        assert!(group.phones[0].frames[frames].contains("\"mine\""), "{command}");
    }
    sync_all(&mut group, &mut display).await;
    for (client, before) in others(&mut group, &mut display).iter().zip(before) {
        assert_eq!(client.frames.len(), before + 1, "one pong: {:?}", &client.frames[before..]);
        assert!(!word.reached(client));
        assert_eq!(scores(client), [] as [i64; 0]);
    }
}

#[tokio::test]
async fn signals_reach_the_desk_alone() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    group.sync().await;
    let before: Vec<usize> = group.phones[1..].iter().map(|c| c.frames.len()).collect();
    for command in [
        json!({"type": "ready", "ready": true}),
        json!({"type": "moreTime", "wanted": true}),
        json!({"type": "raiseHand", "raised": true}),
    ] {
        group.phones[0].done(command).await;
    }
    group.sync().await;
    let ann = &group.desk.desk["people"][0];
    assert_eq!((&ann["ready"], &ann["moreTime"], &ann["hand"]), (&json!(false), &json!(true), &json!(true)));
    for (phone, before) in group.phones[1..].iter().zip(before) {
        assert_eq!(phone.frames.len(), before + 1, "one pong: {:?}", &phone.frames[before..]);
    }
}

#[tokio::test]
async fn what_is_shown_is_a_copy_part_by_part_until_it_is_taken_back() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let mut display = group.display().await;
    let (shown, later) = (Canary::new("shown"), Canary::new("later"));
    let rate = json!({"type": "rate", "competency": ONE, "score": 7, "reason": shown.word()});
    group.phones[0].done(rate).await;
    let early = group.phones[0].refused(json!({"type": "show", "competency": ONE, "reason": true})).await;
    assert_eq!(early["type"], "notNow");
    group.go_on_to("discuss").await;
    sync_all(&mut group, &mut display).await;
    assert!(others(&mut group, &mut display).iter().all(|c| !shown.reached(c)));

    // The reason alone: no score with it, and nothing for the big screen.
    group.phones[0].done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    sync_all(&mut group, &mut display).await;
    let item = format!("{}/{ONE}", group.phones[0].id());
    assert_eq!((items(&display), shown.reached(&display)), (0, false));
    for client in std::iter::once(&group.desk).chain(&group.phones) {
        assert_eq!(client.table["items"][&item]["reason"], shown.word());
        assert!(client.table["items"][&item].get("score").is_none());
    }
    assert!(others(&mut group, &mut display).iter().all(|c| scores(c).is_empty()));

    group.phones[0].done(json!({"type": "show", "competency": ONE, "score": true, "display": true})).await;
    sync_all(&mut group, &mut display).await;
    assert_eq!(display.table["items"][&item]["score"], 7);
    assert_eq!(display.table["items"][&item]["reason"], shown.word());

    // What is written now stays private, and moves nothing.
    let before: Vec<usize> = others(&mut group, &mut display).iter().map(|c| c.frames.len()).collect();
    let edit = json!({"type": "rate", "competency": ONE, "reason": later.word()});
    group.phones[0].done(edit).await;
    assert_eq!(group.row(0, ONE)["shown"]["changed"], true);
    sync_all(&mut group, &mut display).await;
    for (client, before) in others(&mut group, &mut display).iter().zip(before) {
        assert_eq!(client.frames.len(), before + 1);
        assert!(!later.reached(client));
    }

    group.phones[0].done(json!({"type": "takeBack", "competency": ONE})).await;
    sync_all(&mut group, &mut display).await;
    for client in others(&mut group, &mut display) {
        assert_eq!(items(client), 0);
        assert!(!later.reached(client));
    }
    // Whoever looks again finds nothing either.
    for client in others(&mut group, &mut display) {
        let again = client.again().await;
        assert!(!shown.reached(&again) && !later.reached(&again) && scores(&again).is_empty());
    }
}

#[tokio::test]
async fn what_is_covered_goes_back_to_its_author_and_undo_does_not_bring_it_out() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let mut display = group.display().await;
    let word = Canary::new("covered");
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 2, "reason": word.word()})).await;
    ann.done(json!({"type": "show", "competency": ONE, "reason": true, "display": true})).await;
    let item = format!("{}/{ONE}", ann.id());
    group
        .desk
        .done(json!({"type": "giveTurn", "participant": group.phones[0].id(), "competency": ONE}))
        .await;
    group.desk.done(json!({"type": "cover", "item": item})).await;
    sync_all(&mut group, &mut display).await;
    assert!(others(&mut group, &mut display).iter().all(|c| items(c) == 0));
    assert_eq!(group.row(0, ONE)["covered"], true);
    assert_eq!(group.row(0, ONE)["reason"], word.word());

    // From here on no move of the facilitator's adds a byte of it to anybody's frames.
    let marks: Vec<usize> = others(&mut group, &mut display).iter().map(|c| c.frames.len()).collect();
    for stage in ["rescore", "lobby", "rate", "discuss", "closed", "discuss"] {
        group.desk.done(json!({"type": "goTo", "stage": stage})).await;
    }
    while let Some(last) = group.desk.desk["moves"].as_array().unwrap().last() {
        let undo = json!({"type": "undo", "move": last["move"]});
        group.desk.done(undo).await;
    }
    let again = group.desk.send(json!({"type": "cover", "item": item})).await;
    assert_eq!(again.kind(), "invalid");
    sync_all(&mut group, &mut display).await;
    for (client, mark) in others(&mut group, &mut display).iter().zip(marks) {
        assert!(!client.frames[mark..].iter().any(|frame| frame.contains(word.word())));
        assert_eq!(scores(client), [] as [i64; 0]);
    }
}

#[tokio::test]
async fn a_late_joiner_sees_what_is_shown_from_then_on_and_what_people_say_yes_to() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (before, after) = (Canary::new("before"), Canary::new("after"));
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 4, "reason": before.word()})).await;
    ann.done(json!({"type": "show", "competency": ONE, "score": true, "reason": true})).await;
    let seat = group.api.join(&group.opened.code, "Eve").await;
    let mut eve = Client::connect(server.address, &seat).await;
    group.desk.done(json!({"type": "admit", "participant": seat.participant})).await;
    eve.until("let in", |c| c.welcomes == 2).await;
    assert_eq!(items(&eve), 0);
    // What is laid anew is for those who are there now; what lies there stays as it was.
    let ben = &mut group.phones[1];
    ben.done(json!({"type": "rate", "competency": ONE, "reason": after.word()})).await;
    ben.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    eve.until("Ben's words", |c| items(c) == 1).await;
    assert!(after.reached(&eve) && !before.reached(&eve));
    assert_eq!(scores(&eve), [] as [i64; 0]);
    let yes = json!({"type": "showTo", "competency": ONE, "participant": seat.participant});
    group.phones[0].done(yes).await;
    eve.until("Ann's words", |c| items(c) == 2).await;
    assert!(before.reached(&eve));
    assert_eq!(scores(&eve), [4]);
}

#[tokio::test]
async fn whoever_leaves_sees_the_table_no_longer() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let word = Canary::new("shown");
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "reason": word.word()})).await;
    ann.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    group.phones[1].until("shown", |c| items(c) == 1).await;
    group.phones[1].done(json!({"type": "leave"})).await;
    group.phones[1].until("gone from the screen", |c| items(c) == 0).await;
    let away = group.phones[1].again().await;
    assert!(!word.reached(&away));
    assert_eq!(away.mine["me"]["place"], "left");
}
