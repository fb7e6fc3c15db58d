//! Erased is erased: from every screen, from every answer, and from every file, by the time it is answered.

use std::time::Duration;

use serde_json::json;
use trivet_tests::{Canary, Client, Group, ONE, Server};
use uuid::Uuid;

/// A day.
const DAY: Duration = Duration::from_secs(86_400);

fn nothing_in_the_files(server: &Server, words: &[&Canary]) {
    for word in words {
        assert_eq!(word.found_in(server.directory()), [] as [String; 0], "{}", word.word());
    }
}

#[tokio::test]
async fn a_participant_erases_all_that_is_theirs() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let words: Vec<Canary> =
        ["reason", "shift", "action", "draft", "role", "jot", "name"].map(Canary::new).into();
    let [reason, shift, action, draft, role, jot, _] = &words[..] else { unreachable!() };
    let name = Canary(words[6].word()[..32].to_owned());
    let sent = Canary::new("sent");
    let ben = group.phones[1].id().to_owned();
    let act = Uuid::new_v4().to_string();
    let ann = &mut group.phones[0];
    for command in [
        json!({"type": "rename", "name": name.word()}),
        json!({"type": "about", "role": role.word()}),
        json!({"type": "jot", "competency": ONE, "box": "heard", "text": jot.word()}),
        json!({"type": "keepSheet", "kept": true}),
        json!({"type": "rate", "competency": ONE, "score": 7, "reason": reason.word()}),
        json!({"type": "rescore", "competency": ONE, "score": 8, "shift": shift.word()}),
        json!({"type": "show", "competency": ONE, "score": true, "reason": true}),
        json!({"type": "act", "action": act, "text": action.word()}),
        json!({"type": "record", "name": true, "shown": {ONE: true}, "actions": {&act: true}}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "solution", "text": draft.word(), "draft": true}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": sent.word()}),
    ] {
        ann.done(command).await;
    }
    group
        .desk
        .done(json!({"type": "giveTurn", "participant": group.phones[0].id(), "competency": ONE}))
        .await;
    group.sync().await;
    assert!(!reason.found_in(server.directory()).is_empty(), "what stands is on the disk");

    let seat = group.phones[0].seat().clone();
    let path = format!("/api/sessions/{}/me", seat.session);
    let reply = group.api.delete(&path, Some(&seat.secret)).await;
    assert_eq!(reply.status, 204, "{}", reply.text);
    nothing_in_the_files(&server, &[reason, shift, action, draft, role, jot, &name]);
    assert_eq!(group.phones[0].close_code().await, 4507);
    assert_eq!(Client::greet(server.address, &seat).await.close_code().await, 4500);
    assert_eq!(group.document("sheet.json", &seat.secret).await.status, 401);
    assert_eq!(group.api.delete(&path, Some(&seat.secret)).await.status, 401);

    for client in std::iter::once(&mut group.desk).chain(&mut group.phones[1..]) {
        client.until("three people", |c| c.room["people"].as_array().unwrap().len() == 3).await;
        assert_eq!(client.table["items"], json!({}));
        assert!(client.room["turn"]["now"].is_null());
        let again = client.again().await;
        assert!([reason, shift, action, &name].iter().all(|word| !word.reached(&again)));
    }
    let summary = group.document("summary.json", &group.opened.secret).await.text;
    assert!([reason, action, &name].iter().all(|word| !summary.contains(word.word())));
    // What she gave to Ben stays his, from nobody.
    let received = &group.phones[1].again().await.mine["received"][0];
    assert_eq!(
        (&received["text"], &received["from"], &received["name"]),
        (&json!(sent.word()), &json!(null), &json!(null))
    );

    let server = server.restart().await;
    nothing_in_the_files(&server, &[reason, shift, action, draft, role, &name]);
    assert_eq!(Client::greet(server.address, &seat).await.close_code().await, 4500);
}

#[tokio::test]
async fn a_facilitator_erases_the_whole_session() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (word, title) = (Canary::new("reason"), Canary::new("name"));
    let groups: Vec<Canary> =
        ["title", "note", "prompt", "theme", "agreed", "support"].map(Canary::new).into();
    for command in [
        json!({"type": "prepare", "title": groups[0].word(), "agreements": [groups[4].word()], "support": groups[5].word()}),
        json!({"type": "note", "stage": "rate", "text": groups[1].word()}),
        json!({"type": "prompt", "prompt": Uuid::new_v4(), "text": groups[2].word()}),
        json!({"type": "theme", "theme": Uuid::new_v4(), "kind": "theme", "text": groups[3].word()}),
    ] {
        group.desk.done(command).await;
    }
    let name = Canary(title.word()[..32].to_owned());
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "reason": word.word()})).await;
    group.phones[0].done(json!({"type": "rename", "name": name.word()})).await;
    let (session, secret) = (group.opened.session.clone(), group.opened.secret.clone());
    let path = format!("/api/sessions/{session}");
    let ann = group.phones[0].seat().secret.clone();
    assert_eq!(group.api.delete(&path, None).await.status, 401);
    assert_eq!(group.api.delete(&path, Some(&trivet_tests::new_secret())).await.status, 401);
    assert_eq!(group.api.delete(&path, Some(&ann)).await.status, 403);
    assert_eq!(group.api.delete(&format!("{path}/me"), Some(&secret)).await.status, 403);
    assert_eq!(
        group.api.delete(&format!("/api/sessions/{}", Uuid::new_v4()), Some(&secret)).await.status,
        404
    );
    group.sync().await;

    assert_eq!(group.api.delete(&path, Some(&secret)).await.status, 204);
    let all: Vec<&Canary> = groups.iter().chain([&word, &name]).collect();
    nothing_in_the_files(&server, &all);
    for _ in 0..3 {
        assert_eq!(group.document("summary.json", &secret).await.status, 404);
        assert_eq!(group.api.try_join(&group.opened.code, "Eve").await.status, 404);
        assert_eq!(group.api.delete(&path, Some(&secret)).await.status, 404);
    }
    assert_eq!(group.desk.close_code().await, 4507);
    for phone in &mut group.phones {
        assert_eq!(phone.close_code().await, 4507);
    }
    let desk = group.opened.desk();
    assert_eq!(Client::greet(server.address, &desk).await.close_code().await, 4502);
    let server = server.restart().await;
    assert_eq!(group.document("summary.json", &secret).await.status, 404);
    nothing_in_the_files(&server, &all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_while_a_session_is_erased_is_told_that_it_is_gone() {
    let server = Server::start_with(&["--join-failures", "100000"]).await;
    for _ in 0..20 {
        let group = Group::seat(server.address, &["Ann"], "rate").await;
        let path = format!("/api/sessions/{}", group.opened.session);
        let ask = || async {
            let mut seen = Vec::new();
            for _ in 0..5 {
                seen.push(group.document("summary.json", &group.opened.secret).await.status);
                seen.push(group.api.try_join(&group.opened.code, "Ann").await.status);
            }
            seen
        };
        let erase = group.api.delete(&path, Some(&group.opened.secret));
        let (erased, first, second) = tokio::join!(erase, ask(), ask());
        assert_eq!(erased.status, 204);
        for status in first.into_iter().chain(second) {
            assert!([200, 409, 404].contains(&status), "{status}");
        }
    }
}

#[tokio::test]
async fn somebody_alone_can_erase_it_all() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open_with(json!({"solo": true, "facilitator": "Ann"})).await;
    let mut ann = Client::connect(server.address, &opened.desk()).await;
    assert_eq!((&ann.you["facilitator"], &ann.mine["me"]["name"]), (&json!(true), &json!("Ann")));
    assert_eq!(api.try_join(&opened.code, "Ben").await.status, 404, "nobody joins somebody alone");
    assert_eq!(api.document(&opened.session, "sheet.json", Some(&opened.secret)).await.status, 200);
    let path = format!("/api/sessions/{}", opened.session);
    assert_eq!(api.delete(&path, Some(&opened.secret)).await.status, 204);
    assert_eq!(ann.close_code().await, 4507);
}

#[tokio::test]
async fn somebody_alone_who_erases_their_part_erases_all_of_it() {
    let server = Server::start().await;
    let title = Canary::new("title");
    let opened = server.api().open_with(json!({"solo": true, "title": title.word()})).await;
    let mut ann = Client::connect(server.address, &opened.desk()).await;
    let note = Canary::new("note");
    ann.done(json!({"type": "note", "stage": "lobby", "text": note.word()})).await;
    let path = format!("/api/sessions/{}/me", opened.session);
    assert_eq!(server.api().delete(&path, Some(&opened.secret)).await.status, 204);
    assert_eq!(ann.close_code().await, 4507);
    nothing_in_the_files(&server, &[&title, &note]);
}

/// When the only session in the data file is deleted, in ms since 1970.
fn deleted_at(directory: &std::path::Path) -> i64 {
    let file = rusqlite::Connection::open(directory.join("trivet.sqlite")).unwrap();
    file.busy_timeout(trivet_tests::PATIENCE).unwrap();
    file.query_row("SELECT expires_at FROM sessions", (), |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_session_is_deleted_on_the_day_that_its_pages_say() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let said = deleted_at(server.directory());
    group.desk.done(json!({"type": "prepare", "keptDays": 1})).await;
    let sooner = said - deleted_at(server.directory());
    assert!((sooner - 29 * 86_400_000).abs() < 43_200_000, "29 days sooner, and not {sooner} ms");
    group.desk.done(json!({"type": "goTo", "stage": "closed"})).await;
    for days in [json!(null), json!(7), json!(1), json!(30)] {
        group.desk.done(json!({"type": "prepare", "keptDays": days})).await;
        assert_eq!(group.desk.room["about"]["keptUntil"], deleted_at(server.directory()), "{days}");
    }
}

#[tokio::test]
async fn a_session_whose_time_is_over_is_erased() {
    let server = Server::start_with(&["--sweep-every", "200ms"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let word = Canary::new("reason");
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "reason": word.word()})).await;
    // After a restart, before anybody is served; and while people are connected.
    let clock = server.clock.clone();
    let server = server.restart_after(|_| clock.move_on(31 * DAY)).await;
    assert_eq!(group.document("summary.json", &group.opened.secret).await.status, 404);
    nothing_in_the_files(&server, &[&word]);

    let mut live = Group::seat(server.address, &["Ann"], "rate").await;
    server.clock.move_on(31 * DAY);
    assert_eq!(live.phones[0].close_code().await, 4507);
    assert_eq!(live.document("summary.json", &live.opened.secret).await.status, 404);
}
