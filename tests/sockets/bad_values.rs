//! Commands that make no sense: each is refused in a way that names what is wrong, changes nothing, and costs nobody
//! their connection.

use serde_json::{Value, json};
use trivet_tests::{AREA, Client, Group, ONE, Server, THREE, TWO};
use uuid::Uuid;

/// A frame with a command written by hand.
fn frame(command: &str) -> String {
    format!(r#"{{"type":"command","id":"{}","command":{command}}}"#, Uuid::new_v4())
}

/// The refusal's type and field, whether the frame could be read as far as its id or not.
async fn refused(client: &mut Client, text: &str) -> (String, String) {
    let mark = client.frames.len();
    client.text(text).await;
    client.until("an answer", |c| c.frames.len() > mark).await;
    let answer: Value = serde_json::from_str(&client.frames[mark]).unwrap();
    client.answered(|_, _| {});
    assert_eq!(answer["type"], "refused", "{text:.200} {answer}");
    let refusal = &answer["refusal"];
    let part = |name: &str| refusal[name].as_str().unwrap_or_default().to_owned();
    (part("type"), part("field"))
}

fn invalid(field: &str) -> (String, String) {
    ("invalid".to_owned(), field.to_owned())
}

#[tokio::test]
async fn a_score_is_a_whole_number_from_1_to_10() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "discuss").await;
    let ann = &mut group.phones[0];
    let before = ann.mine.clone();
    for score in
        ["0", "11", "-1", "5.5", "\"5\"", "NaN", "1e999", "1e1", "[5]", "{}", "true", "99999999999999999999"]
    {
        for command in ["rate", "rescore"] {
            let text = frame(&format!(r#"{{"type":"{command}","competency":"{ONE}","score":{score}}}"#));
            assert_eq!(refused(ann, &text).await, invalid("score"), "{score}");
        }
    }
    assert_eq!(ann.mine, before);
    for score in [1, 10] {
        ann.done(json!({"type": "rate", "competency": ONE, "score": score})).await;
    }
}

#[tokio::test]
async fn json_that_is_none_names_where_it_breaks_off() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let ann = &mut group.phones[0];
    let deep = frame(&"[".repeat(10_000));
    let closed = frame(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)));
    let within = frame(&format!(
        r#"{{"type":"rate","competency":"{ONE}","reason":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    ));
    for text in ["", "nonsense", "[]", "null", "\"ping\"", "{\"type\":", &deep, &closed] {
        let (kind, field) = refused(ann, text).await;
        assert!(kind == "invalid" && !field.is_empty(), "{text:.80}: {kind} {field}");
    }
    assert_eq!(refused(ann, &within).await, invalid("reason"));
    let rate = |body: &str| frame(&format!(r#"{{"type":"rate","competency":"{ONE}",{body}}}"#));
    for (body, field) in [
        (r#""score":1,"score":2"#, "score"),
        (r#""reason":"a","reason":"b""#, "reason"),
        (r#""competency":"encouragers""#, "competency"),
        (r#""type":"decline""#, "type"),
        (r#""reason":5"#, "reason"),
        (r#""reason":"\ud800""#, "reason"),
        (r#""reason":"a\u0000b""#, "reason"),
        (r#""was":5"#, "was"),
    ] {
        assert_eq!(refused(ann, &rate(body)).await, invalid(field), "{body}");
    }
    for (text, field) in [
        (r#"{"type":"nothing"}"#.to_owned(), "type"),
        (r#"{"type":"command"}"#.to_owned(), "id"),
        (r#"{"type":"command","id":"x","command":{"type":"ready","ready":true}}"#.to_owned(), "id"),
        (format!(r#"{{"type":"command","id":"{}"}}"#, Uuid::new_v4()), "command"),
        (frame("{}"), "type"),
        (frame("5"), "command"),
        (frame(r#"{"type":"rate"}"#), "competency"),
        (frame(r#"{"type":"ready","ready":"yes"}"#), "ready"),
    ] {
        assert_eq!(refused(ann, &text).await, invalid(field), "{text}");
    }
    ann.done(json!({"type": "ready", "ready": true})).await;
}

#[tokio::test]
async fn an_unknown_command_is_refused_and_the_connection_lives() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    for kind in ["fly", "Rate", "", "rate ", "constructor"] {
        assert_eq!(group.phones[0].refused(json!({"type": kind})).await, json!({"type": "unknownCommand"}));
        assert_eq!(group.desk.refused(json!({"type": kind})).await, json!({"type": "unknownCommand"}));
    }
    group.sync().await;
}

#[tokio::test]
async fn words_are_bounded_and_never_interpreted() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let ben = group.phones[1].id().to_owned();
    let ann = &mut group.phones[0];
    let word = "x".repeat(2_001);
    for command in [
        json!({"type": "rate", "competency": ONE, "reason": word}),
        json!({"type": "rescore", "competency": ONE, "shift": word}),
        json!({"type": "act", "action": Uuid::new_v4(), "text": word}),
        json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "training", "text": word}),
    ] {
        let refusal = ann.refused(command).await;
        assert_eq!(refusal["why"], json!({"rule": "tooLong", "most": 2_000}));
    }
    // What counts is what is kept: characters, after the marks were joined to their letters.
    for (words, fits) in
        [("e\u{301}".repeat(2_000), true), ("e\u{301}".repeat(2_001), false), ("👩".repeat(2_000), true)]
    {
        let answer = ann.send(json!({"type": "rate", "competency": ONE, "reason": words})).await;
        assert_eq!(answer.kind() == "done", fits, "{answer:?}");
    }
    // A hundred thousand characters are more than a message may hold; thirty thousand are just too long.
    let refusal = ann.refused(json!({"type": "rate", "competency": ONE, "reason": "x".repeat(30_000)})).await;
    assert_eq!(refusal["field"], "reason");
    for literal in [
        "=HYPERLINK(\"http://example.org\")",
        "#read(\"/etc/passwd\")",
        "<script>alert(1)</script>",
        "a\u{202e}b",
        "e\u{301}",
        "👩\u{200d}🚀\nsecond line\ttab",
        "../../etc/passwd",
        &"é".repeat(2_000),
    ] {
        ann.done(json!({"type": "rate", "competency": ONE, "reason": literal})).await;
        let kept = ann.mine["rows"][ONE]["reason"].as_str().unwrap();
        assert!(kept == literal || literal == "e\u{301}" && kept == "é", "{literal}");
    }
    let secret = ann.seat().secret.clone();
    let sheet = group.document("sheet.json", &secret).await;
    assert_eq!(sheet.json["rows"][0]["reason"], "é".repeat(2_000));
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_overwritten() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "reason": "first", "was": ""})).await;
    let refusal = ann.refused(json!({"type": "rate", "competency": ONE, "reason": "mine", "was": ""})).await;
    assert_eq!(refusal, json!({"type": "stale", "now": "first"}));
    ann.done(json!({"type": "rate", "competency": ONE, "reason": "second", "was": "first"})).await;
}

#[tokio::test]
async fn review_dates_lie_after_today_and_exist() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "discuss").await;
    let ann = &mut group.phones[0];
    for (date, rule) in [
        ("2020-01-01", "notAfterToday"),
        ("2999-02-31", "notADate"),
        ("2999-13-01", "notADate"),
        ("31/02/2999", "notADate"),
        ("tomorrow", "notADate"),
        ("", "notADate"),
    ] {
        let act = json!({"type": "act", "action": Uuid::new_v4(), "text": "I will", "review": date});
        let refusal = ann.refused(act).await;
        assert_eq!((&refusal["field"], &refusal["why"]["rule"]), (&json!("review"), &json!(rule)), "{date}");
    }
    assert_eq!(ann.mine["actions"], json!({}));
}

#[tokio::test]
async fn one_to_three_competencies_of_the_one_area() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "competencies").await;
    let choose = |ids: &[&str]| json!({"type": "chooseCompetencies", "competencies": ids});
    let desk = &mut group.desk;
    let four = desk.refused(choose(&[ONE, TWO, THREE, "risk-navigators"])).await;
    assert_eq!(four, json!({"type": "tooMany", "most": 3}));
    assert_eq!(desk.refused(choose(&[ONE, "reconcilers"])).await, json!({"type": "notInArea"}));
    assert_eq!(desk.refused(choose(&[ONE, "nothing"])).await["field"], "competencies");
    assert_eq!(desk.refused(choose(&[])).await["field"], "competencies");
    assert_eq!(desk.refused(json!({"type": "chooseArea", "area": "nowhere"})).await["field"], "area");
    desk.done(choose(&[THREE, ONE, ONE])).await;
    assert_eq!(desk.room["choice"], json!({"area": AREA, "competencies": [ONE, THREE]}));
    group.go_on_to("rate").await;
    let other =
        group.phones[0].refused(json!({"type": "rate", "competency": "reconcilers", "score": 5})).await;
    assert_eq!(other, json!({"type": "notInArea"}));
    assert_eq!(
        group.phones[0].refused(json!({"type": "rate", "competency": "x", "score": 5})).await["field"],
        "competency"
    );
}

#[tokio::test]
async fn a_first_score_is_final_once_it_was_answered() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "discuss").await;
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    ann.done(json!({"type": "show", "competency": ONE, "score": true})).await;
    let rate = json!({"type": "rate", "competency": ONE, "score": 6});
    assert_eq!(ann.refused(rate.clone()).await, json!({"type": "scoreFinal", "shown": true}));
    ann.done(json!({"type": "takeBack", "competency": ONE})).await;
    ann.done(rate).await;
    ann.done(json!({"type": "rescore", "competency": ONE, "score": 6})).await;
    let again = ann.refused(json!({"type": "rate", "competency": ONE, "score": 7})).await;
    assert_eq!(again, json!({"type": "scoreFinal", "shown": false}));
    assert_eq!(
        ann.refused(json!({"type": "show", "competency": TWO, "score": true})).await["type"],
        "nothingToShow"
    );
}

#[tokio::test]
async fn a_number_is_a_whole_one_within_its_bounds_wherever_one_is_given() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let (before, room) = (group.desk.desk.clone(), group.desk.room.clone());
    for number in [
        "NaN",
        "Infinity",
        "1e999",
        "5.5",
        "\"5\"",
        "70000",
        "-40000",
        "-99999999999999999999",
        "[5]",
        "{}",
        "true",
    ] {
        for (command, field) in [
            (format!(r#"{{"type":"extend","stage":"rate","minutes":{number}}}"#), "minutes"),
            (format!(r#"{{"type":"plan","minutes":{{"rate":{number}}}}}"#), "minutes.rate"),
            (
                format!(r#"{{"type":"plan","minutes":{{"lobby":1,"rate":{number},"area":1}}}}"#),
                "minutes.rate",
            ),
            (format!(r#"{{"type":"prepare","seats":{number}}}"#), "seats"),
            (format!(r#"{{"type":"prepare","keptDays":{number}}}"#), "keptDays"),
        ] {
            assert_eq!(refused(&mut group.desk, &frame(&command)).await, invalid(field), "{command}");
        }
    }
    for (command, field) in [
        (r#"{"type":"pause","until":1e999}"#, "until"),
        (r#"{"type":"pause","until":-1}"#, "until"),
        (r#"{"type":"plan","minutes":{"rate":241}}"#, "minutes.rate"),
        (r#"{"type":"plan","minutes":{"nowhere":5}}"#, "minutes.nowhere"),
        (r#"{"type":"plan","minutes":{"rate":5,"rate":6}}"#, "minutes"),
        (r#"{"type":"plan","minutes":[5]}"#, "minutes"),
    ] {
        assert_eq!(refused(&mut group.desk, &frame(command)).await, invalid(field), "{command}");
    }
    assert_eq!((&group.desk.desk, &group.desk.room), (&before, &room));
}

#[tokio::test]
async fn a_name_is_checked_wherever_one_is_given_and_otherwise_left_as_it_is() {
    let server = Server::start_with(&["--messages-burst", "10000"]).await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "lobby").await;
    let zalgo = format!("Z{}", "\u{301}".repeat(60));
    for wrong in ["", "   ", "\u{202e}", "\u{200b}", "a\0b", &"x".repeat(41), &"x".repeat(10_000), &zalgo] {
        let refusals = [
            group.phones[0].refused(json!({"type": "rename", "name": wrong})).await,
            group.desk.refused(json!({"type": "addSeat", "name": wrong})).await,
        ];
        assert!(
            refusals.iter().all(|r| r["type"] == "invalid" && r["field"] == "name"),
            "{wrong:?}: {refusals:?}"
        );
        let open = json!({"framework": "core-competencies", "facilitator": wrong});
        let reply = group.api.post("/api/sessions", &open).await;
        assert_eq!((reply.status, reply.field()), (400, "facilitator"), "{wrong:?}");
    }
    for fits in ["x".repeat(40), "e\u{301}".repeat(40)] {
        group.phones[0].done(json!({"type": "rename", "name": fits})).await;
    }
    for twin in ["Ben", " ben ", "BEN"] {
        let refusal = group.phones[0].refused(json!({"type": "rename", "name": twin})).await;
        assert_eq!((&refusal["type"], &refusal["field"]), (&json!("invalid"), &json!("name")), "{twin}");
    }
    for literal in ["<img src=x onerror=alert(1)>", "=1+1", "a\u{202e}b", "👩\u{200d}🚀", "../../etc/passwd"]
    {
        group.phones[0].done(json!({"type": "rename", "name": literal})).await;
        assert_eq!(group.phones[0].room["people"][0]["name"], literal);
    }
}
