//! Links that make somebody a facilitator: a new one ends the old one within a second, on every socket and every
//! call; a co-facilitator guides beside the first one, and the links stay out of their hands.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;
use trivet_tests::{Client, Group, Seat, Server, new_secret};
use uuid::Uuid;

/// TRUST: whoever holds a revoked link is out within this.
const OUT_WITHIN: Duration = Duration::from_secs(1);

/// The same session by another secret.
fn by(group: &Group, secret: &str) -> Seat {
    Seat { secret: secret.to_owned(), ..group.opened.desk() }
}

async fn co(group: &mut Group, secret: &str) -> Client {
    group.desk.done(json!({"type": "coFacilitator", "secret": secret, "name": "Robin"})).await;
    Client::connect(group.address, &by(group, secret)).await
}

fn names(client: &Client) -> Vec<&str> {
    let list = client.room["facilitators"].as_array().unwrap();
    list.iter().map(|one| one["name"].as_str().unwrap_or_default()).collect()
}

/// Makes the console's link another one. Its sockets may be closed before the answer is read.
async fn renew(group: &mut Group, secret: &str) {
    let id = Uuid::new_v4().to_string();
    group.desk.post(&id, json!({"type": "newLink", "secret": secret})).await;
    is_out(&mut group.desk).await;
    group.desk.answered(|_, answer| assert_eq!(answer.kind(), "done"));
}

async fn is_out(client: &mut Client) {
    assert_eq!(timeout(OUT_WITHIN, client.close_code()).await, Ok(4500));
}

#[tokio::test]
async fn a_new_link_ends_the_old_one_within_a_second() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "rate").await;
    let mut laptop = group.desk.again().await;
    let mut phone = group.desk.again().await;
    let fresh = new_secret();
    renew(&mut group, &fresh).await;
    for socket in [&mut laptop, &mut phone] {
        is_out(socket).await;
    }
    let old = group.opened.secret.clone();
    assert_eq!(Client::greet(server.address, &by(&group, &old)).await.close_code().await, 4500);

    let mut desk = Client::connect(server.address, &by(&group, &fresh)).await;
    assert_eq!((&desk.you["facilitator"], &desk.you["co"]), (&json!(true), &json!(false)));
    desk.done(json!({"type": "goTo", "stage": "discuss", "from": "rate"})).await;
    group.phones[0].until("the new desk's step", |c| c.room["stage"]["now"] == "discuss").await;
    assert_eq!(group.phones[0].closed, None);
}

#[tokio::test]
async fn a_new_link_lets_go_whoever_came_by_links_made_with_the_old_one() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let (theirs, screen, fresh) = (new_secret(), new_secret(), new_secret());
    let mut robin = co(&mut group, &theirs).await;
    group.desk.done(json!({"type": "display", "secret": screen})).await;
    let mut display = Client::connect(server.address, &by(&group, &screen)).await;
    renew(&mut group, &fresh).await;
    for (socket, secret) in [(&mut robin, &theirs), (&mut display, &screen)] {
        is_out(socket).await;
        assert_eq!(Client::greet(server.address, &by(&group, secret)).await.close_code().await, 4500);
        assert_eq!(group.document("summary.json", secret).await.status, 401);
    }
    let desk = Client::connect(server.address, &by(&group, &fresh)).await;
    assert_eq!(names(&desk).len(), 1);
    assert_eq!(group.phones[0].closed, None);
}

#[tokio::test]
async fn whoever_made_a_new_link_learns_that_it_was_done() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    group.desk.done(json!({"type": "newLink", "secret": new_secret()})).await;
    is_out(&mut group.desk).await;
}

#[tokio::test]
async fn nothing_is_read_written_or_erased_by_the_old_link() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "discuss").await;
    let (old, fresh) = (group.opened.secret.clone(), new_secret());
    let path = format!("/api/sessions/{}", group.opened.session);
    renew(&mut group, &fresh).await;
    for file in ["summary.json", "summary.md"] {
        assert_eq!(group.document(file, &old).await.status, 401, "{file}");
        assert_eq!(group.document(file, &fresh).await.status, 200, "{file}");
    }
    assert_eq!(group.api.delete(&path, Some(&old)).await.status, 401);
    assert_eq!(group.api.delete(&format!("{path}/me"), Some(&old)).await.status, 401);
    // The request that opened the session is answered again for a page that lost its answer, but not any more.
    let again = json!({"framework": "core-competencies", "secret": old});
    assert_eq!(group.api.post("/api/sessions", &again).await.status, 401);
    assert_eq!(group.api.delete(&path, Some(&fresh)).await.status, 204);
}

#[tokio::test]
async fn a_link_that_somebody_has_or_that_is_none_makes_no_new_link() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let (co_secret, screen) = (new_secret(), new_secret());
    let _robin = co(&mut group, &co_secret).await;
    group.desk.done(json!({"type": "display", "secret": screen})).await;
    let ann = group.phones[0].seat().secret.clone();
    for (field, secret, rule) in [
        ("secret", json!("short"), "kind"),
        ("secret", json!(""), "kind"),
        ("secret", json!(5), "kind"),
        ("secret", Value::Null, "kind"),
        ("secret", json!(ann), "taken"),
        ("secret", json!(co_secret), "taken"),
        ("secret", json!(screen), "taken"),
    ] {
        let refusal = group.desk.refused(json!({"type": "newLink", "secret": secret})).await;
        assert_eq!((&refusal["field"], &refusal["why"]["rule"]), (&json!(field), &json!(rule)), "{secret}");
    }
    assert_eq!(group.desk.refused(json!({"type": "newLink"})).await["why"]["rule"], "missing");
    for secret in [&ann, &screen, &group.opened.secret] {
        let refusal = group.desk.refused(json!({"type": "coFacilitator", "secret": secret})).await;
        assert_eq!((&refusal["field"], &refusal["why"]["rule"]), (&json!("secret"), &json!("taken")));
    }
    let long = json!({"type": "coFacilitator", "secret": new_secret(), "name": "x".repeat(41)});
    assert_eq!(group.desk.refused(long).await["field"], "name");
    // The link there is already, once more: nothing changes, and nobody is let go.
    group.desk.done(json!({"type": "newLink", "secret": group.opened.secret})).await;
    group.desk.sync().await;
}

#[tokio::test]
async fn a_new_link_sent_again_is_one_and_nothing_behind_it_is_carried_out() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let fresh = new_secret();
    let id = Uuid::new_v4().to_string();
    let command = json!({"type": "newLink", "secret": fresh});
    group.desk.post(&id, command.clone()).await;
    group.desk.post(&id, command.clone()).await;
    group.desk.post(&Uuid::new_v4().to_string(), json!({"type": "goTo", "stage": "area"})).await;
    is_out(&mut group.desk).await;
    let mut desk = Client::connect(server.address, &by(&group, &fresh)).await;
    // What came behind it on the old socket was nobody's any more.
    assert_eq!(desk.room["stage"]["now"], "lobby");
    // Digests are made with the secret: under the new one the same command is another, which the page takes as done.
    assert_eq!(desk.send_as(&id, command).await.kind(), "commandIdReused");
    desk.sync().await;
}

#[tokio::test]
async fn two_desks_guide_together_and_one_next_from_both_is_one_step() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let secret = new_secret();
    group.desk.done(json!({"type": "prepare", "facilitator": "Morgan"})).await;
    let mut robin = co(&mut group, &secret).await;
    assert_eq!((&robin.you["facilitator"], &robin.you["co"]), (&json!(true), &json!(true)));
    assert_eq!(robin.desk["door"]["co"], true);
    group.sync().await;
    // "Who can see" names everybody who can receive what is shown.
    for client in [&group.desk, &robin, &group.phones[0]] {
        assert_eq!(names(client), ["Morgan", "Robin"]);
    }
    let first = json!({"type": "nextTurn", "from": null});
    assert_eq!(group.desk.send(first.clone()).await.kind(), "done");
    assert_eq!(robin.send(first).await.kind(), "stale");
    robin.sync().await;
    let turn = robin.room["turn"]["now"].clone();
    let from = json!({"participant": turn["participant"], "competency": turn["competency"]});
    let next = json!({"type": "nextTurn", "from": from});
    // At the same moment, from both.
    group.desk.post("00000000-0000-4000-8000-000000000001", next.clone()).await;
    robin.post("00000000-0000-4000-8000-000000000002", next).await;
    let one = group.desk.answer("00000000-0000-4000-8000-000000000001").await;
    let other = robin.answer("00000000-0000-4000-8000-000000000002").await;
    let mut kinds = [one.kind(), other.kind()];
    kinds.sort_unstable();
    assert_eq!(kinds, ["done", "stale"]);
    group.sync().await;
    let done = |client: &Client| {
        let queue = client.desk["turns"]["queue"].as_array().unwrap();
        queue.iter().filter(|turn| turn["standing"] == "done").count()
    };
    assert_eq!(done(&group.desk), 1);
    // Both are live: what one does the other sees, and the moves are one list.
    robin.done(json!({"type": "goTo", "stage": "rescore", "from": "discuss"})).await;
    assert_eq!(
        group.desk.send(json!({"type": "goTo", "stage": "actions", "from": "discuss"})).await.kind(),
        "stale"
    );
    group.desk.until("the other desk's step", |c| c.room["stage"]["now"] == "rescore").await;
    let undo = group.desk.desk["moves"].as_array().unwrap().last().unwrap()["move"].clone();
    group.desk.done(json!({"type": "undo", "move": undo})).await;
    robin.until("the undo", |c| c.room["stage"]["now"] == "discuss").await;
}

#[tokio::test]
async fn a_co_facilitator_makes_no_links_and_deletes_nothing() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let secret = new_secret();
    let mut robin = co(&mut group, &secret).await;
    for command in [
        json!({"type": "newLink", "secret": new_secret()}),
        json!({"type": "newLink"}),
        json!({"type": "coFacilitator", "secret": new_secret(), "name": "Eve"}),
        json!({"type": "coFacilitator", "secret": null}),
    ] {
        assert_eq!(robin.refused(command.clone()).await, json!({"type": "forbidden"}), "{command}");
    }
    let path = format!("/api/sessions/{}", group.opened.session);
    assert_eq!(group.api.delete(&path, Some(&secret)).await.status, 403);
    assert_eq!(group.document("summary.json", &secret).await.status, 200);
    // All else is theirs as well.
    for command in [
        json!({"type": "note", "stage": "rate", "text": "quiet"}),
        json!({"type": "extend", "stage": "rate", "minutes": 2}),
        json!({"type": "pause"}),
        json!({"type": "resume"}),
        json!({"type": "display", "secret": new_secret()}),
        json!({"type": "lock", "locked": true}),
    ] {
        robin.done(command).await;
    }
    group.desk.sync().await;
    assert_eq!(group.desk.desk["notes"]["rate"], "quiet");
}

#[tokio::test]
async fn ending_a_co_facilitators_link_closes_their_sockets_and_no_others() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "rate").await;
    let secret = new_secret();
    let mut robin = co(&mut group, &secret).await;
    let mut tab = robin.again().await;
    group.desk.done(json!({"type": "coFacilitator", "secret": null})).await;
    is_out(&mut robin).await;
    is_out(&mut tab).await;
    assert_eq!(Client::greet(server.address, &by(&group, &secret)).await.close_code().await, 4500);
    group.sync().await;
    assert_eq!((names(&group.desk).len(), names(&group.phones[0]).len()), (1, 1));
    assert_eq!(group.desk.desk["door"]["co"], false);

    // Another one takes the place of the one before.
    let (second, third) = (new_secret(), new_secret());
    let mut sam = co(&mut group, &second).await;
    let mut kim = co(&mut group, &third).await;
    is_out(&mut sam).await;
    kim.sync().await;
    assert_eq!(kim.room["screen"]["facilitatorAway"], Value::Null);
}

#[tokio::test]
async fn another_name_leaves_a_co_facilitator_where_they_are() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let secret = new_secret();
    let mut robin = co(&mut group, &secret).await;
    group.desk.done(json!({"type": "coFacilitator", "secret": secret, "name": "Robin Ellis"})).await;
    robin.until("the other name", |c| names(c).contains(&"Robin Ellis")).await;
    robin.done(json!({"type": "lock", "locked": true})).await;
    group.desk.done(json!({"type": "coFacilitator", "secret": new_secret(), "name": "Robin Ellis"})).await;
    is_out(&mut robin).await;
}

#[tokio::test]
async fn an_old_link_that_took_a_seat_opens_no_console() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "lobby").await;
    let old = group.opened.secret.clone();
    renew(&mut group, &new_secret()).await;
    let knock = json!({"code": group.opened.code, "name": "Ben", "secret": old});
    assert_eq!(server.api().post("/api/join", &knock).await.status, 201);
    let again = json!({"framework": "core-competencies", "secret": old});
    assert_eq!(server.api().post("/api/sessions", &again).await.status, 401);
}
