//! Refusals that must look the same: of secrets that nobody ever had, of another session, of one that is gone; and of codes
//! that never were, of a session that ended, of one that is asleep besides.

use serde_json::json;
use tokio::time::Instant;
use trivet_tests::{Api, Binary, Dice, Group, ONE, Raw, Seat, UNHURRIED, new_secret};

use crate::{Times, shuffled};

/// What would keep a measurement from asking so often, or from having people there who say nothing meanwhile.
const UNGUARDED: [&str; 6] =
    ["--join-failures", "100000000", "--join-failures-per-second", "100000000", "--silence", "1h"];

pub(crate) async fn measure(samples: usize, dice: &mut Dice) -> Vec<Times> {
    let directory = tempfile::tempdir().unwrap();
    // Sessions fall asleep as soon as nobody is there.
    let settings = [&UNHURRIED[..], &UNGUARDED, &["--hibernate-after", "0s"]].concat();
    let program = Binary::start(directory.path(), &settings).await;
    let here = Group::at(program.address, "rate").await;
    let elsewhere = Group::at(program.address, "rate").await;
    let ended = Group::at(program.address, "closed").await;
    let asleep = asleep(&program).await;
    let erased = Group::at(program.address, "rate").await;
    let path = format!("/api/sessions/{}", erased.opened.session);
    assert_eq!(program.api().delete(&path, Some(&erased.opened.secret)).await.status, 204);

    let secrets = [
        ("a secret that nobody ever had", None),
        ("one of another session", Some(elsewhere.phones[0].seat().secret.clone())),
        ("one of a session that ended", Some(ended.phones[0].seat().secret.clone())),
        ("one of a session that was erased", Some(erased.phones[0].seat().secret.clone())),
    ];
    let names = secrets.each_ref().map(|(name, _)| *name);
    let mut hello = Times::new("a socket: from hello to the close with 4500", &names);
    let mut bearer = Times::new("a bearer: from asking for a sheet to 401", &names);
    let api = program.api();
    for _ in 0..samples {
        for kind in shuffled(secrets.len(), dice) {
            let secret = secrets[kind].1.clone().unwrap_or_else(new_secret);
            let seat = Seat { secret, ..here.opened.desk() };
            let mut raw = Raw::upgraded(program.address, &seat).await;
            let frame = json!({"type": "hello", "secret": seat.secret}).to_string();
            let begun = Instant::now();
            raw.text(&frame).await;
            let (_, closed) = raw.frame().await.unwrap();
            hello.took(kind, begun.elapsed());
            assert_eq!(closed, 4500_u16.to_be_bytes());
            let begun = Instant::now();
            let reply = api.document(&seat.session, "sheet.json", Some(&seat.secret)).await;
            bearer.took(kind, begun.elapsed());
            assert_eq!(reply.status, 401);
        }
    }

    let codes = [
        ("a code that never was", None),
        ("the code of a session that ended", Some(ended.opened.code.clone())),
        ("the code of one that is asleep besides", Some(asleep)),
    ];
    let mut join = Times::new("a code: from joining to 404", &codes.each_ref().map(|(name, _)| *name));
    // Each of these takes a step of the server's, and leaves a session awake that has to fall asleep again.
    for _ in 0..samples.div_ceil(10) {
        for kind in shuffled(codes.len(), dice) {
            let code = codes[kind].1.clone().unwrap_or_else(|| unknown(dice));
            until_asleep(&api).await;
            let begun = Instant::now();
            let reply = api.try_join(&code, "Eve").await;
            join.took(kind, begun.elapsed());
            assert_eq!(reply.status, 404, "{}", reply.text);
        }
    }
    vec![hello, bearer, join]
}

/// A session that ended, with much in it and nobody there any more; its code.
async fn asleep(program: &Binary) -> String {
    let mut group = Group::at(program.address, "rate").await;
    for phone in &mut group.phones {
        phone.done(json!({"type": "rate", "competency": ONE, "score": 5, "reason": "x".repeat(1_900)})).await;
    }
    group.go_on_to("closed").await;
    group.opened.code
}

/// The sessions with somebody in them are two, and of the rest none is awake: then what is asleep is.
async fn until_asleep(api: &Api) {
    trivet_tests::eventually("the session is asleep", || async {
        let text = api.get("/metrics", None).await.text;
        text.lines().any(|line| line == "trivet_live_sessions 3").then_some(())
    })
    .await;
}

fn unknown(dice: &mut Dice) -> String {
    const LETTERS: &[u8; 28] = b"23456789BCDFGHJKLMNPQRSTVWXZ";
    (0..8).map(|_| char::from(LETTERS[usize::try_from(dice.within(0..28)).unwrap()])).collect()
}
