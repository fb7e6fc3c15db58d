//! Each fault really happens, to a server that sends back what it hears.

use std::io::ErrorKind;
use std::time::Instant;

use tokio::time::timeout;

use super::*;
use crate::PATIENCE;

/// Time after which bytes that did not come are taken to have been held back.
const A_WHILE: Duration = Duration::from_millis(150);

/// Sends back what it hears; answers with its address, and with what each connection heard once it ended.
async fn echo() -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (heard, hearing) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let heard = heard.clone();
            tokio::spawn(async move {
                let (mut all, mut piece) = (Vec::new(), [0; 1024]);
                while let Ok(length @ 1..) = stream.read(&mut piece).await {
                    all.extend(&piece[..length]);
                    if stream.write_all(&piece[..length]).await.is_err() {
                        break;
                    }
                }
                heard.send(all).unwrap();
            });
        }
    });
    (address, hearing)
}

async fn connected(chaos: &Chaos) -> TcpStream {
    TcpStream::connect(chaos.address).await.unwrap()
}

async fn read(stream: &mut TcpStream, bytes: usize) -> std::io::Result<Vec<u8>> {
    let mut into = vec![0; bytes];
    timeout(PATIENCE, stream.read_exact(&mut into)).await.unwrap().map(|_| into)
}

#[tokio::test]
async fn calm_it_moves_everything_and_hands_an_end_on() {
    let (server, mut hearing) = echo().await;
    let chaos = Chaos::calm(server).await;
    let mut stream = connected(&chaos).await;
    let words = vec![7; 100_000];
    let (mut reading, mut writing) = stream.split();
    let mut back = vec![0; words.len()];
    let (sent, came) = tokio::join!(writing.write_all(&words), reading.read_exact(&mut back));
    sent.unwrap();
    came.unwrap();
    assert!(back == words);
    stream.shutdown().await.unwrap();
    assert_eq!(hearing.recv().await.unwrap(), words);
    assert_eq!(stream.read(&mut [0]).await.unwrap(), 0, "the end comes back too");
    assert_eq!((chaos.came(), chaos.cuts()), (1, 0));
}

#[tokio::test]
async fn delay_and_throttle_take_their_time() {
    let (server, _hearing) = echo().await;
    let slow = Way { delay: Duration::from_millis(50), ..Way::default() };
    let narrow = Way { bytes_per_second: Some(10_000), ..Way::default() };
    for fate in [Fate { up: slow, down: slow }, Fate { up: narrow, down: Way::default() }] {
        let chaos = Chaos::with(server, move || fate).await;
        let mut stream = connected(&chaos).await;
        let begun = Instant::now();
        stream.write_all(&[7; 1_000]).await.unwrap();
        read(&mut stream, 1_000).await.unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(100), "{fate:?}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_cut_comes_after_just_so_many_bytes_in_either_direction() {
    let (server, mut hearing) = echo().await;
    for bytes in [1, 10, 4_097] {
        let chaos = Chaos::with(server, move || Fate::cut_up(bytes, Cut::Fin)).await;
        let mut stream = connected(&chaos).await;
        stream.write_all(&[7; 10_000]).await.unwrap();
        assert_eq!(hearing.recv().await.unwrap().len() as u64, bytes, "the request is cut");

        let chaos = Chaos::with(server, move || Fate::cut_down(bytes, Cut::Fin)).await;
        let mut stream = connected(&chaos).await;
        stream.write_all(&[7; 5_000]).await.unwrap();
        let came = read(&mut stream, usize::try_from(bytes).unwrap()).await.unwrap();
        assert_eq!(came.len() as u64, bytes);
        assert!(stream.read(&mut [0; 10]).await.unwrap_or(0) == 0, "and nothing after");
        assert!(hearing.recv().await.unwrap().len() as u64 >= bytes, "the request was heard, the answer cut");
        assert_eq!(chaos.cuts(), 1);
    }
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let (server, _hearing) = echo().await;
    let chaos = Chaos::with(server, || Fate::cut_down(3, Cut::Reset)).await;
    let mut stream = connected(&chaos).await;
    stream.write_all(&[7; 10]).await.unwrap();
    let ended = timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await.unwrap();
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectionReset);
    let calm = Chaos::calm(server).await;
    let mut stream = connected(&calm).await;
    stream.write_all(b"word").await.unwrap();
    read(&mut stream, 4).await.unwrap();
    calm.cut_all(Cut::Reset);
    assert_eq!(read(&mut stream, 1).await.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn silence_is_no_end_and_what_was_held_arrives_afterwards() {
    let (server, _hearing) = echo().await;
    let chaos = Chaos::calm(server).await;
    let mut stream = connected(&chaos).await;
    stream.write_all(b"one").await.unwrap();
    assert_eq!(read(&mut stream, 3).await.unwrap(), b"one");
    chaos.go_silent();
    stream.write_all(b"two").await.unwrap();
    let mut late = connected(&chaos).await;
    late.write_all(b"new").await.unwrap();
    for stream in [&mut stream, &mut late] {
        assert!(timeout(A_WHILE, stream.read(&mut [0; 3])).await.is_err(), "neither bytes nor an end");
    }
    chaos.resume();
    assert_eq!(read(&mut stream, 3).await.unwrap(), b"two");
    assert_eq!(read(&mut late, 3).await.unwrap(), b"new");

    // Of one connection alone, for good.
    chaos.plan(|| Fate::cut_down(2, Cut::Silence));
    let mut dead = connected(&chaos).await;
    dead.write_all(b"word").await.unwrap();
    read(&mut dead, 2).await.unwrap();
    assert!(timeout(A_WHILE, dead.read(&mut [0; 3])).await.is_err());
    dead.write_all(b"more").await.unwrap();
    stream.write_all(b"all").await.unwrap();
    assert_eq!(read(&mut stream, 3).await.unwrap(), b"all", "the others go on");
}

#[test]
fn a_seed_replays_every_fate() {
    let fates = |seed| {
        let mut dice = Dice::new(seed);
        (0..200).map(|_| Fate::drawn(&mut dice, 1_000)).collect::<Vec<_>>()
    };
    let drawn = fates(5);
    assert_eq!(drawn, fates(5));
    assert!(drawn != fates(6));
    for cut in [Cut::Fin, Cut::Reset, Cut::Silence] {
        let fits = |way: &Way| way.cut_after.is_some_and(|(_, how)| how == cut);
        assert!(drawn.iter().any(|fate| fits(&fate.up)) && drawn.iter().any(|fate| fits(&fate.down)));
    }
}
