//! Feedback goes from one person to one other. Nobody else sees it, the facilitator only when that person says so.

use serde_json::{Value, json};
use trivet_tests::{Canary, Group, ONE, Server};

fn give(to: &str, text: &str, draft: bool) -> Value {
    json!({"type": "feedback", "to": to, "competency": ONE, "kind": "strength", "text": text, "draft": draft})
}

#[tokio::test]
async fn a_draft_is_its_writers_and_what_is_sent_is_its_recipients() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (draft, sent) = (Canary::new("draft"), Canary::new("sent"));
    let ben = group.phones[1].id().to_owned();
    group.phones[0].done(give(&ben, draft.word(), true)).await;
    assert_eq!(group.phones[0].mine["sent"][0]["draft"], draft.word());
    group.phones[0].done(give(&ben, sent.word(), false)).await;
    group.phones[1].until("the feedback", |c| c.mine["received"][0]["text"] == sent.word()).await;
    assert_eq!(group.phones[1].mine["received"][0]["name"], "Ann");
    group.sync().await;
    for (place, client) in std::iter::once(&group.desk).chain(&group.phones[2..]).enumerate() {
        assert!(!draft.reached(client) && !sent.reached(client), "{place}");
    }
    assert!(!draft.reached(&group.phones[1]));

    // Ben tells the facilitator, and takes that back.
    let feedback = group.phones[1].mine["received"][0]["feedback"].clone();
    let keep = |told: bool| json!({"type": "keepFeedback", "feedback": feedback, "kept": true, "tellFacilitator": told});
    group.phones[1].done(keep(true)).await;
    group.desk.until("told", |c| c.desk["told"][0]["text"] == sent.word()).await;
    group.phones[1].done(keep(false)).await;
    group.desk.until("no longer", |c| c.desk["told"] == json!([])).await;

    // Somebody else cannot decide about it, and it is taken back by its writer.
    let refusal = group.phones[2].refused(keep(true)).await;
    assert_eq!((&refusal["type"], &refusal["field"]), (&json!("invalid"), &json!("feedback")));
    group.phones[0].done(give(&ben, "", false)).await;
    group.phones[1].until("taken back", |c| c.mine["received"] == json!([])).await;
    group.sync().await;
    assert!(group.phones[2..].iter().all(|c| !sent.reached(c)));
}

#[tokio::test]
async fn words_changed_after_the_yes_are_not_told() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let (first, second) = (Canary::new("first"), Canary::new("second"));
    let ben = group.phones[1].id().to_owned();
    group.phones[0].done(give(&ben, first.word(), false)).await;
    group.phones[1].until("received", |c| c.mine["received"][0].is_object()).await;
    let feedback = group.phones[1].mine["received"][0]["feedback"].clone();
    group.phones[1]
        .done(json!({"type": "keepFeedback", "feedback": feedback, "kept": true, "tellFacilitator": true}))
        .await;
    group.desk.until("told", |c| c.desk["told"][0]["text"] == first.word()).await;
    group.phones[0].done(give(&ben, second.word(), false)).await;
    group.desk.until("no longer told", |c| c.desk["told"] == json!([])).await;
    group.sync().await;
    assert!(!second.reached(&group.desk));
}

#[tokio::test]
async fn nobody_gives_feedback_to_themselves_to_strangers_or_from_the_door() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let own = group.phones[0].id().to_owned();
    let stranger = uuid::Uuid::new_v4().to_string();
    for to in [own, stranger] {
        let refusal = group.phones[0].refused(give(&to, "hello", false)).await;
        assert_eq!((&refusal["type"], &refusal["field"]), (&json!("invalid"), &json!("to")));
    }
    let seat = group.api.join(&group.opened.code, "Eve").await;
    let mut eve = trivet_tests::Client::connect(server.address, &seat).await;
    let ben = group.phones[1].id().to_owned();
    assert_eq!(eve.refused(give(&ben, "hello", false)).await["type"], "notNow");
    let to_eve = group.phones[0].refused(give(&seat.participant, "hello", false)).await;
    assert_eq!(to_eve["field"], "to", "whoever waits is nobody yet");
}
