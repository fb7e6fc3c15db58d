//! One person alone: the whole way with one secret, found again by it, and their own lines on their own sheet. In a
//! group what somebody heard is as much theirs.

use serde_json::{Value, json};
use trivet_tests::{AREA, Canary, Client, Group, ONE, Server, TWO};
use uuid::Uuid;

const BOXES: [&str; 3] = ["well", "hard", "step"];

#[tokio::test]
async fn somebody_alone_walks_the_whole_way_and_finds_it_again_by_their_link() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open_with(json!({"solo": true, "title": "On my own"})).await;
    let mut ann = Client::connect(server.address, &opened.desk()).await;
    assert_eq!(ann.room["about"]["solo"], true);
    assert_eq!(ann.mine["me"]["name"], "", "a name is theirs to give or not");
    assert_eq!(api.try_join(&opened.code, "Ben").await.status, 404, "nobody joins somebody alone");

    let words: Vec<Canary> = BOXES.iter().map(|which| Canary::new(which)).collect();
    let jot = |which: &str, word: &Canary| json!({"type": "jot", "competency": ONE, "box": which, "text": word.word()});
    for command in [
        json!({"type": "goTo", "stage": "area"}),
        json!({"type": "chooseArea", "area": AREA}),
        json!({"type": "goTo", "stage": "competencies"}),
        json!({"type": "chooseCompetencies", "competencies": [ONE, TWO]}),
        json!({"type": "goTo", "stage": "rate"}),
        json!({"type": "rate", "competency": ONE, "score": 4, "reason": "Busy weeks"}),
        json!({"type": "decline", "competency": TWO, "declined": true}),
        json!({"type": "goTo", "stage": "discuss"}),
        jot("well", &words[0]),
        jot("hard", &words[1]),
        jot("step", &words[2]),
        json!({"type": "goTo", "stage": "rescore"}),
        json!({"type": "rescore", "competency": ONE, "score": 6}),
        json!({"type": "goTo", "stage": "actions"}),
        json!({"type": "act", "action": Uuid::new_v4().to_string(), "text": "Ask", "competency": ONE, "review": "2999-01-31"}),
    ] {
        ann.done(command).await;
    }
    let sheet = api.document(&opened.session, "sheet.md", Some(&opened.secret)).await.text;
    assert!(sheet.contains("after the last change") && !sheet.contains("session closes"), "{sheet}");
    ann.done(json!({"type": "goTo", "stage": "closed"})).await;

    // Another device, with nothing but the link.
    let found = Client::connect(server.address, &opened.desk()).await;
    assert_eq!(found.room["stage"]["now"], "closed");
    for (which, word) in BOXES.iter().zip(&words) {
        assert_eq!(found.mine["rows"][ONE]["jots"][which], word.word());
    }
    let reply = api.document(&opened.session, "sheet.json", Some(&opened.secret)).await;
    assert_eq!(reply.status, 200);
    for (which, word) in BOXES.iter().zip(&words) {
        assert_eq!(reply.json["rows"][0]["lines"][which], word.word());
    }
    assert_eq!(reply.json["rows"][1]["lines"], json!({}));
    let sheet = api.document(&opened.session, "sheet.md", Some(&opened.secret)).await.text;
    assert!(words.iter().all(|word| sheet.contains(word.word())), "{sheet}");
    let no_name = |line: &str| !line.starts_with("- Name");
    assert!(sheet.lines().all(no_name), "no empty name stands on a sheet: {sheet}");
    let summary = api.document(&opened.session, "summary.md", Some(&opened.secret)).await.text;
    assert!(words.iter().all(|word| !summary.contains(word.word())));
}

#[tokio::test]
async fn going_back_to_choose_keeps_what_was_written_about_another_area() {
    let server = Server::start().await;
    let api = server.api();
    let opened = api.open_with(json!({"solo": true})).await;
    let mut ann = Client::connect(server.address, &opened.desk()).await;
    let word = Canary::new("well");
    for command in [
        json!({"type": "goTo", "stage": "competencies"}),
        json!({"type": "chooseArea", "area": AREA}),
        json!({"type": "chooseCompetencies", "competencies": [ONE]}),
        json!({"type": "goTo", "stage": "discuss"}),
        json!({"type": "jot", "competency": ONE, "box": "well", "text": word.word()}),
        json!({"type": "goTo", "stage": "area"}),
        json!({"type": "chooseArea", "area": "values-and-attitudes"}),
    ] {
        ann.done(command).await;
    }
    let sheet = api.document(&opened.session, "sheet.json", Some(&opened.secret)).await.json;
    assert_eq!(sheet["rows"][0]["competency"], Value::Null);
    assert_eq!(sheet["earlier"][0]["lines"]["well"], word.word());
    let sheet = api.document(&opened.session, "sheet.md", Some(&opened.secret)).await.text;
    assert!(sheet.contains(word.word()));
}

#[tokio::test]
async fn what_somebody_heard_is_on_their_own_sheet_and_nowhere_else() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let heard = Canary::new("heard");
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "jot", "competency": ONE, "box": "heard", "text": heard.word()})).await;
    ann.done(json!({"type": "rate", "competency": ONE, "score": 4, "reason": "Shown"})).await;
    ann.done(json!({"type": "show", "competency": ONE, "score": true, "reason": true})).await;
    ann.done(json!({"type": "record", "name": true, "shown": {ONE: true}})).await;
    group.sync().await;
    let own = group.phones[0].seat().secret.clone();
    let other = group.phones[1].seat().secret.clone();
    let desk = group.opened.secret.clone();
    for ending in ["json", "md"] {
        let sheet = format!("sheet.{ending}");
        assert!(group.document(&sheet, &own).await.text.contains(heard.word()), "{ending}");
        assert!(!group.document(&sheet, &other).await.text.contains(heard.word()), "{ending}");
        let summary = group.document(&format!("summary.{ending}"), &desk).await.text;
        assert!(!summary.contains(heard.word()), "{ending}");
    }
    for client in std::iter::once(&group.desk).chain(&group.phones[1..]) {
        assert!(!heard.reached(client));
    }
}
