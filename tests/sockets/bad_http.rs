//! Requests that make no sense, and pages of other origins: refused in words.

use reqwest::Method;
use serde_json::json;
use trivet_tests::{Group, Raw, Reply, Seen, Server};

fn error(reply: &Reply) -> (u16, &str, &str) {
    (reply.status, reply.code(), reply.field())
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let server = Server::start().await;
    let api = server.api();
    let open = |fields: serde_json::Value| {
        let mut body = json!({"framework": "core-competencies"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body
    };
    for (body, field) in [
        (json!({}), "framework"),
        (json!({"framework": "nothing"}), "framework"),
        (json!({"framework": 5}), "framework"),
        (open(json!({"seats": 0})), "seats"),
        (open(json!({"seats": 13})), "seats"),
        (open(json!({"seats": 4.5})), "seats"),
        (open(json!({"title": "x".repeat(121)})), "title"),
        (open(json!({"facilitator": ""})), "facilitator"),
        (open(json!({"plan": {"rate": 241}})), "plan.rate"),
        (open(json!({"plan": {"rate": 70_000}})), "plan.rate"),
        (open(json!({"plan": {"rate": -1}})), "plan.rate"),
        (open(json!({"plan": {"nowhere": 1}})), "plan.nowhere"),
        (open(json!({"zone": "Nowhere/City"})), "zone"),
        (open(json!({"secret": "short"})), "secret"),
        (open(json!({"secret": "!".repeat(43)})), "secret"),
    ] {
        let reply = api.post("/api/sessions", &body).await;
        assert_eq!(error(&reply), (400, "invalid", field), "{body}: {}", reply.text);
    }
    for (body, field) in [
        (json!({"name": "Ann"}), "code"),
        (json!({"code": "22222222"}), "name"),
        (json!({"code": 5, "name": "Ann"}), "code"),
        (json!({"code": "22222222", "name": "Ann", "secret": "short"}), "secret"),
    ] {
        let reply = api.post("/api/join", &body).await;
        assert_eq!(error(&reply), (400, "invalid", field), "{body}");
    }
    for text in ["", "{", "[]", "nonsense", "{\"framework\":\"vcse\"}x", &"[".repeat(10_000)] {
        let request = api.request(Method::POST, "/api/sessions").header("content-type", "application/json");
        let reply = api.send(request.body(text.to_owned())).await;
        assert_eq!((reply.status, reply.code()), (400, "invalid"), "{text:.50}");
    }
    let twice = r#"{"framework":"vcse","framework":"vcse"}"#;
    let request = api.request(Method::POST, "/api/sessions").header("content-type", "application/json");
    assert_eq!(error(&api.send(request.body(twice)).await), (400, "invalid", "framework"));
    let twice = r#"{"framework":"vcse","plan":{"rate":1,"rate":2}}"#;
    let request = api.request(Method::POST, "/api/sessions").header("content-type", "application/json");
    assert_eq!(error(&api.send(request.body(twice)).await), (400, "invalid", "plan"));
    // A form of another site's page has another type.
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = api.request(Method::POST, "/api/sessions").header("content-type", kind);
        let reply = api.send(request.body(r#"{"framework":"vcse"}"#)).await;
        assert_eq!((reply.status, reply.code()), (400, "invalid"), "{kind}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_so() {
    let server = Server::start().await;
    for length in [64 * 1024 + 1, 300_000, 1_000_000] {
        let mut raw = Raw::connect(server.address).await;
        let head = format!(
            "POST /api/join HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n",
            server.address
        );
        raw.write(head.as_bytes()).await;
        raw.write(&vec![b' '; length]).await;
        let (answer, end) = raw.to_end().await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{length}: {answer}");
        assert!(answer.contains("\"tooLarge\"") && answer.contains("content-security-policy"));
        assert_eq!(end, Seen::End, "{length}");
    }
    // A body that says nothing of its length is measured as it comes.
    let api = server.api();
    let mut raw = Raw::connect(server.address).await;
    let head = format!(
        "POST /api/join HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        server.address
    );
    raw.write(head.as_bytes()).await;
    for _ in 0..10 {
        raw.write(format!("4000\r\n{}\r\n", " ".repeat(0x4000)).as_bytes()).await;
    }
    raw.write(b"0\r\n\r\n").await;
    let (answer, _) = raw.to_end().await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let fits = api.post("/api/join", &json!({"code": "x".repeat(60_000), "name": "Ann"})).await;
    assert_eq!(fits.status, 404);
}

#[tokio::test]
async fn a_body_that_is_too_large_and_stops_half_way_is_told_so_all_the_same() {
    let server = Server::start_with(&["--discard-for", "300ms"]).await;
    let mut raw = Raw::connect(server.address).await;
    let head = "POST /api/join HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n";
    raw.write(head.as_bytes()).await;
    raw.write(&vec![b' '; 200_000]).await;
    // No more of it comes; the rest is not waited for.
    let (answer, end) = raw.to_end().await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("\"tooLarge\""), "{answer}");
    assert_eq!(end, Seen::End);
}

#[tokio::test]
async fn lengths_that_contradict_each_other_are_no_request() {
    let server = Server::start().await;
    // Two lengths, or a length and chunks, are how a request is hidden in another one's body behind some proxies.
    for lengths in [
        "content-length: 5\r\ncontent-length: 6",
        "content-length: +5",
        "content-length: -1",
        "content-length: 99999999999999999999",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity",
        "transfer-encoding: xchunked",
    ] {
        let mut raw = Raw::connect(server.address).await;
        let head = format!(
            "POST /api/join HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n{lengths}\r\n\r\n{{}}xxxGET /api/server HTTP/1.1\r\nhost: x\r\n\r\n",
            server.address
        );
        raw.write(head.as_bytes()).await;
        let (answer, _) = raw.to_end().await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lengths}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{lengths}: two answers: {answer}");
    }
    for line in ["GET / HTTP/1.1\r\nho st: x", "\0", "GET / HTTP/9.9", "GET / / HTTP/1.1", "PRI * HTTP/2.0"] {
        let mut raw = Raw::connect(server.address).await;
        raw.write(format!("{line}\r\n\r\n").as_bytes()).await;
        let (answer, _) = raw.to_end().await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 5"),
            "{line:?}: {answer}"
        );
    }
    assert_eq!(server.api().get("/healthz", None).await.status, 200);
}

#[tokio::test]
async fn a_page_of_another_origin_may_neither_write_nor_open_a_socket() {
    let server = Server::start_with(&["--origin", "https://trivet.example.org"]).await;
    let group = Group::seat(server.address, &["Ann"], "lobby").await;
    let own = format!("http://{}", server.address);
    let body = json!({"framework": "core-competencies"});
    for (origin, status) in [
        (Some(own.as_str()), 201),
        (Some("https://trivet.example.org"), 201),
        (None, 201),
        (Some("https://evil.example.org"), 403),
        (Some("http://127.0.0.1:1"), 403),
        (Some("http://localhost"), 403),
        (Some("null"), 403),
        (Some(""), 403),
    ] {
        let mut request = group.api.request(Method::POST, "/api/sessions").json(&body);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let reply = group.api.send(request).await;
        assert_eq!(reply.status, status, "{origin:?}: {}", reply.text);
        // On the upgrade it must be present.
        let status = if origin.is_none() { 403 } else { status };
        let opened = upgrade(&server, &group.opened.session, origin).await;
        let expected = if status == 403 { "HTTP/1.1 403" } else { "HTTP/1.1 101" };
        assert!(opened.starts_with(expected), "{origin:?}: {opened}");
    }
    let secret = group.opened.secret.clone();
    let delete = group
        .api
        .request(Method::DELETE, &format!("/api/sessions/{}", group.opened.session))
        .bearer_auth(&secret)
        .header("origin", "https://evil.example.org");
    assert_eq!(group.api.send(delete).await.status, 403);
    assert_eq!(group.document("summary.json", &secret).await.status, 200);
}

async fn upgrade(server: &Server, session: &str, origin: Option<&str>) -> String {
    let mut raw = Raw::connect(server.address).await;
    let origin = origin.map_or(String::new(), |origin| format!("origin: {origin}\r\n"));
    let request = format!(
        "GET /api/sessions/{session}/socket HTTP/1.1\r\nhost: {}\r\n{origin}connection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        server.address
    );
    raw.write(request.as_bytes()).await;
    raw.head().await
}
