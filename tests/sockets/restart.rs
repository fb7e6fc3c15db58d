//! A restart is no event: everybody is told within a second, the program ends within five, and all is there again.

use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Binary, Group, ONE, Raw, Server};

#[tokio::test]
async fn a_stop_closes_every_socket_with_1012_and_ends_in_time() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &[]).await;
    let mut groups = Vec::new();
    for _ in 0..3 {
        groups.push(Group::at(program.address, "rate").await);
    }
    groups[0].phones[0].done(json!({"type": "rate", "competency": ONE, "reason": "kept"})).await;
    // Somebody reads nothing and answers nothing; a socket has not said hello; a request is half sent.
    let _deaf = Raw::welcomed(program.address, groups[0].phones[1].seat()).await;
    let _silent = Raw::upgraded(program.address, groups[0].phones[1].seat()).await;
    let mut half = Raw::connect(program.address).await;
    half.write(b"POST /api/join HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{").await;

    let begun = Instant::now();
    program.terminate();
    for group in &mut groups {
        for client in std::iter::once(&mut group.desk).chain(&mut group.phones) {
            assert_eq!(client.close_code().await, 1012);
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "told after {:?}", begun.elapsed());
    let status = program.wait(Duration::from_secs(10)).await;
    assert!(
        status.success() && begun.elapsed() < Duration::from_secs(5),
        "{status} after {:?}",
        begun.elapsed()
    );

    let _program = program.start_again().await;
    for group in groups {
        for phone in group.phones {
            let back = phone.reconnect().await;
            assert_eq!(back.room["stage"]["now"], "rate");
        }
    }
}

#[tokio::test]
async fn a_restart_loses_nothing_and_brings_nobody_out_of_place() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 7, "reason": "because"})).await;
    ann.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    group.desk.done(json!({"type": "nextTurn"})).await;
    group.desk.done(json!({"type": "pause", "until": 4_000_000_000_000_i64})).await;
    group.sync().await;
    let seen: Vec<_> = group.phones.iter().map(|phone| (**phone).clone()).collect();
    let _server = server.restart().await;
    for (phone, before) in group.phones.into_iter().zip(seen) {
        assert_eq!(*phone.reconnect().await, before);
    }
    let desk = group.desk.reconnect().await;
    assert_eq!(desk.desk["turns"]["queue"].as_array().unwrap().len(), 8);
}
