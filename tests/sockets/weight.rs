//! What one person asks for costs the others nothing: answers that nobody reads, files asked for over and over, reads by
//! the hundred, connections by the thousand.

use std::net::SocketAddr;

use futures_util::future::{join_all, select_all};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpSocket;
use trivet_tests::{Api, Group, ONE, Raw, Reply, Server, eventually, new_secret};
use uuid::Uuid;

/// Actions carried over that fill a sheet of an earlier session: more than the system itself keeps of an unread answer.
const CARRIED: usize = 40;

/// Two addresses of this machine.
const ONE_ADDRESS: &str = "127.0.0.1";
const ANOTHER: &str = "127.0.0.2";

/// A sheet of an earlier session, with so many actions of so many characters.
fn earlier(actions: usize, characters: usize) -> Value {
    let (sheet, words) = (Uuid::new_v4(), "👩".repeat(characters));
    let carried = (0..actions).map(|_| {
        json!({"action": Uuid::new_v4(), "sheet": sheet, "on": "2026-01-01", "text": words, "note": words})
    });
    let carried: Vec<Value> = carried.collect();
    json!({"kind": "sheet", "shape": 1, "id": sheet, "date": "2026-01-01", "rows": [], "carried": carried})
}

async fn bring(api: &Api, session: &str, secret: &str, sheet: &Value) -> Reply {
    let request = api.request(Method::POST, &format!("/api/sessions/{session}/earlier"));
    api.send(request.bearer_auth(secret).json(sheet)).await
}

/// A connection from that address of this machine, which takes in hardly anything that is not read.
async fn narrow(server: &Server, from: &str) -> Raw {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    socket.bind(SocketAddr::new(from.parse().unwrap(), 0)).unwrap();
    Raw { stream: socket.connect(server.address).await.unwrap() }
}

/// Asks from that address for everything held about somebody, and reads no more than the head.
async fn unread(server: &Server, session: &str, secret: &str, from: &str) -> (Raw, String) {
    let mut raw = narrow(server, from).await;
    let request = format!(
        "GET /api/sessions/{session}/mine.json HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {secret}\r\n\
         \r\n",
        server.address
    );
    raw.write(request.as_bytes()).await;
    let head = raw.head().await;
    (raw, head)
}

#[tokio::test]
async fn answers_that_nobody_reads_are_bounded() {
    let server = Server::start_with(&["--slow-after", "5m"]).await;
    let group = Group::seat(server.address, &["Ann"], "rate").await;
    let (session, secret) = (&group.opened.session, &group.phones[0].seat().secret);
    assert_eq!(bring(&group.api, session, secret, &earlier(CARRIED, 2_000)).await.status, 200);
    let mut held = Vec::new();
    let refused = loop {
        let (raw, head) = unread(&server, session, secret, ONE_ADDRESS).await;
        held.push(raw);
        if !head.starts_with("HTTP/1.1 200") {
            break head;
        }
        assert!(held.len() < 100, "a hundred answers that nobody reads are held");
    };
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("\r\nretry-after: 5\r\n"), "{refused}");
    let (_, other) = unread(&server, session, secret, ANOTHER).await;
    assert!(other.starts_with("HTTP/1.1 200"), "others are not meant: {other}");
    // Whoever goes lets go of what they did not read.
    drop(held);
    eventually("room for an answer", || async {
        let (_, head) = unread(&server, session, secret, ONE_ADDRESS).await;
        head.starts_with("HTTP/1.1 200").then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_ninety_times_for_one_file_takes_one_place_in_the_line() {
    let server = Server::start().await;
    let group = Group::at(server.address, "discuss").await;
    let (session, mine) = (&group.opened.session, &group.phones[0].seat().secret);
    let ninety = (0..90).map(|_| Box::pin(group.api.document(session, "sheet.pdf", Some(mine))));
    let (_, _, rest) = select_all(ninety).await;
    let other = Box::pin(group.document("sheet.pdf", &group.phones[1].seat().secret));
    let rest = async {
        join_all(rest).await;
        std::future::pending().await
    };
    let other = tokio::select! {
        other = other => other,
        () = rest => unreachable!("it is pending"),
    };
    assert_eq!(other.status, 200, "{}", other.code());
}

#[tokio::test]
async fn a_secret_that_opens_nothing_uses_up_nobodys_sheets() {
    let server = Server::start_with(&["--sheets-per-hour", "1"]).await;
    let group = Group::seat(server.address, &["Ann"], "rate").await;
    let session = &group.opened.session;
    let sheet = earlier(1, 10);
    for _ in 0..3 {
        assert_eq!(bring(&group.api, session, &new_secret(), &sheet).await.status, 401);
    }
    let ann = &group.phones[0].seat().secret;
    assert_eq!(bring(&group.api, session, ann, &sheet).await.status, 200);
    assert_eq!(bring(&group.api, session, ann, &earlier(1, 10)).await.status, 429);
}

#[tokio::test]
async fn reads_by_the_hundred_leave_room_for_what_people_say() {
    let server = Server::start_with(&["--inbox", "4"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let path = format!("/api/sessions/{}/framework", group.opened.session);
    let api = group.api.clone();
    let reads = join_all((0..200).map(|_| api.get(&path, None)));
    let ann = &mut group.phones[0];
    let said = async {
        for score in [1, 2, 3, 4, 5] {
            ann.done(json!({"type": "rate", "competency": ONE, "score": score})).await;
        }
    };
    let (reads, ()) = tokio::join!(reads, said);
    let refused = reads.iter().filter(|read| read.status != 200).count();
    assert_eq!(refused, 0, "each waits for its turn");
}

#[tokio::test]
async fn frameworks_are_packed_once() {
    let server = Server::start().await;
    let api = server.api();
    let own = format!("/api/sessions/{}/framework", api.open().await.session);
    let ask = async |path: &str, encoding: &str| {
        api.request(Method::GET, path).header("accept-encoding", encoding).send().await.unwrap()
    };
    for path in ["/api/frameworks", "/api/frameworks/core-competencies", &own] {
        for encoding in ["gzip", "br, GZIP;q=0.5", "gzip"] {
            let packed = ask(path, encoding).await;
            let header = |name: &str| packed.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(
                (header("content-encoding").as_str(), header("vary").as_str()),
                ("gzip", "accept-encoding")
            );
            // What is packed while it is sent has no length to be told beforehand.
            let length: usize = header("content-length").parse().unwrap();
            assert_eq!(packed.bytes().await.unwrap().len(), length);
        }
        for encoding in ["", "identity", "gzip;q=0"] {
            let plain = ask(path, encoding).await;
            assert!(!plain.headers().contains_key("content-encoding"), "{path} {encoding}");
            let plain: Value = plain.json().await.unwrap();
            let first = plain.get(0).unwrap_or(&plain);
            assert_eq!(first["id"], "core-competencies", "{path}");
        }
    }
}

/// Whether a connection from there is served, or closed at once.
async fn is_served(server: &Server, from: &str) -> Option<Raw> {
    let mut raw = narrow(server, from).await;
    raw.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut first = [0];
    let read = raw.stream.read(&mut first).await;
    matches!(read, Ok(1)).then_some(raw)
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_no_more() {
    let server = Server::start_with(&["--connections-per-address", "3"]).await;
    // The harness itself was here first, and keeps its connection or not.
    let mut held = Vec::new();
    while let Some(raw) = is_served(&server, ONE_ADDRESS).await {
        held.push(raw);
        assert!(held.len() <= 3, "a fourth connection is served");
    }
    assert!(held.len() >= 2, "{}", held.len());
    assert!(is_served(&server, ANOTHER).await.is_some(), "others are not meant");
    drop(held);
    eventually("a place", || is_served(&server, ONE_ADDRESS)).await;
}

#[tokio::test]
async fn a_proxys_connections_are_everybodys() {
    let server = Server::start_with(&["--connections-per-address", "1", "--behind-proxy", "127.0.0.1"]).await;
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(is_served(&server, ONE_ADDRESS).await.unwrap());
    }
    let _first = is_served(&server, ANOTHER).await.unwrap();
    assert!(is_served(&server, ANOTHER).await.is_none());
}
