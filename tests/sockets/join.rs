//! Coming in: the same secret is the same seat, and who has no right to a seat learns nothing by asking.

use serde_json::json;
use trivet_tests::{Api, Client, Group, Server, new_secret};

#[tokio::test]
async fn the_same_code_and_secret_is_the_same_seat() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open().await;
    let body = json!({"code": opened.code, "name": "Ann", "secret": new_secret()});
    let (first, second) = (api.post("/api/join", &body).await, api.post("/api/join", &body).await);
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.json, second.json);
    let ann = Client::connect(server.address, &Api::seat(&first)).await;
    assert_eq!(ann.room["people"].as_array().unwrap().len(), 1);
    assert_eq!(ann.mine["me"]["name"], "Ann");
}

#[tokio::test]
async fn opening_twice_under_one_secret_opens_once() {
    let server = Server::start().await;
    let api = server.api();
    let secret = new_secret();
    let first = api.open_with(json!({"secret": secret})).await;
    let second = api.open_with(json!({"secret": secret})).await;
    assert_eq!((first.session, first.code), (second.session, second.code));
}

#[tokio::test]
async fn a_twin_name_is_taken_however_it_is_written() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open().await;
    api.join(&opened.code, "Zoe\u{308} B").await;
    for twin in ["Zoë B", "  ZOË b ", "zoe\u{308} B"] {
        let reply = api.try_join(&opened.code, twin).await;
        assert_eq!((reply.status, reply.code(), reply.field()), (409, "nameTaken", "name"));
    }
}

#[tokio::test]
async fn names_are_checked_and_otherwise_left_as_they_are() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open_with(json!({"seats": 12})).await;
    let zalgo = format!("Z{}", "\u{301}".repeat(60));
    for wrong in ["", "   ", "\u{202e}", "a\0b", &"x".repeat(10_000), &zalgo] {
        let reply = api.try_join(&opened.code, wrong).await;
        assert_eq!((reply.status, reply.code(), reply.field()), (400, "invalid", "name"), "{wrong:?}");
    }
    let literal = ["<img src=x onerror=alert(1)>", "=HYPERLINK(\"x\")", "a\u{202e}b", "👩\u{200d}🚀"];
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    for name in literal {
        api.join(&opened.code, name).await;
    }
    desk.until("four people", |c| c.room["people"].as_array().unwrap().len() == 4).await;
    for (person, name) in desk.room["people"].as_array().unwrap().iter().zip(literal) {
        assert_eq!(person["name"], name);
    }
}

#[tokio::test]
async fn an_unknown_code_and_an_ended_one_are_told_alike() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let code = group.opened.code.clone();
    group.go_on_to("closed").await;
    let ended = group.api.try_join(&code, "Eve").await;
    let spaced: String = code.chars().flat_map(|c| [c, ' ']).collect();
    for unknown in ["22222222", "2345 BCDF", "nonsense", "", &spaced, &"2".repeat(5_000)] {
        let reply = group.api.try_join(unknown, "Eve").await;
        assert_eq!((reply.status, &reply.text), (404, &ended.text), "{unknown}");
        assert_eq!(names(&reply), names(&ended));
    }
    // Reopened, the code opens again.
    group.desk.done(json!({"type": "goTo", "stage": "actions"})).await;
    assert!(!group.api.join(&code, "Eve").await.seated);
}

fn names(reply: &trivet_tests::Reply) -> Vec<String> {
    reply.headers.keys().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_fifth_person_asks_and_sees_the_title_only_until_let_in() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "lobby").await;
    let seat = group.api.join(&group.opened.code, "Eve").await;
    assert!(!seat.seated);
    let mut eve = Client::connect(server.address, &seat).await;
    assert_eq!(eve.you["seated"], false);
    assert_eq!(eve.room, json!({"title": "A session"}));
    assert!(eve.mine.is_null() && eve.table.is_null() && eve.desk.is_null());
    group.desk.until("Eve waits", |c| c.desk["waiting"][0]["name"] == "Eve").await;
    // What the others do reaches nobody at the door.
    group.phones[0].done(json!({"type": "rename", "name": "Anna"})).await;
    group.desk.done(json!({"type": "goTo", "stage": "area"})).await;
    eve.sync().await;
    assert_eq!(eve.frames.len(), 2, "welcome and pong: {:?}", eve.frames);

    group.desk.done(json!({"type": "admit", "participant": seat.participant})).await;
    eve.until("a second welcome", |c| c.welcomes == 2).await;
    assert_eq!(eve.you["seated"], true);
    assert_eq!(eve.room["people"].as_array().unwrap().len(), 5);
    assert_eq!(eve.mine["me"]["place"], "seated");
    let undo = group.desk.desk["moves"].as_array().unwrap().last().unwrap()["move"].clone();
    // Taking that back puts her before the door again, with nothing left on the screen.
    group.desk.done(json!({"type": "undo", "move": undo})).await;
    eve.until("a third welcome", |c| c.welcomes == 3).await;
    assert_eq!(eve.room, json!({"title": "A session"}));
    assert!(eve.mine.is_null());
}

#[tokio::test]
async fn after_rate_has_begun_and_behind_a_lock_a_code_only_asks() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    group.desk.done(json!({"type": "lock", "locked": true})).await;
    assert!(!group.api.join(&group.opened.code, "Ben").await.seated);
    group.desk.done(json!({"type": "lock", "locked": false})).await;
    assert!(group.api.join(&group.opened.code, "Cara").await.seated);
    group.go_on_to("rate").await;
    assert!(!group.api.join(&group.opened.code, "Dev").await.seated);
    group.desk.done(json!({"type": "goTo", "stage": "lobby"})).await;
    assert!(!group.api.join(&group.opened.code, "Eve").await.seated, "what began has begun");
}

#[tokio::test]
async fn twelve_can_wait_and_no_more() {
    let server = Server::start().await;
    let group = Group::seat(server.address, &["Ann"], "rate").await;
    for number in 0..12 {
        assert!(!group.api.join(&group.opened.code, &format!("Guest {number}")).await.seated);
    }
    let reply = group.api.try_join(&group.opened.code, "Guest 12").await;
    assert_eq!((reply.status, reply.code()), (409, "full"));
}

#[tokio::test]
async fn whoever_leaves_comes_back_to_their_seat_and_whoever_was_removed_does_not() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let seat = group.phones[0].seat().clone();
    group.phones[0].done(json!({"type": "leave"})).await;
    group.desk.until("left", |c| c.room["people"][0]["here"] == "left").await;
    let body = json!({"code": group.opened.code, "name": "Ann", "secret": seat.secret});
    let back = Api::seat(&group.api.post("/api/join", &body).await);
    assert_eq!((back.participant, back.seated), (seat.participant.clone(), true));
    group.desk.until("back", |c| c.room["people"][0]["here"] == "here").await;

    group.desk.done(json!({"type": "remove", "participant": seat.participant})).await;
    assert_eq!(group.phones[0].close_code().await, 4501);
    assert_eq!(Client::greet(server.address, &seat).await.close_code().await, 4501);
    assert_eq!(group.api.post("/api/join", &body).await.status, 403);
    // Their own words stay theirs.
    assert_eq!(group.document("sheet.json", &seat.secret).await.status, 200);
}

#[tokio::test]
async fn guessing_codes_takes_longer_and_longer() {
    let server = Server::start_with(&["--join-failures", "3"]).await;
    let api = server.api();
    let opened = api.open().await;
    for _ in 0..3 {
        assert_eq!(api.try_join("22222222", "Eve").await.status, 404);
    }
    // From here on not even the right code helps, so that a guess tells nothing.
    for code in ["22222222", &opened.code] {
        let reply = api.try_join(code, "Eve").await;
        assert_eq!((reply.status, reply.code()), (429, "tooMany"));
        let wait: u64 = reply.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    }
}

#[tokio::test]
async fn trying_names_takes_longer_and_longer() {
    let server = Server::start_with(&["--join-failures", "3"]).await;
    let mut group = Group::seat(server.address, &["Maria"], "lobby").await;
    group.desk.done(json!({"type": "lock", "locked": true})).await;
    for _ in 0..3 {
        let reply = group.api.try_join(&group.opened.code, "Maria").await;
        assert_eq!((reply.status, reply.code()), (409, "nameTaken"));
    }
    for name in ["Maria", "Anna"] {
        let reply = group.api.try_join(&group.opened.code, name).await;
        assert_eq!((reply.status, reply.code()), (429, "tooMany"), "{name}");
    }
}

#[tokio::test]
async fn coming_and_going_closes_no_door_and_goes_no_faster_than_it_may() {
    let server = Server::start_with(&["--joins-per-hour", "60"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    for number in 0..59 {
        let seat = group.api.join(&group.opened.code, &format!("Guest {number}")).await;
        assert!(seat.seated, "{number}");
        let mut guest = Client::connect(server.address, &seat).await;
        guest.done(json!({"type": "leave"})).await;
    }
    let reply = group.api.try_join(&group.opened.code, "One more").await;
    assert_eq!((reply.status, reply.code()), (429, "tooMany"));
    assert!(reply.header("retry-after").parse::<u64>().unwrap() <= 60);
    group.desk.sync().await;
    let there = group.desk.room["people"].as_array().unwrap().len();
    assert!(there <= 1 + 12 + 1, "{there} names in the room");
}

#[tokio::test]
async fn whoever_has_the_code_learns_what_they_would_join_and_nothing_of_anybody() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let prepare = json!({"type": "prepare", "title": "Tuesdays", "meeting": "call", "agreements": ["One at a time."],
        "summaryTo": {"who": "facilitators"}, "keptDays": 7});
    group.desk.done(prepare).await;
    let code = group.opened.code.clone();
    let api = server.api();
    let looked = api.post("/api/join/look", &json!({"code": code})).await;
    assert_eq!(looked.status, 200, "{}", looked.text);
    assert_eq!((&looked.json["title"], &looked.json["keptDays"]), (&json!("Tuesdays"), &json!(7)));
    assert_eq!(looked.json["prepared"]["summaryTo"], json!({"who": "facilitators"}));
    assert_eq!(looked.json["prepared"]["agreements"], json!(["One at a time."]));
    assert!(!looked.text.contains("Ann") && !looked.text.contains(&group.opened.session));
    group.desk.done(json!({"type": "goTo", "stage": "closed"})).await;
    let ended = api.post("/api/join/look", &json!({"code": code})).await;
    let unknown = api.post("/api/join/look", &json!({"code": "2222 2222"})).await;
    assert_eq!((ended.status, &ended.text), (404, &unknown.text), "ended and unknown are told alike");
}

#[tokio::test]
async fn looking_counts_among_the_tries_like_joining() {
    let server = Server::start().await;
    for _ in 0..20 {
        let reply = server.api().post("/api/join/look", &json!({"code": "2222 2222"})).await;
        assert_eq!(reply.status, 404);
    }
    let reply = server.api().try_join("2222 2222", "Ann").await;
    assert_eq!(reply.status, 429);
}
