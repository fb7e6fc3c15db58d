//! Files to take away, over HTTP: each format with its media type and a name that tells nobody's, for whom it is meant,
//! and nobody is kept waiting while one is packed.

use serde_json::{Value, json};
use trivet_tests::{Canary, Group, ONE, Server, TWO, new_secret};

const FORMATS: [(&str, &str); 4] = [
    ("pdf", "application/pdf"),
    ("csv", "text/csv; charset=utf-8; header=present"),
    ("ics", "text/calendar; charset=utf-8; method=PUBLISH"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
];

#[tokio::test]
async fn every_format_is_served_to_its_owner_alone() {
    let server = Server::start().await;
    let group = Group::at(server.address, "discuss").await;
    let desk = group.opened.secret.clone();
    let ann = group.phones[0].seat().secret.clone();
    for (ending, media_type) in FORMATS {
        let (sheet, summary) = (format!("sheet.{ending}"), format!("summary.{ending}"));
        for (file, own, other) in [(&sheet, &ann, &desk), (&summary, &desk, &ann)] {
            let session = &group.opened.session;
            assert_eq!(group.api.document(session, file, None).await.status, 401, "{file}");
            assert_eq!(group.document(file, other).await.status, 403, "{file}");
            let reply = group.document(file, own).await;
            assert_eq!(reply.status, 200, "{file}");
            assert_eq!(reply.header("content-type"), media_type);
            assert_eq!(
                reply.header("content-disposition"),
                format!("attachment; filename=\"trivet-{file}\"")
            );
            assert_eq!(reply.header("cache-control"), "no-store");
        }
    }
    for unknown in [
        "sheet.pdfx",
        "sheet.PDF",
        "blank.docx",
        "blank.json",
        "sheet.doc",
        "sheet.DOCX",
        "summary.xls",
        "sheet.csv.exe",
        "sheet.",
    ] {
        assert_eq!(group.document(unknown, &ann).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn whoever_is_outside_saves_what_is_theirs_and_learns_nothing_of_the_group_by_it() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let reason = Canary::new("reason");
    let [ann, ben] = [0, 1].map(|place| group.phones[place].seat().clone());
    let phone = &mut group.phones[0];
    phone.done(json!({"type": "rate", "competency": ONE, "score": 3, "reason": reason.word()})).await;
    phone.done(json!({"type": "show", "competency": ONE, "score": true})).await;
    let words = json!({"type": "feedback", "to": ben.participant, "competency": ONE, "kind": "strength", "text": "Kind"});
    phone.done(words).await;
    group.desk.done(json!({"type": "remove", "participant": ann.participant})).await;
    let waits = group.api.join(&group.opened.code, "Eve").await;
    let secrets = [&ann.secret, &waits.secret];
    let before = files(&group, secrets).await;
    assert!(
        before[0][0]["rows"].to_string().contains(reason.word())
            && before[1][0].to_string().contains("A session")
    );

    group.phones[1].done(json!({"type": "rename", "name": "Benjamin"})).await;
    group.desk.done(json!({"type": "prepare", "summaryTo": {"who": "others", "name": "The board"}})).await;
    group.desk.done(json!({"type": "goTo", "stage": "competencies"})).await;
    group.desk.done(json!({"type": "chooseCompetencies", "competencies": [TWO]})).await;
    assert_eq!(files(&group, secrets).await, before, "after another choice");
    group.desk.done(json!({"type": "goTo", "stage": "closed"})).await;
    assert_eq!(files(&group, secrets).await, before, "after close");
    for files in &before {
        assert!(files[0]["readers"].is_null() && files[0]["area"].is_null());
    }
}

/// Sheet and everything held of each, but for when they were made.
async fn files(group: &Group, secrets: [&String; 2]) -> Vec<[Value; 2]> {
    let mut all = Vec::new();
    for secret in secrets {
        let mut both = [Value::Null, Value::Null];
        for (file, json) in ["sheet.json", "mine.json"].iter().zip(&mut both) {
            *json = group.document(file, secret).await.json;
            assert!(json["made"].take().is_string(), "{file}");
        }
        all.push(both);
    }
    all
}

#[tokio::test]
async fn a_summary_holds_in_every_format_what_was_put_in_and_nothing_else() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (put_in, private) = (Canary::new("in"), Canary::new("private"));
    let id = uuid::Uuid::new_v4().to_string();
    let ann = &mut group.phones[0];
    ann.done(json!({"type": "rate", "competency": ONE, "score": 3, "reason": put_in.word()})).await;
    ann.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    ann.done(json!({"type": "act", "action": id, "text": private.word(), "review": "2999-01-31"})).await;
    ann.done(json!({"type": "record", "shown": {ONE: true}})).await;
    for ending in ["csv", "docx"] {
        let summary = group.document(&format!("summary.{ending}"), &group.opened.secret).await.text;
        assert!(summary.contains(put_in.word()) && !summary.contains(private.word()), "{ending}");
        let sheet = group.document(&format!("sheet.{ending}"), &group.phones[0].seat().secret).await.text;
        assert!(sheet.contains(put_in.word()) && sheet.contains(private.word()), "{ending}");
    }
    let own = group.document("sheet.ics", &group.phones[0].seat().secret).await.text;
    assert!(own.contains("29990131") && !own.contains(private.word()));
    let summary = group.document("summary.ics", &group.opened.secret).await.text;
    assert!(!summary.contains("29990131"), "a date nobody put in");
}

#[tokio::test]
async fn the_blank_form_is_for_everybody_of_the_session() {
    let server = Server::start().await;
    let group = Group::at(server.address, "discuss").await;
    let session = &group.opened.session;
    assert_eq!(group.api.document(session, "blank.pdf", None).await.status, 401);
    assert_eq!(group.document("blank.pdf", &new_secret()).await.status, 401);
    for secret in [&group.opened.secret, &group.phones[0].seat().secret] {
        let reply = group.document("blank.pdf", secret).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "application/pdf"));
        assert!(reply.text.starts_with("%PDF-"));
    }
}

#[tokio::test]
async fn the_session_goes_on_while_many_files_are_packed() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let secret = group.opened.secret.clone();
    let session = group.opened.session.clone();
    let kinds = ["summary.docx", "summary.pdf"].into_iter().cycle().take(20);
    let files = kinds.map(|file| group.api.document(&session, file, Some(&secret)));
    let files = futures_util::future::join_all(files.collect::<Vec<_>>());
    let said = group.phones[0].done(json!({"type": "rate", "competency": ONE, "reason": "meanwhile"}));
    let (files, _) = tokio::join!(files, said);
    assert!(files.iter().all(|file| file.status == 200));
}
