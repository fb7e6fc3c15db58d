//! Somebody writes for themselves alone, and nothing that anybody else can reach of the real program tells of it: no frame
//! on their sockets, no byte of what a new socket is welcomed with, of pages, documents, refusals, of what a code tells, of
//! what the health checks say, of any head, size or tag. The property itself is tried over random histories in
//! `server/tests/secrecy`; this is the same from outside, through everything that stands between.

use std::net::SocketAddr;

use serde_json::{Value, json};
use trivet_tests::{Binary, Client, Group, ONE, Raw, Seat, TWO, UNHURRIED, new_secret};
use uuid::Uuid;

/// A name and what was answered under it.
type Reached = Vec<(String, String)>;

/// Somebody who looks, with everything they know.
struct Onlooker<'a> {
    address: SocketAddr,
    seat: &'a Seat,
    code: &'a str,
    /// Another session's, and one of nobody's.
    strangers: [&'a str; 2],
}

impl Onlooker<'_> {
    /// The whole answer as it came, but for the time of day.
    async fn asks(&self, what: &str, headers: &str, body: &str) -> String {
        let mut raw = Raw::connect(self.address).await;
        let length =
            if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let request = format!(
            "{what} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}{length}\r\n{body}",
            self.address
        );
        raw.write(request.as_bytes()).await;
        let (answer, _) = raw.to_end().await;
        assert!(answer.starts_with("HTTP/1.1 "), "{what}: {answer}");
        let lines = answer.lines().filter(|line| !line.starts_with("date: "));
        lines.map(without_times).collect::<Vec<_>>().join("\n")
    }

    /// What they may not erase: a session is its facilitator's, a part its participant's.
    fn not_theirs(&self) -> &str {
        if self.seat.participant.is_empty() { "/me" } else { "" }
    }

    /// Everything that can be reached by asking.
    async fn answers(&self) -> Reached {
        let session = &self.seat.session;
        let within = |file: &str| format!("GET /api/sessions/{session}/{file}");
        let own = format!("authorization: Bearer {}\r\n", self.seat.secret);
        let json = "content-type: application/json\r\n";
        let socket = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let join =
            |name: &str| json!({"code": self.code, "name": name, "secret": self.strangers[0]}).to_string();
        let mut asked = vec![
            ("GET /metrics".to_owned(), "x-forwarded-for: 203.0.113.9\r\n".to_owned(), String::new()),
            (within("socket"), socket.to_owned(), String::new()),
            ("POST /api/join/look".to_owned(), json.to_owned(), json!({"code": self.code}).to_string()),
            ("POST /api/join/look".to_owned(), json.to_owned(), json!({"code": "22222222"}).to_string()),
            ("POST /api/join".to_owned(), json.to_owned(), join("Ben")),
            ("POST /api/join".to_owned(), json.to_owned(), join("")),
            ("POST /api/sessions".to_owned(), json.to_owned(), "{}".to_owned()),
            (format!("DELETE /api/sessions/{session}{}", self.not_theirs()), own.clone(), String::new()),
            ("PUT /api/join".to_owned(), String::new(), String::new()),
        ];
        for path in [
            "/",
            "/join",
            "/healthz",
            "/readyz",
            "/api/server",
            "/api/frameworks",
            "/nowhere",
            "/favicon.svg",
        ] {
            asked.push((format!("GET {path}"), String::new(), String::new()));
        }
        // Word files and PDFs say when they were made within what is packed; the property compares those.
        for file in [
            "sheet.json",
            "sheet.csv",
            "sheet.ics",
            "sheet.md",
            "mine.json",
            "framework",
            "summary.json",
            "nothing",
        ] {
            asked.push((within(file), own.clone(), String::new()));
        }
        for stranger in self.strangers {
            asked.push((
                within("sheet.json"),
                format!("authorization: Bearer {stranger}\r\n"),
                String::new(),
            ));
        }
        let mut answers = Reached::new();
        for (what, headers, body) in asked {
            let answer = self.asks(&what, &headers, &body).await;
            answers.push((format!("{what} {body}"), answer));
        }
        answers
    }

    /// What a new socket of theirs is welcomed with, and what it is refused with.
    async fn welcome(&self, refused: &[Value]) -> Reached {
        let mut socket = Client::connect(self.address, self.seat).await;
        let mut seen = vec![("welcome".to_owned(), timeless(&socket.frames[0]))];
        for command in refused {
            let before = socket.frames.len();
            let refusal = socket.refused(command.clone()).await;
            seen.push((
                command.to_string(),
                format!("{refusal} and {} frames", socket.frames.len() - before),
            ));
        }
        socket.message(tokio_tungstenite::tungstenite::Message::Close(None)).await;
        socket.close_code().await;
        seen
    }
}

/// A line without the times of day in it, such as `T12:34:56Z` or `T123456Z`: documents say when they were made.
fn without_times(line: &str) -> String {
    let mut parts = line.split('T');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        let is_time = rest.starts_with('Z') && (6..=8).contains(&(part.len() - rest.len()));
        line + "T" + if is_time { rest } else { part }
    })
}

/// A welcome without the time it was given.
fn timeless(frame: &str) -> String {
    let (before, rest) = frame.split_once("\"now\":").unwrap();
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    assert_ne!(after, rest);
    format!("{before}{after}")
}

/// What Ben does for himself alone from the talk on, step by step.
fn privately(ann: &str) -> Vec<Value> {
    let (kept, dropped) = (Uuid::new_v4(), Uuid::new_v4());
    let long = "words and more words ".repeat(80);
    vec![
        json!({"type": "rate", "competency": ONE, "score": 2, "reason": "short"}),
        json!({"type": "rate", "competency": ONE, "score": 9, "reason": long}),
        json!({"type": "rate", "competency": TWO, "score": 4, "reason": "told nobody"}),
        json!({"type": "decline", "competency": TWO, "declined": true}),
        json!({"type": "jot", "competency": ONE, "box": "heard", "text": "for myself"}),
        json!({"type": "feedback", "to": ann, "competency": ONE, "kind": "strength", "text": long, "draft": true}),
        json!({"type": "rescore", "competency": ONE, "score": 6, "shift": "what moved"}),
        json!({"type": "act", "action": kept, "text": "I will", "competency": ONE, "review": "2999-01-31"}),
        json!({"type": "act", "action": dropped, "text": "I would have"}),
        json!({"type": "dropAction", "action": dropped}),
        json!({"type": "about", "role": "Support worker", "organisation": "Somewhere"}),
        json!({"type": "rate", "competency": ONE, "reason": null}),
    ]
}

/// What is for the facilitator besides.
fn quietly() -> Vec<Value> {
    vec![
        json!({"type": "ready", "ready": true}),
        json!({"type": "moreTime", "wanted": true}),
        json!({"type": "raiseHand", "raised": true}),
        json!({"type": "checkIn", "wanted": true}),
    ]
}

/// Frames that tell of anything; what answers a ping tells of nothing.
fn told(client: &Client) -> Vec<&str> {
    client.frames.iter().map(String::as_str).filter(|frame| !frame.starts_with(r#"{"type":"pong""#)).collect()
}

#[tokio::test]
async fn nothing_that_anybody_can_reach_tells_that_somebody_wrote() {
    let directory = tempfile::tempdir().unwrap();
    let program =
        Binary::start(directory.path(), &[&UNHURRIED[..], &["--join-failures", "100000"]].concat()).await;
    let elsewhere = program.api().open().await;
    let mut group = Group::at(program.address, "discuss").await;
    let mut display = group.display().await;
    let mut ben = group.phones.remove(1);
    let (screen, desk, ann) = (display.seat().clone(), group.opened.desk(), group.phones[0].seat().clone());
    let (nobody, code) = (new_secret(), group.opened.code.clone());
    let looks = |seat| Onlooker {
        address: program.address,
        seat,
        code: &code,
        strangers: [&elsewhere.secret, &nobody],
    };
    let ben_id = ben.id().to_owned();
    let by_a_person = [
        json!({"type": "rate", "competency": ONE, "score": 11}),
        json!({"type": "rate", "competency": "nothing", "score": 1}),
        json!({"type": "showTo", "competency": ONE, "participant": ben_id}),
        json!({"type": "feedback", "to": ben_id, "competency": "nothing", "kind": "strength", "text": "a"}),
        json!({"type": "nudge", "participant": ben_id}),
        json!({"type": "dropAction", "action": Uuid::nil()}),
    ];
    let by_the_desk = [
        json!({"type": "cover", "item": Uuid::nil()}),
        json!({"type": "undo", "move": Uuid::nil()}),
        json!({"type": "admit", "participant": Uuid::nil()}),
        json!({"type": "turnPart", "part": "speak"}),
        json!({"type": "rate", "competency": ONE, "score": 1}),
    ];
    let look = async |with_desk: bool| {
        let mut all = looks(&ann).answers().await;
        all.extend(looks(&ann).welcome(&by_a_person).await);
        all.extend(looks(&screen).welcome(&[]).await);
        if with_desk {
            all.extend(looks(&desk).answers().await);
            all.extend(looks(&desk).welcome(&by_the_desk).await);
        }
        all
    };

    // Looking itself changes nothing: without this the comparison would say little.
    let before = look(true).await;
    same(&before, &look(true).await, "nothing at all");
    group.sync().await;
    display.sync().await;
    let frames = [&group.desk, &display]
        .into_iter()
        .chain(&group.phones)
        .map(|one| told(one).len())
        .collect::<Vec<_>>();
    for command in privately(ann.participant.as_str()) {
        ben.done(command).await;
    }
    same(&before, &look(true).await, "writing");
    group.sync().await;
    display.sync().await;
    let after = [&group.desk, &display]
        .into_iter()
        .chain(&group.phones)
        .map(|one| told(one).len())
        .collect::<Vec<_>>();
    assert_eq!(after, frames, "somebody's socket was told");

    // What only the desk is told, the others are not.
    let before = look(false).await;
    for command in quietly() {
        ben.done(command).await;
    }
    same(&before, &look(false).await, "a signal to the desk");
    group.sync().await;
    display.sync().await;
    let others = [&display].into_iter().chain(&group.phones).map(|one| told(one).len()).collect::<Vec<_>>();
    assert_eq!(others, frames[1..], "somebody's socket was told of a signal");

    // What is shown is seen, so that all of this would have been.
    ben.done(json!({"type": "rate", "competency": ONE, "reason": "for all"})).await;
    ben.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    let differing = differing(&before, &look(false).await);
    assert_eq!(differing, ["welcome"]);
}

fn differing<'a>(before: &'a Reached, after: &Reached) -> Vec<&'a str> {
    assert_eq!(before.len(), after.len());
    let pairs = before.iter().zip(after);
    pairs.filter(|(before, after)| before != after).map(|((what, _), _)| what.as_str()).collect()
}

fn same(before: &Reached, after: &Reached, what: &str) {
    for ((name, before), (_, after)) in before.iter().zip(after) {
        assert_eq!(before, after, "{what} changed {name}");
    }
    assert_eq!(before.len(), after.len());
}
