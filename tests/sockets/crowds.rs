//! Too many at once: sockets of an address, of a proxy's clients, of everybody; commands of one session. Whoever is one too
//! many is told so and when to come back, and nobody else notices.

use serde_json::{Value, json};
use tokio::task::JoinSet;
use trivet_tests::{Answer, Binary, Client, Group, ONE, Raw, Seat, Server, eventually};
use uuid::Uuid;

/// An upgrade that a proxy passes on for that client: the connection, and the head of the answer.
async fn by_way_of_a_proxy(server: &Server, seat: &Seat, client: &str) -> (Raw, String) {
    let mut raw = Raw::connect(server.address).await;
    let request = format!(
        "GET /api/sessions/{}/socket HTTP/1.1\r\nhost: {address}\r\norigin: https://{address}\r\nconnection: upgrade\r\n\
         upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         x-forwarded-for: {client}\r\nx-forwarded-proto: https\r\n\r\n",
        seat.session,
        address = server.address
    );
    raw.write(request.as_bytes()).await;
    let head = raw.head().await;
    (raw, head)
}

#[tokio::test]
async fn a_busy_address_behind_a_proxy_keeps_nobody_else_out() {
    let server = Server::start_with(&["--sockets-per-address", "5", "--behind-proxy", "127.0.0.1"]).await;
    let opened = server.api().open().await;
    let seat = server.api().join(&opened.code, "Ann").await;
    let mut open = Vec::new();
    for _ in 0..5 {
        let (raw, head) = by_way_of_a_proxy(&server, &seat, "203.0.113.5").await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        open.push(raw);
    }
    // Whatever the client puts in front of the proxy's word, it stays who it is.
    for claim in ["203.0.113.5", "198.51.100.9, 203.0.113.5"] {
        let (_, head) = by_way_of_a_proxy(&server, &seat, claim).await;
        assert!(head.starts_with("HTTP/1.1 429") && head.contains("retry-after: "), "{head}");
    }
    for other in ["203.0.113.6", "2001:db8::1"] {
        let (mut raw, head) = by_way_of_a_proxy(&server, &seat, other).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{other}: {head}");
        raw.text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
        let (_, first) = raw.frame().await.unwrap();
        assert!(first.starts_with(b"{\"type\":\"welcome\""), "{other}");
    }
    // One goes, one comes.
    drop(open.pop());
    eventually("a place", || async {
        let (raw, head) = by_way_of_a_proxy(&server, &seat, "203.0.113.5").await;
        head.starts_with("HTTP/1.1 101").then_some(raw)
    })
    .await;
}

#[tokio::test]
async fn all_together_have_so_many_sockets_and_no_more() {
    let server = Server::start_with(&["--sockets", "6", "--behind-proxy", "127.0.0.1"]).await;
    let opened = server.api().open().await;
    let seat = server.api().join(&opened.code, "Ann").await;
    let mut open = Vec::new();
    for client in 1..=6 {
        let (raw, head) = by_way_of_a_proxy(&server, &seat, &format!("203.0.113.{client}")).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        open.push(raw);
    }
    let (_, head) = by_way_of_a_proxy(&server, &seat, "203.0.113.99").await;
    assert!(head.starts_with("HTTP/1.1 429"), "{head}");
    // Pages still load, and whoever is in works on.
    assert_eq!(server.api().get("/join", None).await.status, 200);
    open[0].text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
    let (_, first) = open[0].frame().await.unwrap();
    assert!(first.starts_with(b"{\"type\":\"welcome\""));
}

#[tokio::test]
async fn a_forwarded_claim_from_no_proxy_is_ignored_and_told_once_with_what_mends_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &["--sockets-per-address", "3"]).await;
    let group = Group::seat(program.address, &["Ann", "Ben"], "lobby").await;
    let api = program.api();
    for from in ["203.0.113.5", "203.0.113.6", "203.0.113.7"] {
        let body = json!({"code": "22222222", "name": "Eve"});
        let request =
            api.request(reqwest::Method::POST, "/api/join").json(&body).header("x-forwarded-for", from);
        assert_eq!(api.send(request).await.status, 404);
    }
    // Three sockets are all that this one address may have, whatever it says of itself.
    let refused = Client::open(program.address, group.phones[0].seat()).await.err().flatten().unwrap();
    assert_eq!(refused.status(), 429);
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    let log = program.log();
    assert_eq!(log.matches("--behind-proxy").count(), 1, "{log}");
    assert!(!log.contains("203.0.113"), "an address stands in the log: {log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_inbox_answers_busy_and_the_same_command_goes_through_later() {
    let unhurried = ["--messages-burst", "100000", "--messages-per-second", "100000"];
    let server =
        Server::start_with(&[&["--inbox", "1", "--sockets-per-person", "20"], &unhurried[..]].concat()).await;
    let group = Group::seat(server.address, &["Ann"], "rate").await;
    let seat = group.phones[0].seat().clone();
    let mut crowd = JoinSet::new();
    for number in 0..10 {
        let (seat, address) = (seat.clone(), server.address);
        crowd.spawn(async move {
            let mut tab = eventually("a place in the inbox", || async {
                let mut tab = Client::greet(address, &seat).await;
                while tab.welcomes == 0 && tab.closed.is_none() {
                    tab.read().await;
                }
                // Whoever finds the inbox full at the door is told to come back.
                assert!([None, Some(1013)].contains(&tab.closed), "{:?}", tab.closed);
                (tab.welcomes == 1).then_some(tab)
            })
            .await;
            let commands: Vec<(String, Value)> = (0..10)
                .map(|of_mine| {
                    let reason = format!("{number} {of_mine}");
                    (Uuid::new_v4().to_string(), json!({"type": "rate", "competency": ONE, "reason": reason}))
                })
                .collect();
            let (mut busy, mut left) = (0, commands);
            while !left.is_empty() {
                for (id, command) in &left {
                    tab.post(id, command.clone()).await;
                }
                let mut again = Vec::new();
                for (id, command) in left {
                    match tab.answer(&id).await {
                        Answer::Done => {}
                        Answer::Refused(refusal) => {
                            assert_eq!(refusal, json!({"type": "busy"}));
                            busy += 1;
                            again.push((id, command));
                        }
                    }
                }
                left = again;
            }
            busy
        });
    }
    let busy: usize = crowd.join_all().await.into_iter().sum();
    assert!(busy > 0, "the inbox was never full: nothing was put to the test");
    let mut ann = Client::connect(server.address, &seat).await;
    ann.sync().await;
}
