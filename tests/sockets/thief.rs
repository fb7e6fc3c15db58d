//! Whoever takes the files, the log included, gets no key to anything: secrets stand nowhere as they are, nothing is open
//! to other users of the machine, and the log knows no word and no address.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use trivet_tests::{Binary, Canary, Client, Group, Launch, ONE, Seat, UNHURRIED, new_secret, trivet};
use uuid::Uuid;

/// Every file below a directory, with what is in it.
fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        found.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
    }
    found
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The forms in which a secret could stand somewhere: as it travels, and the bytes it stands for, raw or in hexadecimal.
fn forms(secret: &str) -> [Vec<u8>; 4] {
    let bytes = URL_SAFE_NO_PAD.decode(secret).unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    // Cut by the edge of a page, half of it is still whole.
    let half = secret.as_bytes()[..secret.len() / 2].to_vec();
    [secret.as_bytes().to_vec(), half, bytes, hex.into_bytes()]
}

#[tokio::test]
async fn no_secret_stands_in_any_file_and_no_file_is_open_to_others() {
    let (directory, safe) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // A machine on which everything is open to everybody unless a program says otherwise.
    let open = ["sh", "-c", "umask 0 && exec \"$@\"", "sh"];
    let mut program = Launch::new(directory.path()).within(&open).with(&UNHURRIED).start().await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "discuss").await;
    let [co, screen, fresh, brought] = [(); 4].map(|()| new_secret());
    group.desk.done(json!({"type": "coFacilitator", "secret": co, "name": "Robin"})).await;
    group.desk.done(json!({"type": "display", "secret": screen})).await;
    let own = json!({"code": group.opened.code, "name": "Cara", "secret": brought});
    assert_eq!(group.api.post("/api/join", &own).await.status, 201);
    let refused = json!({"type": "newLink", "secret": brought});
    assert_eq!(group.desk.refused(refused).await["why"]["rule"], "taken");
    group.desk.post(&Uuid::new_v4().to_string(), json!({"type": "newLink", "secret": fresh})).await;
    assert_eq!(group.desk.close_code().await, 4500);
    let desk = Client::connect(program.address, &Seat { secret: fresh.clone(), ..group.opened.desk() }).await;
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "reason": "a reason"})).await;
    // Somebody erases their part, so that the list of the erased is there too.
    let ben = group.phones[1].seat().clone();
    assert_eq!(
        group.api.delete(&format!("/api/sessions/{}/me", ben.session), Some(&ben.secret)).await.status,
        204
    );
    let secrets =
        [&group.opened.secret, &fresh, &co, &screen, &brought, &ben.secret, &group.phones[0].seat().secret];
    let secrets = secrets.map(String::clone);

    let (data, copy) = (directory.path().join("trivet.sqlite"), safe.path().join("copy.sqlite"));
    let (code, _, err) = trivet(&["backup", copy.to_str().unwrap(), "--data", data.to_str().unwrap()]).await;
    assert_eq!((code, err.as_str()), (0, ""));
    looked_at(directory.path(), &secrets);
    looked_at(safe.path(), &secrets);
    // Closed in order, what stood in the log stands in the file.
    drop((desk, group));
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    looked_at(directory.path(), &secrets);
    let kept = files(directory.path()).into_iter().find(|(name, _)| name == "trivet.sqlite").unwrap().1;
    // The same look finds what does stand there.
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(URL_SAFE_NO_PAD.decode(&fresh).unwrap()));
    assert!(holds(&kept, hash.as_bytes()) && holds(&kept, b"a reason"));
}

fn looked_at(directory: &Path, secrets: &[String]) {
    for (name, bytes) in files(directory) {
        for (at, secret) in secrets.iter().enumerate() {
            assert!(!forms(secret).iter().any(|form| holds(&bytes, form)), "{name} holds secret {at}");
        }
        #[cfg(unix)]
        if name != "trivet.log" {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(directory.join(&name)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{name}");
        }
    }
}

#[tokio::test]
async fn the_log_knows_no_address_and_says_once_that_a_claim_is_not_believed() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &["--log", "trace", "--join-failures", "2"]).await;
    let api = program.api();
    let opened = api.open().await;
    let word = Canary::new("word");
    let claims = ["203.0.113.77", "198.51.100.77", "2001:db8::77"];
    for claim in claims {
        for header in ["x-forwarded-for", "x-real-ip", "forwarded"] {
            let value = if header == "forwarded" { format!("for=\"[{claim}]\"") } else { claim.to_owned() };
            let body = json!({"code": opened.code, "name": ""});
            let request = api.request(Method::POST, "/api/join").json(&body).header(header, value);
            let host =
                request.header("x-forwarded-host", "elsewhere.example").header("x-forwarded-proto", "https");
            assert_eq!(api.send(host).await.status, 400);
        }
    }
    // Nor is a claim of another name or of TLS: the links are of the address that was asked.
    let request =
        api.request(Method::POST, "/api/sessions").json(&json!({"framework": "vcse", "title": word.word()}));
    let request =
        request.header("x-forwarded-host", "elsewhere.example").header("x-forwarded-proto", "https");
    let links = api.send(request).await;
    let own = format!("http://{}/", program.address);
    assert!(links.json["consoleUrl"].as_str().unwrap().starts_with(&own), "{}", links.text);
    assert!(links.json["joinUrl"].as_str().unwrap().starts_with(&own), "{}", links.text);
    // What ends badly is logged too: half a request, a socket without hello, guesses, a path with a secret in it.
    let seat = api.join(&opened.code, "Ann").await;
    let mut raw = trivet_tests::Raw::connect(program.address).await;
    raw.write(b"NONSENSE \x00\r\n\r\n").await;
    raw.to_end().await;
    let mut raw = trivet_tests::Raw::upgraded(program.address, &seat).await;
    raw.masked(0x82, word.word().as_bytes()).await;
    raw.end().await;
    for _ in 0..3 {
        api.try_join("2222 2222", word.word()).await;
    }
    api.get(&format!("/api/sessions/{}/sheet.json?secret={}", seat.session, seat.secret), None).await;
    let from = trivet_tests::Raw::connect(program.address).await.stream.local_addr().unwrap();
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;

    let log = program.log();
    let said = log.lines().filter(|line| line.contains("--behind-proxy")).count();
    assert_eq!(said, 1, "{log}");
    for private in claims.iter().copied().chain([
        word.word(),
        &opened.code,
        &opened.secret,
        &seat.secret,
        "elsewhere.example",
    ]) {
        assert!(!log.contains(private), "{private}: {log}");
    }
    // The one address it may name is its own.
    let own = program.address.to_string();
    let others: Vec<&str> =
        log.lines().filter(|line| line.replace(&own, "").contains(&from.ip().to_string())).collect();
    assert_eq!(others, [] as [&str; 0]);
}
