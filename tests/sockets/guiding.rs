//! What a facilitator asks while guiding, over real sockets: what it comes to, which wrong value is named how, and whom it
//! reaches. A quiet question and a jotting are between two, or for one.

use serde_json::{Value, json};
use trivet_tests::{Canary, Client, Group, ONE, Server, TWO};
use uuid::Uuid;

use crate::wrong::{named, wrong};

/// How many times what this client sees has changed.
fn changes(client: &Client) -> usize {
    client.frames.iter().filter(|frame| frame.starts_with(r#"{"type":"changed""#)).count()
}

#[tokio::test]
async fn an_own_prompt_stays_on_the_desk_until_it_is_sent_and_goes_with_the_stage() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let word = Canary::new("prompt");
    let prompt = Uuid::new_v4();
    let add = |text: Value| json!({"type": "prompt", "prompt": prompt, "competency": ONE, "text": text});
    group.sync().await;
    let before: Vec<usize> = group.phones.iter().map(changes).collect();
    group.desk.done(add(json!(word.word()))).await;
    group.sync().await;
    assert_eq!(
        group.desk.desk["prompts"],
        json!([{"prompt": prompt, "competency": ONE, "text": word.word()}])
    );
    assert!(group.phones.iter().all(|phone| !word.reached(phone)));
    assert_eq!(group.phones.iter().map(changes).collect::<Vec<_>>(), before);

    group.desk.done(json!({"type": "sendPrompt", "text": word.word(), "competency": ONE})).await;
    group.sync().await;
    for phone in &group.phones {
        assert_eq!(phone.room["prompt"], json!({"text": word.word(), "competency": ONE}));
    }
    group.desk.done(json!({"type": "sendPrompt", "text": null})).await;
    group.sync().await;
    assert_eq!(group.phones[0].room["prompt"], Value::Null);
    group.desk.done(json!({"type": "sendPrompt", "text": "And now?"})).await;
    group.desk.done(json!({"type": "goTo", "stage": "rescore"})).await;
    group.desk.done(add(Value::Null)).await;
    group.sync().await;
    assert_eq!((&group.phones[0].room["prompt"], &group.desk.desk["prompts"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_prompt_that_cannot_be_is_named_by_its_field() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann"], "discuss").await;
    let desk = &mut group.desk;
    let long = "x".repeat(301);
    for (command, field, rule) in [
        (json!({"type": "prompt", "prompt": "x", "text": "a"}), "prompt", "kind"),
        (json!({"type": "prompt", "text": "a"}), "prompt", "missing"),
        (json!({"type": "prompt", "prompt": Uuid::new_v4(), "text": long}), "text", "tooLong"),
        (
            json!({"type": "prompt", "prompt": Uuid::new_v4(), "competency": "x", "text": "a"}),
            "competency",
            "unknown",
        ),
        (json!({"type": "sendPrompt", "text": long}), "text", "tooLong"),
        (json!({"type": "sendPrompt", "text": "a", "competency": "x"}), "competency", "unknown"),
        (json!({"type": "nudge"}), "participant", "missing"),
        (json!({"type": "nudge", "participant": Uuid::new_v4()}), "participant", "unknown"),
    ] {
        assert_eq!(wrong(desk, command.clone()).await, named(field, rule), "{command:.80}");
    }
    for number in 0..40 {
        let text = format!("number {number}");
        desk.done(json!({"type": "prompt", "prompt": Uuid::new_v4(), "text": text})).await;
    }
    let one_more = json!({"type": "prompt", "prompt": Uuid::new_v4(), "text": "one more"});
    assert_eq!(desk.refused(one_more).await, json!({"type": "tooMany", "most": 40}));
}

/// Whether somebody was asked in this stage, and what they answered.
fn asked(person: &Value) -> (bool, Value) {
    (person["nudged"].as_bool().unwrap(), person["answer"].clone())
}

#[tokio::test]
async fn a_quiet_question_and_its_answer_change_nobody_elses_frames() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "rate").await;
    let mut display = group.display().await;
    group.sync().await;
    display.sync().await;
    let ben = group.phones[1].id().to_owned();
    let others = |group: &Group, display: &Client| -> Vec<usize> {
        [&group.phones[0], &group.phones[2], &group.phones[3], display].map(changes).to_vec()
    };
    let before = others(&group, &display);
    let reply = |answer: &str| json!({"type": "reply", "answer": answer});
    assert_eq!(wrong(&mut group.phones[1], reply("fine")).await, named("answer", "unknown"));
    group.desk.done(json!({"type": "nudge", "participant": ben})).await;
    group.sync().await;
    assert_eq!(asked(&group.phones[1].mine["me"]), (true, Value::Null));
    assert_eq!(wrong(&mut group.phones[1], reply("maybe")).await, named("answer", "kind"));
    group.phones[1].done(reply("talk")).await;
    group.phones[1].done(reply("time")).await;
    // Once in a stage, however often it is pressed: the answer stands.
    group.desk.done(json!({"type": "nudge", "participant": ben})).await;
    group.sync().await;
    display.sync().await;
    assert_eq!(asked(&group.desk.desk["people"][1]), (true, json!("time")));
    assert_eq!(asked(&group.phones[1].mine["me"]), (true, json!("time")));
    assert_eq!(others(&group, &display), before, "somebody else could tell");
    // In the next stage it is another question.
    group.desk.done(json!({"type": "goTo", "stage": "discuss"})).await;
    group.sync().await;
    assert_eq!(asked(&group.phones[1].mine["me"]), (false, Value::Null));
    assert_eq!(asked(&group.desk.desk["people"][1]), (false, Value::Null));
    let paper = json!({"type": "addSeat", "name": "Pat"});
    group.desk.done(paper).await;
    let pat = group.desk.room["people"][4]["participant"].clone();
    assert_eq!(group.desk.refused(json!({"type": "nudge", "participant": pat})).await["type"], "notNow");
}

#[tokio::test]
async fn turns_come_up_in_the_order_the_desk_gives_them_and_back() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let (ann, ben) = (group.phones[0].id().to_owned(), group.phones[1].id().to_owned());
    let turn = |who: &str, what: &str| json!({"participant": who, "competency": what});
    let queue = |client: &Client| -> Vec<Value> {
        let turns = client.desk["turns"]["queue"].as_array().unwrap();
        turns
            .iter()
            .map(|t| json!({"participant": t["participant"], "competency": t["competency"]}))
            .collect()
    };
    group.desk.sync().await;
    let usual = queue(&group.desk);
    assert_eq!(usual, [turn(&ann, ONE), turn(&ben, ONE), turn(&ben, TWO), turn(&ann, TWO)]);
    let moved = [turn(&ben, ONE), turn(&ann, ONE), turn(&ann, TWO), turn(&ben, TWO)];
    group.desk.done(json!({"type": "turnOrder", "turns": moved})).await;
    group.sync().await;
    assert_eq!(queue(&group.desk), moved);
    assert_eq!(group.phones[0].room["turn"]["next"], turn(&ben, ONE));
    let last = group.desk.desk["moves"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["what"], json!({"type": "order"}));
    group.desk.done(json!({"type": "undo", "move": last["move"]})).await;
    group.desk.done(json!({"type": "turnOrder", "by": "person"})).await;
    group.desk.sync().await;
    assert_eq!(group.desk.desk["turns"]["by"], "person");
    assert_eq!(queue(&group.desk), [turn(&ann, ONE), turn(&ann, TWO), turn(&ben, ONE), turn(&ben, TWO)]);
    group.desk.done(json!({"type": "turnOrder", "by": "competency"})).await;
    group.desk.sync().await;
    assert_eq!(queue(&group.desk), usual);

    let stranger = Uuid::new_v4().to_string();
    for (turns, rule) in [(json!([turn(&ann, ONE), turn(&ann, ONE)]), "taken"), (json!("all"), "kind")] {
        let command = json!({"type": "turnOrder", "turns": turns});
        assert_eq!(wrong(&mut group.desk, command).await, named("turns", rule), "{turns}");
    }
    let unknown = json!({"type": "turnOrder", "turns": [turn(&stranger, ONE)]});
    assert_eq!(wrong(&mut group.desk, unknown).await, named("participant", "unknown"));
    assert_eq!(
        wrong(&mut group.desk, json!({"type": "turnOrder", "by": "score"})).await,
        named("by", "kind")
    );
    let early =
        Group::seat(server.address, &["Ann"], "rate").await.desk.refused(json!({"type": "turnOrder"})).await;
    assert_eq!(early["type"], "notNow");
}

#[tokio::test]
async fn a_jotting_reaches_no_other_socket() {
    let server = Server::start().await;
    let mut group = Group::at(server.address, "discuss").await;
    let mut display = group.display().await;
    let word = Canary::new("jot");
    let mut tab = group.phones[0].again().await;
    group.sync().await;
    display.sync().await;
    let count = |group: &Group, display: &Client| -> Vec<usize> {
        [&group.desk, display].into_iter().chain(&group.phones[1..]).map(changes).collect()
    };
    let before = count(&group, &display);
    let jot =
        |which: &str, text: Value| json!({"type": "jot", "competency": ONE, "box": which, "text": text});
    for which in ["heard", "well", "hard", "step"] {
        group.phones[0].done(jot(which, json!(format!("{which} {}", word.word())))).await;
    }
    group.phones[0].done(jot("hard", Value::Null)).await;
    group.sync().await;
    display.sync().await;
    tab.sync().await;
    assert_eq!(count(&group, &display), before);
    assert!(!word.reached(&group.desk) && !word.reached(&display));
    assert!(group.phones[1..].iter().all(|phone| !word.reached(phone)));
    let own = &tab.mine["rows"][ONE]["jots"];
    assert_eq!(
        (own["heard"].is_string(), own.get("hard").is_some_and(|text| !text.is_null())),
        (true, false)
    );
    let summary = group.document("summary.json", &group.opened.secret).await;
    assert!(summary.status == 200 && !summary.text.contains(word.word()));

    let ann = &mut group.phones[0];
    assert_eq!(wrong(ann, jot("aside", json!("a"))).await, named("box", "kind"));
    assert_eq!(wrong(ann, jot("well", json!("x".repeat(2_001)))).await, named("text", "tooLong"));
    assert_eq!(wrong(ann, jot("well", json!(5))).await, named("text", "kind"));
    let stale =
        json!({"type": "jot", "competency": ONE, "box": "well", "text": "other", "was": "never stood"});
    assert_eq!(ann.refused(stale).await["type"], "stale");
}

#[tokio::test]
async fn each_of_these_is_one_sides_alone() {
    let server = Server::start().await;
    let mut group = Group::seat(server.address, &["Ann", "Ben"], "discuss").await;
    let ben = group.phones[1].id().to_owned();
    for command in [
        json!({"type": "prepare", "seats": 99}),
        json!({"type": "propose", "area": "nowhere"}),
        json!({"type": "prompt", "prompt": "x"}),
        json!({"type": "sendPrompt", "text": "Listen to me"}),
        json!({"type": "nudge", "participant": ben}),
        json!({"type": "turnOrder", "by": "person"}),
        json!({"type": "newLink", "secret": "x"}),
        json!({"type": "coFacilitator", "secret": null}),
    ] {
        // Whose it is comes first: nothing is said about its fields.
        assert_eq!(group.phones[0].refused(command.clone()).await, json!({"type": "forbidden"}), "{command}");
    }
    for command in [
        json!({"type": "reply", "answer": "fine"}),
        json!({"type": "jot", "competency": ONE, "box": "heard", "text": "a"}),
    ] {
        assert_eq!(group.desk.refused(command.clone()).await, json!({"type": "forbidden"}), "{command}");
    }
}
