//! The limits of time as they are when nobody says otherwise, waited out over the real program: once, all at the same time,
//! since the other tests shorten them.

use std::time::{Duration, Instant};

use tokio::time::Instant as Moment;
use trivet_tests::{Binary, Client, Group, Raw, Seen};

/// What a busy machine may add.
const AT_MOST_LATER: Duration = Duration::from_secs(10);

async fn lasts<T>(what: &str, expected: u64, work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let outcome = work.await;
    let (took, expected) = (begun.elapsed(), Duration::from_secs(expected));
    println!("{what}: closed after {:.1} s, {} s is the limit", took.as_secs_f64(), expected.as_secs());
    assert!(
        took + Duration::from_millis(50) >= expected && took < expected + AT_MOST_LATER,
        "{what}: {took:?}"
    );
    outcome
}

#[tokio::test]
async fn heads_bodies_and_hellos_that_do_not_come_are_closed_in_their_time() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let group = Group::seat(program.address, &["Ann"], "lobby").await;
    let (address, seat) = (program.address, group.phones[0].seat().clone());

    let nothing = lasts("a connection that says nothing", 10, async {
        let (answer, end) = Raw::connect(address).await.to_end().await;
        assert_eq!((answer.as_str(), end), ("", Seen::End));
    });
    // One byte of the head a second, as slowloris does: it is the whole head that has 10 s.
    let dripping = lasts("a head that drips", 10, async {
        let mut raw = Raw::connect(address).await;
        raw.write(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
        let (mut reader, mut writer) = raw.stream.split();
        let drip = async {
            let mut next = Moment::now();
            loop {
                next += Duration::from_secs(1);
                tokio::time::sleep_until(next).await; // slowness is what is tried
                if tokio::io::AsyncWriteExt::write_all(&mut writer, b"x").await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        let mut bytes = Vec::new();
        tokio::select! {
            _ = tokio::io::AsyncReadExt::read_to_end(&mut reader, &mut bytes) => {}
            () = drip => unreachable!("it drips until it is closed"),
        }
        assert!(
            bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 408"),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    });
    let body = lasts("a body that never comes", 10, async {
        let mut raw = Raw::connect(address).await;
        let head = "POST /api/join HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
        raw.write(head.as_bytes()).await;
        let (answer, end) = raw.to_end().await;
        assert!(answer.starts_with("HTTP/1.1 400") && end == Seen::End, "{answer}");
    });
    let hello = lasts("a socket that says no hello", 5, async {
        let mut client = Client::open(address, &seat).await.unwrap();
        assert_eq!(client.close_code().await, 4005);
        assert!(client.frames.is_empty());
    });
    tokio::join!(nothing, dripping, body, hello);
    let mut group = group;
    group.sync().await;
}
