//! Bytes that are no decent frame: each gets its close code, really arriving, and takes no memory and nobody else down.

use serde_json::json;
use trivet_tests::{Binary, Client, Group, ONE, Raw, Seat, Seen, Server};

/// Bytes of a message at the most.
const MOST: usize = 32 * 1024;

/// A server, a group at work on it, and the seat of somebody who misbehaves.
async fn scene() -> (Server, Group, Seat) {
    let server = Server::start().await;
    let group = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let seat = group.phones[0].seat().clone();
    (server, group, seat)
}

/// The others go on as if nothing had happened.
async fn goes_on(mut group: Group) {
    group.phones[1].done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    let mut ann = group.phones.remove(0).reconnect().await;
    ann.done(json!({"type": "rate", "competency": ONE, "score": 6})).await;
}

#[tokio::test]
async fn a_message_of_the_most_is_read_and_one_byte_more_is_closed_with_1009() {
    let (server, group, seat) = scene().await;
    let fill = |length: usize| {
        let frame = |pad: usize| {
            json!({"type": "command", "id": uuid::Uuid::nil(), "command": {"type": "rename", "name": "x".repeat(pad)}})
                .to_string()
        };
        frame(length - frame(0).len())
    };
    let mut raw = Raw::welcomed(server.address, &seat).await;
    assert_eq!(fill(MOST).len(), MOST);
    raw.text(&fill(MOST)).await;
    let (_, answer) = raw.frame().await.unwrap();
    assert!(answer.starts_with(b"{\"type\":\"refused\""));
    // A hundred thousand characters in one word.
    let mut raw = Raw::welcomed(server.address, &seat).await;
    let word = json!({"type": "rate", "competency": ONE, "reason": "x".repeat(100_000)});
    raw.text(&json!({"type": "command", "id": uuid::Uuid::nil(), "command": word}).to_string()).await;
    assert_eq!(raw.end().await, Seen::Close(1009));
    // Over and over, since a lost race would lose the close frame now and then only.
    for extra in [1, 100, 30_000, 200_000, 900_000] {
        for _ in 0..5 {
            let mut raw = Raw::welcomed(server.address, &seat).await;
            raw.text(&fill(MOST + extra)).await;
            assert_eq!(raw.end().await, Seen::Close(1009), "{extra} bytes too many");
            // In order: a reset may throw away the close frame before the page sees it.
            assert_eq!(raw.frame().await, Err(Seen::End), "{extra} bytes too many");
        }
    }
    goes_on(group).await;
}

#[tokio::test]
async fn a_message_in_parts_is_measured_as_a_whole() {
    let (server, group, seat) = scene().await;
    let mut raw = Raw::welcomed(server.address, &seat).await;
    raw.masked(0x01, &vec![b' '; MOST]).await;
    raw.masked(0x80, b"  ").await;
    assert_eq!(raw.end().await, Seen::Close(1009));
    goes_on(group).await;
}

#[tokio::test]
async fn a_header_that_declares_a_terabyte_is_closed_with_1009_and_takes_no_memory() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
    let seat = group.phones[0].seat().clone();
    let before = program.memory().unwrap();
    for length in [1 << 40, u64::MAX / 2, u64::MAX] {
        let mut raw = Raw::welcomed(program.address, &seat).await;
        raw.declare(length).await;
        // The topmost bit may not be set in a length; then it is no websocket's.
        let code = if length == u64::MAX { &[1009, 1002][..] } else { &[1009] };
        let end = raw.end().await;
        assert!(matches!(end, Seen::Close(found) if code.contains(&found)), "{length}: {end:?}");
    }
    // Held open, one after the other, none holds more than any socket does.
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut raw = Raw::welcomed(program.address, &seat).await;
        raw.declare(MOST as u64).await;
        open.push(raw);
    }
    let grown = program.memory().unwrap().saturating_sub(before);
    println!("a terabyte declared: the program grew by {grown} KiB");
    assert!(grown < 16 * 1024, "{grown} KiB");
    goes_on(group).await;
}

#[tokio::test]
async fn what_is_no_utf_8_is_closed_with_1007() {
    let (server, group, seat) = scene().await;
    for bytes in [&b"\xff\xfe"[..], b"{\"type\":\"ping\xc3\"}", b"\xed\xa0\x80"] {
        let mut raw = Raw::welcomed(server.address, &seat).await;
        raw.masked(0x81, bytes).await;
        assert_eq!(raw.end().await, Seen::Close(1007), "{bytes:?}");
    }
    goes_on(group).await;
}

#[tokio::test]
async fn unmasked_and_reserved_frames_are_closed_with_1002() {
    let (server, group, seat) = scene().await;
    let mut raw = Raw::welcomed(server.address, &seat).await;
    raw.unmasked(0x81, b"{\"type\":\"ping\"}").await;
    assert_eq!(raw.end().await, Seen::Close(1002), "unmasked");
    // A reserved bit, a reserved opcode, a fragmented ping, a continuation of nothing, a ping that is too long.
    for (first, length) in [(0xc1, 15), (0x83, 15), (0x09, 2), (0x80, 2), (0x89, 126)] {
        let mut raw = Raw::welcomed(server.address, &seat).await;
        raw.masked(first, &vec![b' '; length]).await;
        assert_eq!(raw.end().await, Seen::Close(1002), "{first:#x}");
    }
    goes_on(group).await;
}

#[tokio::test]
async fn a_binary_frame_is_refused_and_the_third_is_a_violation() {
    let (server, group, seat) = scene().await;
    let mut client = Client::connect(server.address, &seat).await;
    for _ in 0..2 {
        client.message(tokio_tungstenite::tungstenite::Message::binary(vec![1, 2, 3])).await;
        let refusal = client.refusal().await;
        assert_eq!((&refusal["type"], &refusal["field"]), (&json!("invalid"), &json!("frame")));
    }
    client.message(tokio_tungstenite::tungstenite::Message::binary(vec![1, 2, 3])).await;
    assert_eq!(client.close_code().await, 4506);
    goes_on(group).await;
}

#[tokio::test]
async fn before_hello_nothing_else_is_listened_to() {
    let server = Server::start_with(&["--hello", "200ms"]).await;
    let group = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let seat = group.phones[0].seat().clone();
    let id = uuid::Uuid::new_v4();
    for first in [
        json!({"type": "command", "id": id, "command": {"type": "ready", "ready": true}}).to_string(),
        "nonsense".to_owned(),
        json!({"type": "hello"}).to_string(),
    ] {
        let mut client = Client::open(server.address, &seat).await.unwrap();
        client.text(&first).await;
        assert_eq!(client.close_code().await, 4506, "{first}");
        assert!(client.frames.is_empty());
    }
    let mut silent = Client::open(server.address, &seat).await.unwrap();
    assert_eq!(silent.close_code().await, 4005);
    // Pinging is no hello.
    let mut pinging = Client::open(server.address, &seat).await.unwrap();
    pinging.text(&json!({"type": "ping"}).to_string()).await;
    assert_eq!(pinging.close_code().await, 4005);
    // A second hello is no more welcome than none.
    let mut twice = Client::connect(server.address, &seat).await;
    twice.hello().await;
    assert_eq!(twice.close_code().await, 4506);
    goes_on(group).await;
}
