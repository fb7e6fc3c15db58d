//! What opens nothing is answered alike, whatever it is: a secret that nobody ever had, one of another session, one whose
//! time is over; a code that never was, and one of a session that ended. The same bytes, on every way they can be tried.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use trivet_tests::{Client, Group, Raw, Reply, Seat, Server, eventually, new_secret};

/// An answer as it came, but for the time of day.
fn bytes(reply: &Reply) -> (u16, Vec<(String, Vec<u8>)>, String) {
    let headers = reply.headers.iter().filter(|(name, _)| *name != "date");
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    (reply.status, headers.collect(), reply.text.clone())
}

/// All that a socket is sent after hello: the first frame, and what comes after it.
async fn after_hello(server: &Server, seat: &Seat) -> (u8, Vec<u8>, Vec<u8>) {
    let mut raw = Raw::upgraded(server.address, seat).await;
    raw.text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
    let (kind, payload) = raw.frame().await.unwrap();
    // A close frame wants its answer; then the connection ends.
    raw.masked(0x80 | kind, &payload).await;
    (kind, payload, raw.bytes_to_end().await)
}

#[tokio::test]
async fn secrets_that_open_nothing_here() {
    let server = Server::start().await;
    let mut here = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let elsewhere = Group::seat(server.address, &["Cara"], "rate").await;
    let ended = Group::seat(server.address, &["Dev"], "closed").await;
    let erased = Group::seat(server.address, &["Eve"], "rate").await;
    let api = server.api();
    let gone = format!("/api/sessions/{}", erased.opened.session);
    assert_eq!(api.delete(&gone, Some(&erased.opened.secret)).await.status, 204);
    let (old, ben) = (here.opened.secret.clone(), here.phones[1].seat().clone());
    let within = |file: &str| format!("/api/sessions/{}/{file}", ben.session);
    assert_eq!(api.delete(&within("me"), Some(&ben.secret)).await.status, 204);
    let fresh = new_secret();
    here.desk.post(&uuid::Uuid::new_v4().to_string(), json!({"type": "newLink", "secret": fresh})).await;
    assert_eq!(here.desk.close_code().await, 4500);

    let unknown = new_secret();
    let secrets = [
        ("a facilitator's elsewhere", &elsewhere.opened.secret),
        ("somebody's elsewhere", &elsewhere.phones[0].seat().secret),
        ("of a session that ended", &ended.phones[0].seat().secret),
        ("of a session that was erased", &erased.opened.secret),
        ("of somebody there who was erased", &erased.phones[0].seat().secret),
        ("of somebody here who erased their part", &ben.secret),
        ("the link before the new one", &old),
    ];
    let seat = |secret: &str| Seat { secret: secret.to_owned(), ..here.opened.desk() };
    let told = after_hello(&server, &seat(&unknown)).await;
    assert_eq!(
        told,
        (8, 4500_u16.to_be_bytes().to_vec(), Vec::new()),
        "a close frame with 4500, and nothing else"
    );
    let asks = [
        (Method::GET, within("sheet.json")),
        (Method::GET, within("sheet.pdf")),
        (Method::GET, within("summary.md")),
        (Method::GET, within("mine.json")),
        (Method::GET, within("blank.pdf")),
        (Method::POST, within("earlier")),
        (Method::DELETE, within("me")),
        (Method::DELETE, format!("/api/sessions/{}", ben.session)),
    ];
    let ask = async |(method, path): &(Method, String), secret: &str| {
        let request = api.request(method.clone(), path).bearer_auth(secret);
        bytes(&api.send(request.json(&json!({}))).await)
    };
    let mut refused = Vec::new();
    for one in &asks {
        let answer = ask(one, &unknown).await;
        assert_eq!(answer.0, 401, "{one:?}: {}", answer.2);
        refused.push(answer);
    }
    for (whose, secret) in secrets {
        assert_eq!(after_hello(&server, &seat(secret)).await, told, "{whose}");
        for (one, refused) in asks.iter().zip(&refused) {
            assert_eq!(&ask(one, secret).await, refused, "{one:?} with one {whose}");
        }
    }
    // The right one opens, so that all of this is about secrets.
    assert_eq!(ask(&asks[2], &fresh).await.0, 200);
}

/// As in `access`: the step at which failed tries are answered.
const STEP: Duration = Duration::from_millis(100);

#[tokio::test]
async fn codes_that_open_nothing() {
    let server = Server::start_with(&[
        "--join-failures",
        "1000",
        "--hibernate-after",
        "0s",
        "--join-failures-per-second",
        "1000",
    ])
    .await;
    let api = server.api();
    let ended = Group::seat(server.address, &["Ann"], "closed").await;
    let erased = Group::seat(server.address, &["Ben"], "rate").await;
    let path = format!("/api/sessions/{}", erased.opened.session);
    assert_eq!(api.delete(&path, Some(&erased.opened.secret)).await.status, 204);
    let asleep = {
        let group = Group::seat(server.address, &["Cara"], "closed").await;
        group.opened.code
    };
    let alone = api.open_with(json!({"solo": true})).await;
    let codes = [
        ("ended", &ended.opened.code),
        ("erased", &erased.opened.code),
        ("asleep", &asleep),
        ("alone", &alone.code),
    ];
    for path in ["/api/join", "/api/join/look"] {
        let ask = async |code: &str| {
            let body = json!({"code": code, "name": "Eve"});
            let begun = Instant::now();
            let reply = api.post(path, &body).await;
            // No code is answered sooner than another: each waits for the step.
            assert!(begun.elapsed() >= STEP, "{path} {code}: {:?}", begun.elapsed());
            bytes(&reply)
        };
        let unknown = ask("2222 2222").await;
        assert_eq!(unknown.0, 404);
        for nonsense in ["", "nonsense", "2222 222", &"2".repeat(5_000)] {
            assert_eq!(ask(nonsense).await, unknown, "{path}: {nonsense:.20}");
        }
        for (what, code) in codes {
            assert_eq!(ask(code).await, unknown, "{path}: {what}");
        }
    }
    // That session's own people come back by their links as ever.
    eventually("the desk is back", || async {
        let mut desk = Client::greet(server.address, &ended.opened.desk()).await;
        desk.synced().await.then_some(())
    })
    .await;
}

#[tokio::test]
async fn no_session_is_answered_as_one_that_went() {
    let server = Server::start().await;
    let gone = Group::seat(server.address, &["Ann"], "rate").await;
    let api = server.api();
    let path = format!("/api/sessions/{}", gone.opened.session);
    assert_eq!(api.delete(&path, Some(&gone.opened.secret)).await.status, 204);
    let never = Seat { session: uuid::Uuid::new_v4().to_string(), ..gone.opened.desk() };
    let [went, was] = [after_hello(&server, &gone.opened.desk()).await, after_hello(&server, &never).await];
    assert_eq!(went, was);
    assert_eq!(was, (8, 4502_u16.to_be_bytes().to_vec(), Vec::new()));
    for file in ["sheet.json", "summary.json", "mine.json"] {
        let of = async |session: &str| bytes(&api.document(session, file, Some(&gone.opened.secret)).await);
        assert_eq!(of(&gone.opened.session).await, of(&never.session).await, "{file}");
    }
}
