//! The accept loop, over real sockets.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Instant;

use axum::Extension;
use axum::extract::FromRef;
use axum::extract::ws::WebSocketUpgrade;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

use super::*;
use crate::body::{BodyLimits, Json};

const PATIENCE: Duration = Duration::from_secs(10);

/// A server on a free port, with short limits.
struct Server {
    address: SocketAddr,
    shutdown: CancellationToken,
    serving: JoinHandle<()>,
    /// Told when the slow request has begun, and telling it to end.
    begun: Arc<Notify>,
    finish: Arc<Notify>,
}

#[derive(Clone)]
struct Limited;

impl FromRef<Limited> for BodyLimits {
    fn from_ref(_: &Limited) -> BodyLimits {
        BodyLimits::ordinary(&Limits { body_bytes: 1_000, ..Limits::default() })
    }
}

impl Server {
    async fn start(tls: Option<TlsAcceptor>) -> Server {
        let limits = Limits {
            header_timeout: Duration::from_millis(200),
            headers_bytes: 8_192,
            drain: Duration::from_secs(1),
            slow_after: Duration::from_millis(300),
            ..Limits::default()
        };
        let (begun, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, wait) = (begun.clone(), finish.clone());
        let router = Router::new()
            .route("/large", get(|| async { vec![b'x'; 64 * 1024 * 1024] }))
            .route("/peer", get(|Extension(peer): Extension<Peer>| async move { format!("{peer:?}") }))
            .route("/post", post(|Json(_): Json<Vec<u8>>| async { "read" }))
            .route("/upgrade", get(|upgrade: WebSocketUpgrade| async { upgrade.on_upgrade(|_| async {}) }))
            .route(
                "/slow",
                get(|| async move {
                    tell.notify_one();
                    wait.notified().await;
                    "finished"
                }),
            )
            .with_state(Limited);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, tls, router, (&limits).into(), shutdown.clone()));
        Server { address, shutdown, serving, begun, finish }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn stopped(self) {
        timeout(PATIENCE, self.serving).await.unwrap().unwrap();
    }
}

async fn read_all(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    match timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap() {
        Ok(_) => {}
        Err(error) => assert!(matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof)),
    }
    String::from_utf8(bytes).unwrap()
}

async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    read_all(stream).await
}

#[tokio::test]
async fn whoever_does_not_read_an_answer_is_let_go() {
    let server = Server::start(None).await;
    let mut deaf = server.connect().await;
    deaf.write_all(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    // Nothing is read until the server has given up; what it had sent by then is less than the whole.
    let gone = async {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if deaf.write_all(b"x").await.is_err() {
                return;
            }
        }
    };
    timeout(PATIENCE, gone).await.unwrap();
    server.shutdown.cancel();
    server.stopped().await;
}

#[tokio::test]
async fn a_request_is_answered_and_the_peer_is_known() {
    let server = Server::start(None).await;
    let mut stream = server.connect().await;
    let own = stream.local_addr().unwrap();
    let answer = ask(&mut stream, "GET /peer HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"));
    assert!(answer.ends_with(&format!("Peer {{ address: {own}, tls: false }}")));
}

#[tokio::test]
async fn half_a_head_is_closed_in_time_and_so_is_an_idle_connection() {
    let server = Server::start(None).await;
    for sent in ["", "GET /peer HTTP/1.1\r\nhost:", "GET /peer HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut stream = server.connect().await;
        let since = Instant::now();
        ask(&mut stream, sent).await;
        assert!(since.elapsed() >= Duration::from_millis(150), "{sent:?}");
        assert!(since.elapsed() < Duration::from_secs(3), "{sent:?}");
    }
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let server = Server::start(None).await;
    let mut stream = server.connect().await;
    let long = format!("GET /peer HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(20_000));
    assert!(ask(&mut stream, &long).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn the_refusal_of_a_long_body_arrives() {
    let server = Server::start(None).await;
    for framing in ["content-length: 900000", "transfer-encoding: chunked"] {
        let mut stream = server.connect().await;
        let head =
            format!("POST /post HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n{framing}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let piece = vec![b' '; 90_000];
        for _ in 0..10 {
            if framing.starts_with('t') {
                stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await.unwrap();
            }
            stream.write_all(&piece).await.unwrap();
            if framing.starts_with('t') {
                stream.write_all(b"\r\n").await.unwrap();
            }
        }
        if framing.starts_with('t') {
            stream.write_all(b"0\r\n\r\n").await.unwrap();
        }
        let answer = read_all(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{framing}: {answer}");
        assert!(answer.contains(r#"{"error":{"code":"tooLarge""#));
    }
}

#[tokio::test]
async fn an_upgrade_is_let_through() {
    let server = Server::start(None).await;
    let mut stream = server.connect().await;
    let request = "GET /upgrade HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    assert!(ask(&mut stream, request).await.starts_with("HTTP/1.1 101"));
}

#[tokio::test]
async fn a_shutdown_finishes_what_is_under_way_and_closes_the_rest() {
    let server = Server::start(None).await;
    let mut idle = server.connect().await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    timeout(PATIENCE, server.begun.notified()).await.unwrap();
    server.shutdown.cancel();
    assert_eq!(read_all(&mut idle).await, "");
    assert!(!server.serving.is_finished());
    server.finish.notify_one();
    assert!(read_all(&mut busy).await.ends_with("finished"));
    let address = server.address;
    server.stopped().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_ever() {
    let server = Server::start(None).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    timeout(PATIENCE, server.begun.notified()).await.unwrap();
    server.shutdown.cancel();
    server.stopped().await;
    assert_eq!(read_all(&mut busy).await, "");
}

#[tokio::test]
async fn tls_is_spoken_and_silence_at_the_handshake_is_dropped() {
    let directory = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let write = |name: &str, text: &str| -> PathBuf {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let certificate = write("cert.pem", &made.cert.pem());
    let key = write("key.pem", &made.signing_key.serialize_pem());
    let server = Server::start(Some(acceptor(&certificate, &key).unwrap())).await;

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = rustls_pki_types::ServerName::try_from("localhost").unwrap();
    let mut stream =
        TlsConnector::from(Arc::new(client)).connect(name, server.connect().await).await.unwrap();
    let answer = ask(&mut stream, "GET /peer HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(answer.contains("tls: true"));

    let mut silent = server.connect().await;
    assert_eq!(read_all(&mut silent).await, "");
    let mut plain = server.connect().await;
    assert!(!ask(&mut plain, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.contains("HTTP"));

    let swapped = acceptor(&key, &certificate).err().unwrap().to_string();
    assert!(swapped.contains("key.pem cannot be used for TLS"), "{swapped}");
    assert!(acceptor(&directory.path().join("none"), &key).is_err());
}
