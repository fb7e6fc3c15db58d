//! What a facilitator settles beforehand, over real sockets: where it stands, which wrong value is named how, and who
//! chooses anew.

use serde_json::{Value, json};
use trivet_tests::{AREA, Group, ONE, Server, THREE, TWO};

use crate::wrong::{named, wrong};

#[tokio::test]
async fn what_was_prepared_stands_on_every_page() {
    let server = Server::start_with(&["--retention-days", "20"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let agreements = ["We listen to the end.", "Passing is fine."];
    group
        .desk
        .done(json!({
            "type": "prepare", "title": "Quiet hour", "facilitator": "Morgan", "seats": 6, "meeting": "call",
            "agreements": agreements, "support": "Call the on-call lead.",
            "summaryTo": {"who": "others", "name": "the team lead"}, "keptDays": 7,
        }))
        .await;
    group.sync().await;
    for client in [&group.desk, &group.phones[0]] {
        let prepared = &client.room["prepared"];
        assert_eq!(client.room["title"], "Quiet hour");
        assert_eq!(client.room["facilitators"], json!([{"name": "Morgan"}]));
        assert_eq!(
            (&client.room["about"]["seats"], &client.room["about"]["keptDays"]),
            (&json!(6), &json!(7))
        );
        assert_eq!((&prepared["meeting"], &prepared["agreements"]), (&json!("call"), &json!(agreements)));
        assert_eq!(prepared["support"], "Call the on-call lead.");
        assert_eq!(prepared["summaryTo"], json!({"who": "others", "name": "the team lead"}));
    }
    assert_eq!(group.desk.desk["door"]["mostDays"], 20);
    // What a command does not name stays; `null` brings the usual back.
    group.desk.done(json!({"type": "prepare", "agreements": null, "support": null, "keptDays": null})).await;
    group.sync().await;
    let room = &group.phones[0].room;
    assert_eq!((&room["title"], &room["about"]["keptDays"]), (&json!("Quiet hour"), &json!(20)));
    assert_eq!((&room["prepared"]["agreements"], &room["prepared"]["support"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_value_that_cannot_be_prepared_is_named_by_its_field() {
    let server = Server::start_with(&["--retention-days", "20"]).await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let before = group.desk.room.clone();
    for (field, value, rule) in [
        ("seats", json!(0), "range"),
        ("seats", json!(13), "range"),
        ("seats", json!("4"), "kind"),
        ("seats", json!(300), "kind"),
        ("keptDays", json!(0), "range"),
        ("keptDays", json!(21), "range"),
        ("title", json!("x".repeat(121)), "tooLong"),
        ("title", json!(5), "kind"),
        ("facilitator", json!("x".repeat(41)), "tooLong"),
        ("meeting", json!("garden"), "kind"),
        ("support", json!("x".repeat(2_001)), "tooLong"),
        ("agreements", json!("one"), "kind"),
    ] {
        let command = json!({"type": "prepare", field: value});
        assert_eq!(wrong(&mut group.desk, command).await, named(field, rule), "{field}: {value:.40}");
    }
    let inside = json!({"type": "prepare", "agreements": ["fine", "x".repeat(301)]});
    assert_eq!(wrong(&mut group.desk, inside).await, named("agreements[1]", "tooLong"));
    let nobody = json!({"type": "prepare", "summaryTo": {"who": "others", "name": " "}});
    assert_eq!(wrong(&mut group.desk, nobody).await, named("summaryTo.name", "empty"));
    let many: Vec<String> = (0..13).map(|n| format!("number {n}")).collect();
    let refusal = group.desk.refused(json!({"type": "prepare", "agreements": many})).await;
    assert_eq!(refusal, json!({"type": "tooMany", "most": 12}));
    group.desk.sync().await;
    assert_eq!(group.desk.room, before);
}

#[tokio::test]
async fn widening_who_gets_the_summary_asks_everybody_anew() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    group.desk.done(json!({"type": "prepare", "summaryTo": {"who": "facilitators"}})).await;
    group.phones[0].done(json!({"type": "record", "name": true})).await;
    group.phones[0].sync().await;
    assert_eq!(group.phones[0].mine["record"]["answered"], true);
    group.desk.done(json!({"type": "prepare", "title": "The same people"})).await;
    group.sync().await;
    assert_eq!(group.phones[0].mine["record"]["answered"], true);
    group.desk.done(json!({"type": "prepare", "summaryTo": {"who": "here"}})).await;
    group.sync().await;
    assert_eq!(group.phones[0].mine["record"]["answered"], false);
    assert_eq!(group.desk.desk["record"]["answered"], 0);
}

#[tokio::test]
async fn a_proposal_chooses_nothing() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    group.desk.done(json!({"type": "propose", "area": AREA, "competencies": [TWO, ONE]})).await;
    group.sync().await;
    let room = &group.phones[0].room;
    assert_eq!(
        (&room["prepared"]["area"], &room["prepared"]["competencies"]),
        (&json!(AREA), &json!([ONE, TWO]))
    );
    assert_eq!(room["choice"], json!({"area": null, "competencies": []}));

    let propose = |area: Value, list: Value| json!({"type": "propose", "area": area, "competencies": list});
    let desk = &mut group.desk;
    assert_eq!(wrong(desk, propose(json!("nowhere"), json!([]))).await, named("area", "unknown"));
    assert_eq!(wrong(desk, propose(Value::Null, json!([ONE]))).await, named("area", "missing"));
    assert_eq!(wrong(desk, propose(json!(AREA), json!(["nothing"]))).await, named("competencies", "unknown"));
    let other = desk.refused(propose(json!(AREA), json!(["reconcilers"]))).await;
    assert_eq!(other, json!({"type": "notInArea"}));
    let four = desk.refused(propose(json!(AREA), json!([ONE, TWO, THREE, "risk-navigators"]))).await;
    assert_eq!(four, json!({"type": "tooMany", "most": 3}));
    desk.done(propose(Value::Null, json!([]))).await;
    desk.sync().await;
    assert_eq!(desk.room["prepared"]["area"], Value::Null);
}
