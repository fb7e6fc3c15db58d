//! Sessions leave memory when nobody is there and wake when somebody asks: exactly one is live, whatever comes at the
//! same moment, and nothing is lost on the way.

use serde_json::json;
use trivet_tests::{Api, Client, Group, ONE, Server};

/// Rounds of each of those who ask at the same time.
const ROUNDS: u64 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asking_at_the_moment_of_leaving_loses_nothing() {
    // With no patience at all, a session leaves as soon as a request is answered: every request meets a leaving one.
    let server = Server::start_with(&["--hibernate-after", "0s"]).await;
    let group = Group::at(server.address, "rate").await;
    let (address, opened) = (server.address, group.opened.clone());
    let seats: Vec<_> = group.phones.iter().map(|phone| phone.seat().clone()).collect();
    drop((group.phones, group.desk));

    let mut tasks = tokio::task::JoinSet::new();
    for seat in seats.clone() {
        tasks.spawn(async move {
            for round in 0..ROUNDS {
                let mut client = Client::connect(address, &seat).await;
                let kept = client.mine["rows"][ONE]["reason"].clone();
                let expected = if round == 0 { json!(null) } else { json!(format!("round {}", round - 1)) };
                assert_eq!(kept, expected, "what was acknowledged is there");
                let reason = format!("round {round}");
                client.done(json!({"type": "rate", "competency": ONE, "reason": reason})).await;
            }
        });
    }
    for seat in seats.clone() {
        let (api, code) = (Api::new(address), opened.code.clone());
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                let sheet = api.document(&seat.session, "sheet.json", Some(&seat.secret)).await;
                assert_eq!(sheet.status, 200, "{}", sheet.text);
                let body = json!({"code": code, "name": "whoever", "secret": seat.secret});
                let again = api.post("/api/join", &body).await;
                assert_eq!(
                    (again.status, &again.json["participant"]),
                    (201, &json!(seat.participant)),
                    "{}",
                    again.text
                );
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    let mut clients = Vec::new();
    for seat in &seats {
        clients.push(Client::connect(address, seat).await);
    }
    let last = format!("round {}", ROUNDS - 1);
    assert!(clients.iter().all(|client| client.mine["rows"][ONE]["reason"] == last));
    // All of them are in the same session, not in one each.
    clients[0].done(json!({"type": "rename", "name": "Anna"})).await;
    for client in &mut clients {
        client.until("the new name", |c| c.room["people"][0]["name"] == "Anna").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_wake_a_sleeping_session_meet_in_one() {
    let server = Server::start_with(&["--hibernate-after", "0s"]).await;
    for _ in 0..10 {
        let group = Group::at(server.address, "rate").await;
        let seats: Vec<_> = group.phones.iter().map(|phone| phone.seat().clone()).collect();
        drop((group.phones, group.desk));
        // Asleep: what it had in commits has gone into its snapshot.
        trivet_tests::eventually("asleep", || async { has_no_commits(&server).then_some(()) }).await;
        let everybody: Vec<_> = seats.into_iter().chain([group.opened.desk()]).collect();
        let wake = |place: usize| Client::connect(server.address, &everybody[place]);
        let (mut ann, mut ben, mut cara, mut dev, desk) =
            tokio::join!(wake(0), wake(1), wake(2), wake(3), wake(4));
        ann.done(json!({"type": "rename", "name": "Anna"})).await;
        for client in [&mut ben, &mut cara, &mut dev] {
            client.until("the new name", |c| c.room["people"][0]["name"] == "Anna").await;
        }
        drop(desk);
    }
}

fn has_no_commits(server: &Server) -> bool {
    let file = rusqlite::Connection::open(server.directory().join("trivet.sqlite")).unwrap();
    file.busy_timeout(trivet_tests::PATIENCE).unwrap();
    file.query_row("SELECT count(*) FROM commits", (), |row| row.get::<_, i64>(0)).unwrap() == 0
}
