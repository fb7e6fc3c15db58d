//! Limits: who sends too fast, opens too many sockets or never finishes a request is stopped; a full outbox is
//! not. Floods are `trust/flood.rs`.

use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Client, Group, ONE, Raw, Seen, Server};
use uuid::Uuid;

/// Bytes of a request's head at the most.
const MOST_OF_A_HEAD: usize = 16 * 1024;

#[tokio::test]
async fn a_request_whose_head_never_ends_is_closed() {
    let server = Server::start_with(&["--header-timeout", "300ms"]).await;
    let begun = Instant::now();
    let mut half = Raw::connect(server.address).await;
    half.write(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    let mut silent = Raw::connect(server.address).await;
    half.to_end().await;
    silent.to_end().await;
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(250) && took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let server = Server::start().await;
    let head_of = |length: usize| {
        let head = |pad: usize| {
            format!(
                "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: {}\r\n\r\n",
                "x".repeat(pad)
            )
        };
        head(length - head(0).len())
    };
    for (length, status) in
        [(MOST_OF_A_HEAD - 256, "200"), (MOST_OF_A_HEAD + 256, "431"), (40_000, "431"), (400_000, "431")]
    {
        let mut raw = Raw::connect(server.address).await;
        raw.write(head_of(length).as_bytes()).await;
        let (answer, end) = raw.to_end().await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && end == Seen::End, "{length}: {answer}");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_closed() {
    let server = Server::start_with(&["--body-timeout", "300ms"]).await;
    let mut raw = Raw::connect(server.address).await;
    raw.write(b"POST /api/join HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
        .await;
    let (answer, end) = raw.to_end().await;
    assert!(answer.starts_with("HTTP/1.1 400") && end == Seen::End, "{answer}");
}

#[tokio::test]
async fn a_full_outbox_of_a_hundred_goes_through_at_once() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let ann = &mut group.phones[0];
    let ids: Vec<String> = (0..100).map(|_| Uuid::new_v4().to_string()).collect();
    for (number, id) in ids.iter().enumerate() {
        let reason = format!("the {number}. version");
        ann.post(id, json!({"type": "rate", "competency": ONE, "reason": reason})).await;
    }
    for id in &ids {
        assert_eq!(ann.answer(id).await.kind(), "done");
    }
    assert_eq!(ann.mine["rows"][ONE]["reason"], "the 99. version");
    ann.sync().await;
}

#[tokio::test]
async fn an_address_opens_so_many_sessions_an_hour_and_no_more() {
    let server = Server::start_with(&["--sessions-per-hour", "10", "--behind-proxy", "127.0.0.1"]).await;
    let api = server.api();
    let open = async |from: &str, fields: serde_json::Value| {
        let mut body = json!({"framework": "core-competencies"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let request = api.request(reqwest::Method::POST, "/api/sessions").json(&body);
        api.send(request.header("x-forwarded-for", from)).await
    };
    let same = json!({"secret": trivet_tests::new_secret()});
    for _ in 0..3 {
        assert_eq!(open("203.0.113.5", same.clone()).await.status, 201, "sent again it is the same one");
        assert_eq!(open("203.0.113.5", json!({"seats": 99})).await.status, 400, "what is refused opens none");
    }
    for _ in 1..10 {
        assert_eq!(open("203.0.113.5", json!({})).await.status, 201);
    }
    let refused = open("203.0.113.5", json!({})).await;
    assert_eq!((refused.status, refused.code()), (429, "tooMany"), "{}", refused.text);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((300..=360).contains(&wait), "{wait} s to the next tenth of an hour");
    assert_eq!(open("203.0.113.5", same).await.status, 201, "who has one keeps it");
    // Places for rehearsals are few: one address does not take them all.
    let rehearsal = json!({"rehearsal": true, "facilitator": "Morgan"});
    for status in [201, 201, 429] {
        assert_eq!(open("203.0.113.6", rehearsal.clone()).await.status, status);
    }
    assert_eq!(open("203.0.113.7", json!({})).await.status, 201, "others are not meant");
}

#[tokio::test]
async fn an_address_has_so_many_sockets_and_no_more() {
    let server = Server::start_with(&["--sockets-per-address", "3"]).await;
    let group = Group::seat(server.address, &["Ann", "Ben"], "lobby").await;
    let seat = group.phones[0].seat().clone();
    let refused = Client::open(server.address, &seat).await.err().flatten().unwrap();
    assert_eq!(refused.status(), 429);
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait >= 1);
    // A place is free again when somebody goes.
    drop(group.phones);
    trivet_tests::eventually("a place", || async { Client::open(server.address, &seat).await.ok() }).await;
}

#[tokio::test]
async fn an_address_behind_a_proxy_is_its_clients() {
    let server = Server::start_with(&["--join-failures", "2", "--behind-proxy", "127.0.0.1"]).await;
    let api = server.api();
    let try_join = async |from: &str| {
        let body = json!({"code": "22222222", "name": "Eve"});
        let request = api.request(reqwest::Method::POST, "/api/join").json(&body);
        api.send(request.header("x-forwarded-for", from)).await.status
    };
    for _ in 0..2 {
        assert_eq!(try_join("203.0.113.5").await, 404);
    }
    assert_eq!(try_join("203.0.113.5").await, 429);
    assert_eq!(
        try_join("198.51.100.9, 203.0.113.5").await,
        429,
        "what is before the proxy's word is made up"
    );
    assert_eq!(try_join("203.0.113.6").await, 404);
    // One subscriber has a whole /64.
    for last in 1..=2 {
        assert_eq!(try_join(&format!("2001:db8::{last}")).await, 404);
    }
    assert_eq!(try_join("2001:db8::3").await, 429);
}

#[tokio::test]
async fn a_claim_to_be_forwarded_is_not_believed_from_anybody() {
    let server = Server::start_with(&["--join-failures", "1"]).await;
    let api = server.api();
    let body = json!({"code": "22222222", "name": "Eve"});
    let mut seen = Vec::new();
    for from in ["203.0.113.5", "203.0.113.6"] {
        let request = api.request(reqwest::Method::POST, "/api/join").json(&body);
        seen.push(api.send(request.header("x-forwarded-for", from)).await.status);
    }
    assert_eq!(seen, [404, 429]);
}

#[tokio::test]
async fn a_socket_that_answers_nothing_is_dropped() {
    let server = Server::start_with(&["--ping", "100ms", "--silence", "1s"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let mut silent = Raw::welcomed(server.address, group.phones[0].seat()).await;
    let begun = Instant::now();
    // Browsers answer pings by themselves, and stay.
    let stays = group.phones[0].until("a while", |_| begun.elapsed() > Duration::from_millis(1_500));
    let (end, ()) = tokio::join!(silent.end(), stays);
    assert_eq!(end, Seen::Close(4003));
}

#[tokio::test]
async fn silence_ends_when_its_time_is_over_and_not_at_the_next_ping() {
    // Pings that are an hour apart: what ends the socket is its own silence.
    let server = Server::start_with(&["--ping", "1h", "--silence", "400ms"]).await;
    let group = Group::seat(server.address, &["Ann"], "lobby").await;
    let mut raw = Raw::welcomed(server.address, group.phones[0].seat()).await;
    let begun = Instant::now();
    raw.text(&json!({"type": "ping"}).to_string()).await;
    assert_eq!(raw.end().await, Seen::Close(4003));
    assert!(begun.elapsed() >= Duration::from_millis(400), "what it said last began its time anew");
}

#[tokio::test]
async fn a_socket_takes_a_place_among_all_connections_as_long_as_it_is_open() {
    let server = Server::start_with(&["--connections", "4"]).await;
    let group = Group::seat(server.address, &["Ann", "Ben"], "lobby").await;
    // Three sockets, and another connection: nothing more is accepted.
    let _other = Raw::connect(server.address).await;
    let mut raw = Raw::connect(server.address).await;
    raw.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    let (answer, end) = {
        let waiting = tokio::time::timeout(Duration::from_millis(200), raw.stream.readable()).await;
        assert!(waiting.is_err(), "it was accepted");
        drop(group.phones);
        raw.to_end().await
    };
    assert!(answer.starts_with("HTTP/1.1 200") && end == Seen::End, "{answer}");
}

#[tokio::test]
async fn a_reader_that_reads_nothing_is_closed_and_costs_the_others_nothing() {
    let server = Server::start_with(&[
        "--messages-burst",
        "100000",
        "--messages-per-second",
        "100000",
        "--slow-after",
        "500ms",
        "--asleep-after",
        "0s",
    ])
    .await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let seat = group.phones.remove(1).seat().clone();
    let mut deaf = Raw::narrow(server.address).await.upgrade(server.address, &seat).await;
    deaf.text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
    group.desk.until("Ben is there", |c| c.desk["people"][1]["asleep"] == false).await;
    let reason = "👩".repeat(2_000);
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "reason": reason})).await;
    let begun = Instant::now();
    // More than the system keeps for somebody who does not read.
    while group.desk.desk["people"][1]["asleep"] == false {
        assert!(begun.elapsed() < trivet_tests::PATIENCE, "the deaf reader is still there");
        for shown in [true, false] {
            ann.done(json!({"type": "show", "competency": ONE, "reason": shown})).await;
        }
        group.desk.sync().await;
    }
    ann.sync().await;
}
