//! `trivet subject` and `mine.json`: what is held about somebody, for the operator by place and for themselves by word.

use serde_json::{Value, json};
use trivet_tests::{Binary, Canary, Group, ONE, Server, trivet};

#[tokio::test]
async fn an_operator_finds_where_a_name_stands_and_can_erase_by_it() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let mut group = Group::seat(program.address, &["Zoë", "Ben"], "discuss").await;
    let other = Group::seat(program.address, &["Cara"], "lobby").await;
    let (word, ben) = (Canary::new("word"), group.phones[1].id().to_owned());
    let zoe = group.phones[0].id().to_owned();
    group.phones[0]
        .done(json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": word.word()}))
        .await;
    let reason = format!("{} ZOE\u{308} said", word.word());
    group.phones[1].done(json!({"type": "rate", "competency": ONE, "reason": reason})).await;
    let data = directory.path().join("trivet.sqlite");
    let ask = |name: &'static str, more: &'static [&'static str]| {
        let data = data.to_str().unwrap().to_owned();
        async move { trivet(&[&["subject", name, "--data", &data], more].concat()).await }
    };

    let (code, out, err) = ask(" zoë ", &["--json"]).await;
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(!out.contains(word.word()), "places, not words");
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&found["lookedThrough"], found["sessions"].as_array().unwrap().len()), (&json!(2), 1));
    let session = &found["sessions"][0];
    assert_eq!(session["session"], json!(group.opened.session));
    let places = session["places"].as_array().unwrap();
    let has = |place: Value| assert!(places.contains(&place), "{place} in {out}");
    has(json!({"kind": "seat", "participant": zoe, "seat": 1, "place": "seated"}));
    has(
        json!({"kind": "wroteFeedback", "participant": zoe, "to": ben, "competency": ONE, "feedback": "strength", "given": true}),
    );
    has(json!({"kind": "mentioned", "participant": ben, "at": format!("rows/{ONE}/reason")}));
    assert_eq!(places.len(), 3, "{out}");

    let (code, out, _) = ask("Zoë", &[]).await;
    assert!(code == 0 && out.starts_with("Zoë stands in 1 session of 2\n"), "{out}");
    assert!(out.contains(&group.opened.session) && out.contains(&zoe) && !out.contains(word.word()), "{out}");
    assert!(!out.contains(&other.opened.session));

    let erase = ["erase", &group.opened.session, "--person", &zoe, "--data", data.to_str().unwrap()];
    assert_eq!(trivet(&erase).await.0, 0);
    let (_, out, _) = ask("Zoë", &["--json"]).await;
    let found: Value = serde_json::from_str(&out).unwrap();
    let places = found["sessions"][0]["places"].as_array().unwrap();
    assert_eq!(places.len(), 1, "what Ben wrote of her is Ben's: {out}");
    assert_eq!(ask("", &[]).await.0, 2);
    let (code, out, _) = ask("Nobody", &[]).await;
    assert_eq!((code, out.as_str()), (0, "Nobody stands in 0 sessions of 2\n"));
}

#[tokio::test]
async fn everybody_has_what_is_held_about_them_and_nobody_else_does() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let (reason, draft) = (Canary::new("reason"), Canary::new("draft"));
    let ben = group.phones[1].id().to_owned();
    group.phones[0]
        .done(json!({"type": "rate", "competency": ONE, "score": 4, "reason": reason.word()}))
        .await;
    group.phones[0]
        .done(json!({"type": "feedback", "to": ben, "competency": ONE, "kind": "strength", "text": draft.word(), "draft": true}))
        .await;
    let secrets: Vec<String> = group.phones.iter().map(|phone| phone.seat().secret.clone()).collect();
    let held = group.document("mine.json", &secrets[0]).await;
    assert_eq!((held.status, held.header("content-type")), (200, "application/json; charset=utf-8"));
    assert_eq!(held.header("content-disposition"), "attachment; filename=\"trivet-mine.json\"");
    assert_eq!(held.json["rows"][0]["reason"], reason.word());
    assert!(held.text.contains(draft.word()) && !held.text.contains(&secrets[0]));
    let other = group.document("mine.json", &secrets[1]).await;
    assert!(other.status == 200 && !other.text.contains(reason.word()) && !other.text.contains(draft.word()));
    assert_eq!(group.document("mine.json", &group.opened.secret).await.status, 403);
    assert_eq!(group.document("mine.json", &trivet_tests::new_secret()).await.status, 401);

    // Also for somebody who was removed.
    let ann = group.phones[0].id().to_owned();
    group.desk.done(json!({"type": "remove", "participant": ann})).await;
    let held = group.document("mine.json", &secrets[0]).await;
    assert_eq!((held.status, &held.json["person"]["place"]), (200, &json!("removed")));
    assert!(held.text.contains(reason.word()));
}
