//! The headers, on everything that the server answers: pages, files, data, documents, refusals of every kind, and what an
//! upgrade is answered with. Data is kept nowhere; nothing lets another site's page read.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;
use trivet_tests::{Group, ONE, Raw, Reply, Server};

/// What the policy allows, rule by rule.
const POLICY: [(&str, &str); 13] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("object-src", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "svelte-trusted-html"),
];
const EXACTLY: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
/// What no page here uses, and a script that got in would.
const OFF: [&str; 6] = ["camera", "microphone", "geolocation", "payment", "usb", "display-capture"];
const NEVER: [&str; 6] = [
    "set-cookie",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "strict-transport-security", // in the clear it would be a lie
    "server",
];

/// Kept nowhere.
const DATA: &str = "no-store";
/// Asked about each time.
const PAGE: &str = "no-cache";
/// Its name has a hash in it.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn check(what: &str, headers: &BTreeMap<String, String>, caching: &str) {
    let header = |name: &str| headers.get(name).map_or("", String::as_str);
    let policy = header("content-security-policy");
    let rules: BTreeMap<&str, &str> = policy.split("; ").filter_map(|rule| rule.split_once(' ')).collect();
    assert_eq!(rules, BTreeMap::from(POLICY), "{what}: {policy}");
    for (name, value) in EXACTLY {
        assert_eq!(header(name), value, "{what}: {name}");
    }
    for feature in OFF {
        assert!(header("permissions-policy").contains(&format!("{feature}=()")), "{what}: {feature}");
    }
    for name in NEVER {
        assert!(!headers.contains_key(name), "{what}: {name}");
    }
    assert_eq!(header("cache-control"), caching, "{what}");
}

fn of(reply: &Reply) -> BTreeMap<String, String> {
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
    reply.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

/// The status and the headers of a head as it came.
fn read(head: &str) -> (u16, BTreeMap<String, String>) {
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    (status, lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

#[tokio::test]
async fn pages_and_files_carry_them() {
    let server = Server::start().await;
    let api = server.api();
    let shell = api.get("/", None).await;
    let assets: Vec<&str> = shell.text.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(assets.len() >= 2, "{}", shell.text);
    let ask = async |method: Method, path: &str, more: &[(&str, &str)]| {
        let request = more
            .iter()
            .fold(api.request(method, path), |request, (name, value)| request.header(*name, *value));
        api.send(request).await
    };
    let etag = shell.header("etag").to_owned();
    let session = "/session/00000000-0000-4000-8000-000000000000";
    for (method, path, more, status, caching) in [
        (Method::GET, "/", vec![], 200, PAGE),
        (Method::HEAD, "/", vec![], 200, PAGE),
        (Method::GET, "/", vec![("if-none-match", etag.as_str())], 304, PAGE),
        (Method::GET, "/", vec![("accept-encoding", "gzip")], 200, PAGE),
        (Method::GET, session, vec![], 200, PAGE),
        (Method::GET, "/favicon.svg", vec![], 200, PAGE),
        (Method::GET, "/manifest.webmanifest", vec![], 200, PAGE),
        (Method::GET, assets[0], vec![], 200, FOR_EVER),
        (Method::GET, assets[1], vec![("accept-encoding", "gzip")], 200, FOR_EVER),
        (Method::GET, "/nowhere", vec![("accept", "text/html")], 404, PAGE),
        (Method::GET, "/nowhere", vec![], 404, DATA),
        (Method::GET, "/assets/nowhere.js", vec![], 404, DATA),
        (Method::GET, "/../Cargo.toml", vec![], 404, DATA),
        (Method::POST, "/", vec![], 405, DATA),
        (Method::DELETE, "/nowhere", vec![], 404, DATA),
        (
            Method::OPTIONS,
            "/",
            vec![("origin", "http://elsewhere.example"), ("access-control-request-method", "POST")],
            405,
            DATA,
        ),
    ] {
        let what = format!("{method} {path} {more:?}");
        let reply = ask(method, path, &more).await;
        assert_eq!(reply.status, status, "{what}");
        check(&what, &of(&reply), caching);
    }
}

#[tokio::test]
async fn data_documents_and_refusals_carry_them() {
    let server = Server::start_with(&["--join-failures", "8"]).await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let within = |file: &str| format!("/api/sessions/{}/{file}", group.opened.session);
    let (api, desk) = (server.api(), group.opened.secret.clone());
    let [ann, ben] = [0, 1].map(|place| group.phones[place].seat().secret.clone());
    let mut seen: Vec<(String, u16, Reply)> = Vec::new();
    let get = async |path: &str, secret: Option<&str>| (format!("GET {path}"), api.get(path, secret).await);
    let post = async |path: &str, body: serde_json::Value| {
        (format!("POST {path} {body:.60}"), api.post(path, &body).await)
    };
    let mut saw = |status: u16, (what, reply): (String, Reply)| seen.push((what, status, reply));

    for path in ["/api/server", "/api/frameworks", "/api/frameworks/vcse", "/healthz", "/readyz", "/metrics"]
    {
        saw(200, get(path, None).await);
    }
    for file in [
        "sheet.json",
        "sheet.csv",
        "sheet.ics",
        "sheet.md",
        "sheet.docx",
        "mine.json",
        "blank.pdf",
        "framework",
    ] {
        saw(200, get(&within(file), Some(&ann)).await);
    }
    for file in ["summary.json", "summary.csv", "summary.ics", "summary.md", "summary.docx"] {
        saw(200, get(&within(file), Some(&desk)).await);
        saw(403, get(&within(file), Some(&ann)).await);
    }
    saw(401, get(&within("sheet.json"), None).await);
    saw(401, get(&within("sheet.json"), Some(&trivet_tests::new_secret())).await);
    saw(404, get(&within("nothing.json"), Some(&ann)).await);
    saw(404, get("/api/nowhere", None).await);
    saw(404, get("/api/sessions/nonsense/sheet.json", Some(&ann)).await);
    saw(404, get("/api/frameworks/nothing", None).await);
    saw(400, post("/api/sessions", json!({})).await);
    saw(400, post("/api/join", json!({"code": 5})).await);
    saw(201, post("/api/sessions", json!({"framework": "vcse"})).await);
    saw(201, post("/api/join", json!({"code": group.opened.code, "name": "Cara"})).await);
    saw(409, post("/api/join", json!({"code": group.opened.code, "name": "Ann"})).await);
    saw(200, post("/api/join/look", json!({"code": group.opened.code})).await);
    saw(413, post("/api/join", json!({"code": "x".repeat(70_000)})).await);
    // Until it was tried too often, whatever of the above counts as trying.
    for tries in 0.. {
        let (what, reply) = post("/api/join", json!({"code": "22222222", "name": "Eve"})).await;
        let status = reply.status;
        saw(if status == 429 { 429 } else { 404 }, (what, reply));
        if status == 429 {
            assert!(tries > 0, "a code that never was is a 404 before it is too often");
            break;
        }
    }
    let send = async |method: Method, path: &str, more: &[(&str, &str)]| {
        let request = more
            .iter()
            .fold(api.request(method.clone(), path), |request, (name, value)| request.header(*name, *value));
        (format!("{method} {path} {more:?}"), api.send(request).await)
    };
    saw(405, send(Method::PUT, "/api/join", &[]).await);
    saw(405, send(Method::GET, "/api/join", &[]).await);
    let foreign = ("origin", "http://elsewhere.example");
    saw(403, send(Method::POST, "/api/sessions", &[foreign]).await);
    saw(
        403,
        send(Method::OPTIONS, "/api/sessions", &[foreign, ("access-control-request-method", "POST")]).await,
    );
    saw(404, send(Method::GET, "/metrics", &[("x-forwarded-for", "203.0.113.9")]).await);
    saw(403, send(Method::DELETE, &within("me"), &[("authorization", &format!("Bearer {desk}"))]).await);
    saw(204, send(Method::DELETE, &within("me"), &[("authorization", &format!("Bearer {ben}"))]).await);
    let session = format!("/api/sessions/{}", group.opened.session);
    saw(401, send(Method::DELETE, &session, &[("authorization", &format!("Bearer {ben}"))]).await);
    group.desk.sync().await;
    saw(204, send(Method::DELETE, &session, &[("authorization", &format!("Bearer {desk}"))]).await);
    saw(404, get(&within("sheet.json"), Some(&ann)).await);
    for (what, status, reply) in &seen {
        assert_eq!(reply.status, *status, "{what}: {}", reply.text);
        check(what, &of(reply), DATA);
    }
}

#[tokio::test]
async fn what_an_upgrade_is_answered_with_carries_them() {
    let server = Server::start_with(&["--sockets-per-address", "1"]).await;
    let opened = server.api().open().await;
    let own = format!("origin: http://{}\r\n", server.address);
    let upgrade = async |lines: &str| {
        let mut raw = Raw::connect(server.address).await;
        let request = format!(
            "GET /api/sessions/{}/socket HTTP/1.1\r\nhost: {}\r\n{lines}\r\n",
            opened.session, server.address
        );
        raw.write(request.as_bytes()).await;
        (read(&raw.head().await), raw)
    };
    let socket = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (lines, status) in [
        (socket.to_owned(), 403),
        (format!("{socket}origin: http://elsewhere.example\r\n"), 403),
        (format!("{own}{}", socket.replace("version: 13", "version: 8")), 400),
        (own.clone(), 400),
    ] {
        let ((seen, headers), _) = upgrade(&lines).await;
        assert_eq!(seen, status, "{lines}");
        check(&lines, &headers, DATA);
    }
    let ((seen, headers), _held) = upgrade(&format!("{own}{socket}")).await;
    assert_eq!(seen, 101);
    check("the upgrade", &headers, DATA);
    let ((seen, headers), _) = upgrade(&format!("{own}{socket}")).await;
    assert_eq!(seen, 429);
    check("one socket too many", &headers, DATA);
}

#[tokio::test]
async fn a_head_has_16_kib_and_no_more() {
    let server = Server::start().await;
    for (bytes, status) in [(15 * 1024, 200), (17 * 1024, 431)] {
        let mut raw = Raw::connect(server.address).await;
        let request = format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "x".repeat(bytes));
        raw.write(request.as_bytes()).await;
        assert_eq!(read(&raw.head().await).0, status, "{bytes}");
    }
}

/// In front of the totals stand three doors: who asks, under which name, and whether anybody else asks through them.
#[tokio::test]
async fn the_totals_are_for_whoever_is_on_the_machine_itself() {
    let server = Server::start().await;
    let api = server.api();
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let ask = async |more: &[(&str, &str)]| {
        let request = api.request(Method::GET, "/metrics");
        api.send(more.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    };
    let told = ask(&[]).await;
    assert_eq!(told.status, 200);
    let nothing = api.get("/nowhere", None).await;
    for more in [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-for", "::1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "localhost"),
        ("x-real-ip", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("via", "1.1 proxy"),
        ("host", "trivet.example.org"),
        ("host", "127.0.0.1.rebound.example"),
    ] {
        let refused = ask(&[more]).await;
        assert_eq!((refused.status, &refused.text), (404, &nothing.text), "{more:?}");
        assert_eq!(of(&refused).keys().collect::<Vec<_>>(), of(&nothing).keys().collect::<Vec<_>>());
    }
    // Totals over all, and no label that tells anything apart but the buckets of time.
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "score": 3})).await;
    let lines: Vec<&str> =
        told.text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(lines.len() > 5, "{}", told.text);
    for line in lines {
        let label = line.split_once('{').map_or("", |(_, label)| label);
        assert!(label.is_empty() || label.starts_with("le=\""), "{line}");
        assert!(!line.contains(&group.opened.session[..8]), "{line}");
    }
}
