//! Two things at the same moment come in one order, and everybody is told the truth about it.

use serde_json::{Value, json};
use trivet_tests::{Answer, Group, ONE, Server, TWO};
use uuid::Uuid;

/// Where the first frame that fits stands among a client's frames.
fn place(frames: &[String], fits: impl Fn(&Value) -> bool) -> Option<usize> {
    frames.iter().position(|frame| fits(&serde_json::from_str(frame).unwrap()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rating_and_a_move_at_the_same_moment_come_in_one_order() {
    let server = Server::start().await;
    for round in 0..20 {
        let mut group = Group::seat(server.address, &["Ann"], "competencies").await;
        let id = Uuid::new_v4().to_string();
        let (ann, desk) = (&mut group.phones[0], &mut group.desk);
        let rate = json!({"type": "rate", "competency": ONE, "score": 5});
        let (answer, ()) =
            tokio::join!(ann.send_as(&id, rate), desk.done(json!({"type": "goTo", "stage": "rate"})));
        ann.until("the stage", |c| c.room["stage"]["now"] == "rate").await;
        let moved = place(&ann.frames, |f| f["room"]["stage"]["now"] == "rate").unwrap();
        let answered = place(&ann.frames, |f| f["id"] == id.as_str()).unwrap();
        let kept = &ann.mine["rows"][ONE]["score"];
        match answer {
            Answer::Done => assert!(moved < answered && *kept == 5, "round {round}"),
            Answer::Refused(refusal) => {
                assert_eq!(refusal["type"], "notNow");
                assert!(answered < moved && kept.is_null(), "round {round}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_desks_that_press_next_make_one_step() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let mut other = group.desk.again().await;
    let moves = |c: &trivet_tests::Client| c.desk["moves"].as_array().unwrap().len();
    let before = moves(&group.desk);
    let go = |from: &str, to: &str| json!({"type": "goTo", "from": from, "stage": to});
    let (a, b) = tokio::join!(group.desk.send(go("rate", "discuss")), other.send(go("rate", "discuss")));
    assert_eq!((a, b), (Answer::Done, Answer::Done), "both see what they wanted");
    group.desk.sync().await;
    assert_eq!(moves(&group.desk), before + 1);
    // One goes on while the other goes back: the second is told where things stand.
    let (a, b) = tokio::join!(group.desk.send(go("discuss", "rescore")), other.send(go("discuss", "rate")));
    let kinds = [a.kind(), b.kind()];
    assert!(kinds.contains(&"done") && kinds.contains(&"stale"), "{kinds:?}");
    group.desk.done(json!({"type": "goTo", "stage": "discuss"})).await;

    let mut seen = Value::Null;
    for step in 0..8 {
        let next = json!({"type": "nextTurn", "from": seen});
        let (a, b) = tokio::join!(group.desk.send(next.clone()), other.send(next));
        let kinds = [a.kind(), b.kind()];
        assert!(kinds.contains(&"done") && kinds.contains(&"stale"), "{kinds:?}");
        group.desk.sync().await;
        let queue = group.desk.desk["turns"]["queue"].as_array().unwrap();
        assert_eq!(queue.iter().filter(|turn| turn["standing"] == "done").count(), step);
        let now = &group.desk.room["turn"]["now"];
        seen = json!({"participant": now["participant"], "competency": now["competency"]});
    }
    let queue = group.desk.desk["turns"]["queue"].as_array().unwrap();
    assert_eq!((&queue[0]["competency"], &queue[7]["competency"]), (&json!(ONE), &json!(TWO)));
}
