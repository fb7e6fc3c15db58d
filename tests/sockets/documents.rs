//! What people take away: each their own sheet, the facilitator the summary of what people put in. Who may not have it,
//! and what is not in it.

use serde_json::json;
use trivet_tests::{Canary, Group, ONE, Server, TWO, new_secret};

#[tokio::test]
async fn a_sheet_is_its_owners_and_the_summary_the_facilitators() {
    let server = Server::start().await;
    let group = Group::at(server.address, "rate").await;
    let desk = group.opened.secret.clone();
    let ann = group.phones[0].seat().secret.clone();
    for ending in ["json", "md"] {
        let (sheet, summary) = (format!("sheet.{ending}"), format!("summary.{ending}"));
        let session = &group.opened.session;
        for file in [&sheet, &summary] {
            let reply = group.api.document(session, file, None).await;
            assert_eq!((reply.status, reply.code()), (401, "unauthorized"));
            assert_eq!(reply.header("www-authenticate"), "Bearer");
            assert_eq!(group.document(file, &new_secret()).await.status, 401);
            assert_eq!(group.document(file, "nonsense").await.status, 401);
        }
        assert_eq!(group.document(&sheet, &desk).await.status, 403);
        assert_eq!(group.document(&summary, &ann).await.status, 403);
        let own = group.document(&sheet, &ann).await;
        assert_eq!(own.status, 200);
        assert!(own.header("content-disposition").contains(&sheet));
        assert_eq!(own.header("cache-control"), "no-store");
        assert_eq!(group.document(&summary, &desk).await.status, 200);
        let nowhere = uuid::Uuid::new_v4().to_string();
        assert_eq!(group.api.document(&nowhere, &sheet, Some(&ann)).await.status, 404);
    }
    for unknown in ["sheet.exe", "sheet", "summary.json.md", "..%2fsheet.json", "notes.json"] {
        assert_eq!(group.document(unknown, &ann).await.status, 404, "{unknown}");
    }
    assert_eq!(group.api.document("nonsense", "sheet.json", Some(&ann)).await.status, 404);
}

#[tokio::test]
async fn the_summary_holds_what_people_put_in_and_nothing_else() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (private, shown, put_in, action) =
        (Canary::new("private"), Canary::new("shown"), Canary::new("in"), Canary::new("action"));
    let id = uuid::Uuid::new_v4().to_string();
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 3, "reason": put_in.word()})).await;
    ann.done(json!({"type": "rate", "competency": TWO, "score": 9, "reason": shown.word()})).await;
    let nothing = ann.refused(json!({"type": "record", "shown": {ONE: true}})).await;
    assert_eq!(nothing["type"], "nothingToShow");
    ann.done(json!({"type": "show", "competency": ONE, "score": true, "reason": true})).await;
    ann.done(json!({"type": "show", "competency": TWO, "reason": true})).await;
    ann.done(json!({"type": "act", "action": id, "text": action.word(), "review": "2999-01-31"})).await;
    ann.done(json!({"type": "rescore", "competency": ONE, "score": 6, "shift": private.word()})).await;
    ann.done(json!({"type": "record", "shown": {ONE: true}, "actions": {&id: true}})).await;

    for file in ["summary.json", "summary.md"] {
        let summary = group.document(file, &group.opened.secret).await.text;
        assert!(summary.contains(put_in.word()) && summary.contains(action.word()), "{summary}");
        assert!(!summary.contains(shown.word()) && !summary.contains(private.word()));
        assert!(!summary.contains("Ann"), "her name was not put in");
        assert!(summary.contains("2999") && !summary.contains("NaN"));
    }
    for file in ["sheet.json", "sheet.md"] {
        let secret = group.phones[0].seat().secret.clone();
        let sheet = group.document(file, &secret).await.text;
        for word in [&private, &shown, &put_in, &action] {
            assert!(sheet.contains(word.word()), "{file}");
        }
        let other = group.document(file, &group.phones[1].seat().secret).await.text;
        for word in [&private, &shown, &put_in, &action] {
            assert!(!other.contains(word.word()), "{file}");
        }
    }
    // Off the table is out of the record.
    group.phones[0].done(json!({"type": "takeBack", "competency": ONE})).await;
    group.phones[0].done(json!({"type": "record", "name": true})).await;
    let summary = group.document("summary.md", &group.opened.secret).await.text;
    assert!(!summary.contains(put_in.word()) && summary.contains("Ann"));
    group.desk.sync().await;
    assert!(!private.reached(&group.desk));
}

#[tokio::test]
async fn a_sheet_stays_open_after_close_after_leaving_and_while_waiting() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "actions").await;
    let waiting = group.api.join(&group.opened.code, "Eve").await;
    group.phones[0].done(json!({"type": "leave"})).await;
    group.go_on_to("closed").await;
    let ann = group.phones[0].seat().secret.clone();
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
    let sheet = group.document("sheet.json", &ann).await;
    assert_eq!(sheet.json["rows"][0]["confidence"]["first"], 5);
    assert_eq!(group.document("sheet.json", &waiting.secret).await.status, 200);
    assert_eq!(group.document("summary.json", &group.opened.secret).await.status, 200);
}
