//! A group for the tests of exports: three people who rate, show, re-score, plan, leave feedback and choose what goes in,
//! by the commands of the contract.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot be told ends there")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trivet_server::export::{NotMade, held, sheet, summary};
use trivet_shared::framework::bundled;
use trivet_shared::id::{CommandId, JoinCode, ParticipantId, SecretHash, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::earlier::read::read;
use trivet_shared::session::earlier::{Taken, bring};
use trivet_shared::session::{
    About, Actor, Command, Commit, Digest, DigestKey, Facilitator, Opening, State, decide, lobby,
};
use trivet_shared::text::{Line, Name};
use trivet_shared::time::{DAY, MINUTE, Timestamp, Zone};
use trivet_shared::view::Presence;
use uuid::Uuid;

/// 24 November 2026, 10:00 in London.
const START: Timestamp = Timestamp(1_795_514_400_000);

pub(crate) const C: [&str; 3] = ["reliable-and-consistent", "empathic-listeners", "reconcilers"];

pub(crate) struct Group {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    counter: u128,
}

impl Group {
    /// Nobody there yet.
    pub(crate) fn new(title: &str) -> Group {
        let framework = &bundled()[0];
        let opening = Opening {
            about: About {
                session: SessionId(Uuid::from_u128(1)),
                title: Line::new(title).unwrap(),
                zone: Zone::default(),
                seats: 4,
                solo: false,
                rehearsal: false,
                follow_up: false,
                opened: START,
                kept_days: 30,
            },
            pinned: framework.hash.clone(),
            framework: framework.framework.clone(),
            facilitator: Facilitator { name: Name::new("Morgan").ok(), secret: SecretHash([250; 32]) },
            code: JoinCode::from_picks([1; 8]),
            salt: None,
            plan: BTreeMap::new(),
            alone: None,
        };
        Group { state: State::open(opening), now: START, counter: 0 }
    }

    /// These people in Discuss, with an area and its three competencies chosen.
    pub(crate) fn discussing(title: &str, names: &[&str]) -> Group {
        let mut group = Group::new(title);
        names.iter().for_each(|name| group.join(name));
        group.desk(json!({"type": "goTo", "stage": "area"}));
        group.desk(json!({"type": "chooseArea", "area": "building-trusting-relationships"}));
        group.desk(json!({"type": "goTo", "stage": "competencies"}));
        group.desk(json!({"type": "chooseCompetencies", "competencies": C}));
        for stage in ["rate", "discuss"] {
            group.wait(7);
            group.desk(json!({"type": "goTo", "stage": stage}));
        }
        group
    }

    /// A session of its own, `n` months after the first.
    pub(crate) fn later(title: &str, names: &[&str], n: u128) -> Group {
        let mut group = Group::discussing(title, names);
        group.state.about.session = SessionId(Uuid::from_u128(n));
        group.now = group.now.plus(n as i64 * 30 * DAY);
        group.state.began = Some(group.now);
        group
    }

    /// The first of them brings a sheet.
    pub(crate) fn brings(&mut self, sheet: &Value) -> Taken {
        let brought = read(sheet.to_string().as_bytes(), &self.state.framework).unwrap();
        let me = self.state.person(self.id(0)).unwrap();
        let (events, taken) = bring(&self.state, me, &brought, self.now).unwrap();
        let by = Actor::participant(self.id(0));
        self.counter += 1;
        self.state.apply(&State::unasked(CommandId(Uuid::from_u128(self.counter)), by, events, self.now));
        taken
    }

    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now = self.now.plus(minutes * MINUTE);
    }

    pub(crate) fn join(&mut self, name: &str) {
        self.counter += 1;
        let n = self.state.people.len();
        let knock = lobby::Knock {
            id: ParticipantId(Uuid::from_u128(10 + n as u128)),
            name: Name::new(name).unwrap(),
            secret: SecretHash([n as u8 + 1; 32]),
        };
        let events = lobby::join(&self.state, &knock, self.now).unwrap().events;
        let id = CommandId(Uuid::from_u128(self.counter));
        self.state.apply(&State::unasked(id, Actor::default(), events, self.now));
    }

    pub(crate) fn id(&self, who: usize) -> ParticipantId {
        self.state.people[who].id
    }

    /// The facilitator does it.
    pub(crate) fn desk(&mut self, command: Value) {
        self.send(Actor::facilitator(), command).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    }

    /// Somebody does it.
    pub(crate) fn does(&mut self, who: usize, command: Value) {
        self.tries(who, command).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    }

    /// Somebody tries it.
    pub(crate) fn tries(&mut self, who: usize, command: Value) -> Result<(), Refusal> {
        self.send(Actor::participant(self.id(who)), command)
    }

    pub(crate) fn send(&mut self, actor: Actor, command: Value) -> Result<(), Refusal> {
        self.counter += 1;
        let command = Command::read(actor, &serde_json::value::to_raw_value(&command).unwrap())?;
        let events = decide(&self.state, actor, &command, self.now)?;
        let id = CommandId(Uuid::from_u128(self.counter));
        let digest = Digest::of(&DigestKey::default(), id, &command);
        self.state.apply(&Commit { id, digest, at: self.now, by: actor, events });
        Ok(())
    }

    pub(crate) fn sheet(&self, who: usize) -> sheet::Sheet {
        sheet::build(&self.state, self.id(who), self.now, true).unwrap()
    }

    /// Somebody's sheet, as software reads it.
    pub(crate) fn document(&self, who: usize) -> Value {
        serde_json::to_value(self.sheet(who)).unwrap()
    }

    pub(crate) fn held(&self, who: usize) -> held::Held {
        held::build(&self.state, self.id(who), self.now, true).unwrap()
    }

    pub(crate) fn summary(&self) -> summary::SummaryDocument {
        summary::build(&self.state, &Presence::default(), self.now, true)
    }
}

/// A theme's id.
pub(crate) fn theme(n: u128) -> String {
    Uuid::from_u128(0x7e_0000 + n).to_string()
}

/// A file that is text.
pub(crate) fn text(made: Result<Vec<u8>, NotMade>) -> String {
    String::from_utf8(made.unwrap()).unwrap()
}

/// An action's id.
pub(crate) fn action(n: u128) -> String {
    Uuid::from_u128(0xac_0000 + n).to_string()
}

/// Ann has everything on her sheet and puts some of it in; Ben uses words instead of numbers, puts in both scores of one
/// line, without his name; Cyd writes nothing and chooses nothing. The group says yes to two of three themes.
pub(crate) fn story() -> Group {
    let mut group = Group::discussing("Team reflection", &["Ann", "Ben", "Cyd"]);
    group.does(0, json!({"type": "about", "role": "Support worker", "organisation": "A charity"}));
    group.does(0, json!({"type": "rate", "competency": C[0], "score": 4, "reason": "I ring ahead now.\nBusy weeks catch me out."}));
    group
        .does(0, json!({"type": "rate", "competency": C[1], "score": 7, "reason": "=1+1 is not a sum here"}));
    group.does(0, json!({"type": "rate", "competency": C[2], "reason": "I leave it too long."}));
    group.does(0, json!({"type": "show", "competency": C[0], "score": true, "reason": true}));
    group.does(
        0,
        json!({"type": "jot", "competency": C[0], "box": "heard", "text": "Plan the week on Monday."}),
    );
    group.does(1, json!({"type": "feedback", "to": group.id(0), "competency": C[0], "kind": "strength", "text": "You keep your word."}));
    group.does(1, json!({"type": "rate", "competency": C[0], "score": 6}));
    group
        .does(1, json!({"type": "rescore", "competency": C[0], "score": 5, "shift": "There is more to it."}));
    group.does(1, json!({"type": "show", "competency": C[0], "score": true, "rescore": true}));
    group.does(1, json!({"type": "record", "shown": {C[0]: true}}));
    for (n, kind, text) in [
        (1, "theme", "Heavy weeks are planned too late."),
        (2, "training", "=An afternoon on saying no."),
        (3, "theme", "Nobody was asked about this one."),
    ] {
        group.desk(json!({"type": "theme", "theme": theme(n), "kind": kind, "text": text}));
        if n < 3 {
            group.desk(json!({"type": "theme", "theme": theme(n), "agreed": true, "was": text}));
        }
    }
    group.wait(60);
    group.desk(json!({"type": "goTo", "stage": "rescore"}));
    group.does(0, json!({"type": "rescore", "competency": C[0], "score": 6, "shift": "Others do it too."}));
    group.does(0, json!({"type": "rescore", "competency": C[1], "score": 7}));
    group.does(0, json!({"type": "show", "competency": C[0], "rescore": true}));
    group.desk(json!({"type": "goTo", "stage": "actions"}));
    group.does(0, json!({"type": "act", "action": action(1), "text": "Ask how a heavy week is planned.", "competency": C[0], "review": "2027-01-19"}));
    group.does(0, json!({"type": "act", "action": action(2), "text": "Ring on Mondays.", "competency": C[0], "review": "2026-12-22"}));
    group.does(0, json!({"type": "act", "action": action(3), "text": "Read more.", "review": "2027-01-19"}));
    group.does(0, json!({"type": "record", "name": true, "shown": {C[0]: true}, "actions": {action(1): true, action(3): true}}));
    group
}

/// Two months after [`story`], Ann brings its sheet: one action is done, one still going, one not spoken of. She scores one
/// competency again, says of one that it gets no number, and leaves the third open.
pub(crate) fn next_story() -> Group {
    let mut group = Group::later("Looking back", &["Ann", "Dee"], 2);
    group.brings(&story().document(0));
    let carried: Vec<_> =
        group.state.person(group.id(0)).unwrap().carried.iter().map(|one| one.action).collect();
    for (id, outcome, note) in
        [(carried[0], "done", "We meet on Mondays now."), (carried[1], "going", "Half of them.")]
    {
        group.does(0, json!({"type": "lookBack", "action": id, "outcome": outcome, "note": note}));
    }
    group.does(0, json!({"type": "rate", "competency": C[0], "score": 7}));
    group.does(0, json!({"type": "rescore", "competency": C[0], "score": 8}));
    group.does(0, json!({"type": "decline", "competency": C[1], "declined": true}));
    group.does(0, json!({"type": "act", "action": action(4), "text": "Tell the others how.", "competency": C[0], "review": "2027-03-16"}));
    group
}
