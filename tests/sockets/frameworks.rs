//! Frameworks of the operator's and of a facilitator's own: offered, looked at, kept, pinned; and what is none is told
//! with its line and field, and leaves nothing behind.

#[path = "../../shared/tests/hostile/mod.rs"]
mod hostile;

use std::fs;
use std::path::Path;

use hostile::{EXAMPLE, hostile_files};
use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use trivet_tests::{Api, Client, Opened, Reply, Server, eventually};

/// Enough for every test that does not try the limit itself.
const MANY: [&str; 2] = ["--frameworks-per-hour", "100000"];

async fn post(api: &Api, path: &str, file: impl Into<reqwest::Body>) -> Reply {
    let request = api.request(Method::POST, path).header("content-type", "application/json");
    api.send(request.body(file)).await
}

async fn bring(api: &Api, file: &str) -> String {
    let reply = post(api, "/api/frameworks", file.to_owned()).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json["framework"].as_str().unwrap().to_owned()
}

async fn open(api: &Api, framework: &str) -> Opened {
    api.open_with(json!({"framework": framework})).await
}

/// The name of the first area of a session's framework.
async fn first_area(api: &Api, session: &str) -> Value {
    api.get(&format!("/api/sessions/{session}/framework"), None).await.json["areas"][0]["name"].clone()
}

async fn listed(api: &Api) -> Vec<String> {
    let reply = api.get("/api/frameworks", None).await;
    reply.json.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// How many rows each table holds.
fn rows(directory: &Path) -> Vec<(String, i64)> {
    let file = directory.join("trivet.sqlite");
    let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names = tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<Vec<String>, _>>().unwrap();
    assert!(names.contains(&"frameworks".to_owned()), "{names:?}");
    let count =
        |name: &str| database.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0));
    names.into_iter().map(|name| (name.clone(), count(&name).unwrap())).collect()
}

#[tokio::test]
async fn a_session_reads_the_same_after_the_operators_file_is_changed_and_removed() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("garden.json");
    fs::write(&file, EXAMPLE).unwrap();
    let server = Server::start_with(&["--frameworks", directory.path().to_str().unwrap()]).await;
    let api = server.api();
    assert_eq!(listed(&api).await, ["core-competencies", "vcse", "kitchen-garden"]);
    assert_eq!(api.get("/api/frameworks/kitchen-garden", None).await.json["areas"][0]["name"], "Growing");
    let old = open(&api, "kitchen-garden").await;
    let seat = api.join(&old.code, "Ann").await;
    let before = Client::connect(server.address, &seat).await.room.clone();

    let changed = EXAMPLE.replace("\"Growing\"", "\"Growing things\"");
    let server = server.restart_after(|_| fs::write(&file, changed).unwrap()).await;
    let new = open(&api, "kitchen-garden").await;
    assert_eq!(first_area(&api, &new.session).await, "Growing things");
    assert_eq!(first_area(&api, &old.session).await, "Growing");

    let server = server.restart_after(|_| fs::remove_file(&file).unwrap()).await;
    assert_eq!(listed(&api).await, ["core-competencies", "vcse"]);
    assert_eq!(api.get("/api/frameworks/kitchen-garden", None).await.status, 404);
    assert_eq!(first_area(&api, &new.session).await, "Growing things");
    assert_eq!(first_area(&api, &old.session).await, "Growing");
    assert_eq!(Client::connect(server.address, &seat).await.room["choice"], before["choice"]);
    let mut desk = Client::connect(server.address, &old.desk()).await;
    desk.done(json!({"type": "goTo", "stage": "area"})).await;
    desk.done(json!({"type": "chooseArea", "area": "growing"})).await;
    let summary = api.document(&old.session, "summary.json", Some(&old.secret)).await;
    assert_eq!(summary.status, 200, "{}", summary.text);
    assert!(summary.text.contains("Kitchen Garden Skills") && summary.text.contains("Growing"));
}

#[tokio::test]
async fn a_look_shows_what_would_be_kept_and_keeps_nothing() {
    let server = Server::start_with(&MANY).await;
    let api = server.api();
    let before = rows(server.directory());
    let reply = post(&api, "/api/frameworks/check", EXAMPLE).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.json["framework"]["areas"][0]["competencies"][0]["name"], "Sowing");
    let hash = reply.json["hash"].as_str().unwrap();
    assert_eq!(hash.len(), 64);
    assert_eq!(api.get(&format!("/api/frameworks/{hash}"), None).await.status, 404);
    let refused = api.post("/api/sessions", &json!({"framework": hash})).await;
    assert_eq!((refused.status, refused.field()), (400, "framework"));
    assert_eq!(rows(server.directory()), before);
}

#[tokio::test]
async fn what_was_brought_is_listed_nowhere_and_serves_whoever_knows_its_hash() {
    let server = Server::start_with(&MANY).await;
    let api = server.api();
    let hash = bring(&api, EXAMPLE).await;
    assert_eq!(hash, post(&api, "/api/frameworks/check", EXAMPLE).await.json["hash"]);
    assert_eq!(bring(&api, EXAMPLE).await, hash);
    assert_eq!(listed(&api).await, ["core-competencies", "vcse"]);
    assert_eq!(api.get("/api/frameworks/kitchen-garden", None).await.status, 404);
    assert_eq!(api.get(&format!("/api/frameworks/{hash}"), None).await.json["name"], "Kitchen Garden Skills");
    for wrong in [hash.to_uppercase(), hash[..63].to_owned(), "0".repeat(64), "..".to_owned()] {
        assert_eq!(api.get(&format!("/api/frameworks/{wrong}"), None).await.status, 404, "{wrong}");
    }
    let opened = open(&api, &hash).await;
    let seat = api.join(&opened.code, "Ann").await;
    let server = server.restart().await;
    let mut desk = Client::connect(server.address, &opened.desk()).await;
    desk.done(json!({"type": "goTo", "stage": "area"})).await;
    desk.done(json!({"type": "chooseArea", "area": "growing"})).await;
    desk.done(json!({"type": "goTo", "stage": "competencies"})).await;
    desk.done(json!({"type": "chooseCompetencies", "competencies": ["sowing"]})).await;
    desk.done(json!({"type": "goTo", "stage": "rate"})).await;
    let mut ann = Client::connect(server.address, &seat).await;
    ann.done(json!({"type": "rate", "competency": "sowing", "score": 7})).await;
    let sheet = api.document(&opened.session, "sheet.json", Some(&seat.secret)).await;
    assert!(sheet.text.contains("Sowing") && sheet.text.contains("Kitchen garden skills"), "{}", sheet.text);
}

#[tokio::test]
async fn one_that_no_session_names_goes_in_time() {
    let server = Server::start_with(&["--frameworks-kept-for", "0s", "--sweep-every", "50ms"]).await;
    let api = server.api();
    let gone = |hash: String| {
        let api = api.clone();
        async move { (api.get(&format!("/api/frameworks/{hash}"), None).await.status == 404).then_some(()) }
    };
    let hash = bring(&api, EXAMPLE).await;
    eventually("the framework goes", || gone(hash.clone())).await;
    // Between bringing and opening the sweep may come by; then it has to be brought again, as a person would.
    let opened = eventually("a session begins with it", || async {
        let hash = bring(&api, EXAMPLE).await;
        let reply = api.post("/api/sessions", &json!({"framework": hash})).await;
        (reply.status == 201).then_some(reply)
    })
    .await;
    let session = opened.json["session"].as_str().unwrap().to_owned();
    let other = bring(&api, &EXAMPLE.replace("Growing", "Growing things")).await;
    eventually("another one goes", || gone(other.clone())).await;
    assert_eq!(first_area(&api, &session).await, "Growing");
    assert_eq!(api.get(&format!("/api/frameworks/{hash}"), None).await.status, 200);
    let secret = opened.json["secret"].as_str().unwrap();
    assert_eq!(api.delete(&format!("/api/sessions/{session}"), Some(secret)).await.status, 204);
    eventually("it goes with its last session", || gone(hash.clone())).await;
}

#[tokio::test]
async fn only_so_many_are_kept_and_only_so_often() {
    let server = Server::start_with(&["--frameworks-kept", "2", "--frameworks-per-hour", "6"]).await;
    let api = server.api();
    let named = |name: &str| EXAMPLE.replace("\"Growing\"", &format!("\"{name}\""));
    let first = bring(&api, &named("One")).await;
    bring(&api, &named("Two")).await;
    let full = post(&api, "/api/frameworks", named("Three")).await;
    assert_eq!((full.status, full.code()), (503, "frameworksFull"));
    bring(&api, &named("One")).await;
    open(&api, &first).await;
    bring(&api, &named("Three")).await; // the first is a session's now
    assert_eq!(post(&api, "/api/frameworks/check", named("Four")).await.status, 200);
    let often = post(&api, "/api/frameworks/check", named("Four")).await;
    assert_eq!((often.status, often.code()), (429, "tooMany"));
    assert!(!often.header("retry-after").is_empty());
}

#[tokio::test]
async fn bringing_needs_the_operators_key_and_looking_does_not() {
    let server = Server::start_with(&["--create-key", "open sesame"]).await;
    let api = server.api();
    assert_eq!(post(&api, "/api/frameworks/check", EXAMPLE).await.status, 200);
    assert_eq!(post(&api, "/api/frameworks", EXAMPLE).await.status, 401);
    for (key, status) in [("wrong", 401), ("open sesame", 201)] {
        let request = api.request(Method::POST, "/api/frameworks").header("content-type", "application/json");
        let reply = api.send(request.bearer_auth(key).body(EXAMPLE)).await;
        assert_eq!(reply.status, status, "{key}");
    }
}

#[tokio::test]
async fn a_file_of_the_right_kind_from_the_right_page_only() {
    let server = Server::start_with(&MANY).await;
    let api = server.api();
    let before = rows(server.directory());
    for path in ["/api/frameworks", "/api/frameworks/check"] {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            let request = api.request(Method::POST, path).header("content-type", kind).body(EXAMPLE);
            assert_eq!(api.send(request).await.status, 400, "{kind}");
        }
        let request = api.request(Method::POST, path).header("content-type", "application/json");
        let elsewhere = request.header("origin", "https://evil.example.org").body(EXAMPLE);
        assert_eq!(api.send(elsewhere).await.status, 403);
        let large = post(&api, path, vec![b' '; 256 * 1024 + 1]).await;
        assert_eq!((large.status, large.code()), (413, "tooLarge"));
    }
    assert_eq!(rows(server.directory()), before);
}

#[tokio::test]
async fn hostile_files_are_told_with_line_and_field_and_leave_nothing() {
    let server = Server::start_with(&MANY).await;
    let api = server.api();
    let before = rows(server.directory());
    let files = hostile_files();
    assert!(files.len() > 150, "{}", files.len());
    for file in &files {
        for path in ["/api/frameworks/check", "/api/frameworks"] {
            let reply = post(&api, path, file.bytes.clone()).await;
            if file.bytes.len() > 256 * 1024 {
                assert_eq!((reply.status, reply.code()), (413, "tooLarge"), "{}", file.name);
                continue;
            }
            let error = &reply.json["error"];
            assert_eq!((reply.status, reply.code()), (400, "invalid"), "{}: {}", file.name, reply.text);
            assert!(reply.field().starts_with(file.field), "{}: {error}", file.name);
            let line = error["line"].as_u64().unwrap();
            assert!(line > 0 && file.line.is_none_or(|told| told as u64 == line), "{}: {error}", file.name);
            assert_eq!(error["problems"][0]["message"], error["message"], "{}", file.name);
            assert!(!reply.text.contains('\u{202e}') && !reply.text.contains('\u{1b}'), "{}", file.name);
        }
    }
    assert_eq!(rows(server.directory()), before);
    // Script is text like any other.
    let script = EXAMPLE.replace("\"Growing\"", "\"<img src=x onerror=alert(1)>\"");
    let hash = bring(&api, &script).await;
    let reply = api.get(&format!("/api/frameworks/{hash}"), None).await;
    assert_eq!(reply.json["areas"][0]["name"], "<img src=x onerror=alert(1)>");
    assert_eq!(reply.header("content-type"), "application/json");
}
