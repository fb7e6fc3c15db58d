//! A session for stories: people by name, moments handed in, commands as they come over the wire.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story that goes wrong ends there")]

use std::collections::BTreeMap;

use serde_json::{Value, json, value::RawValue};
use trivet_shared::framework::bundled;
use trivet_shared::id::{CommandId, JoinCode, ParticipantId, SecretHash, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::earlier::{bring, read::read};
use trivet_shared::session::{
    About, Actor, Command, Commit, Digest, DigestKey, Facilitator, Opening, Stage, State, decide, lobby,
};
use trivet_shared::text::Name;
use trivet_shared::time::{MINUTE, Timestamp, Zone};
use trivet_shared::view::{Audience, Desk, Mine, Presence, Room, Table, desk, mine, room, table};
use uuid::Uuid;

pub(crate) struct Story {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    pub(crate) commits: Vec<Commit>,
    counter: u128,
}

impl Story {
    pub(crate) fn open(framework: usize) -> Self {
        let framework = &bundled()[framework];
        let opening = Opening {
            about: About {
                session: SessionId(Uuid::from_u128(1)),
                title: Default::default(),
                zone: Zone::default(),
                seats: lobby::USUAL_SEATS,
                solo: false,
                rehearsal: false,
                follow_up: false,
                opened: Timestamp(1_795_000_000_000),
                kept_days: 30,
            },
            pinned: framework.hash.clone(),
            framework: framework.framework.clone(),
            facilitator: Facilitator { name: Name::new("Morgan").ok(), secret: SecretHash([255; 32]) },
            code: JoinCode::from_picks([1, 2, 3, 4, 5, 6, 7, 8]),
            salt: None,
            plan: BTreeMap::new(),
            alone: None,
        };
        Self {
            state: State::open(opening),
            now: Timestamp(1_795_000_000_000),
            commits: Vec::new(),
            counter: 1_000,
        }
    }

    fn keep(&mut self, commit: Commit) {
        self.state.apply(&commit);
        self.commits.push(commit);
    }

    pub(crate) fn join(&mut self, name: &str) -> bool {
        self.counter += 1;
        let knock = lobby::Knock {
            id: ParticipantId(Uuid::from_u128(self.counter)),
            name: Name::new(name).unwrap(),
            secret: SecretHash([self.counter as u8; 32]),
        };
        let joined = lobby::join(&self.state, &knock, self.now).unwrap();
        self.counter += 1;
        let id = CommandId(Uuid::from_u128(self.counter));
        self.keep(State::unasked(id, Actor::participant(joined.participant), joined.events, self.now));
        joined.seated
    }

    pub(crate) fn id(&self, name: &str) -> ParticipantId {
        self.state.people.iter().find(|person| person.name.as_str() == name).unwrap().id
    }

    /// Brings a sheet as it comes in by HTTP.
    pub(crate) fn bring(&mut self, name: &str, sheet: &Value) {
        let brought = read(sheet.to_string().as_bytes(), &self.state.framework).unwrap();
        let me = self.state.person(self.id(name)).unwrap();
        let (events, _) = bring(&self.state, me, &brought, self.now).unwrap();
        self.counter += 1;
        let (id, by) = (CommandId(Uuid::from_u128(self.counter)), Actor::participant(self.id(name)));
        self.keep(State::unasked(id, by, events, self.now));
    }

    /// Sends a command as it comes over the wire.
    pub(crate) fn send(&mut self, by: Actor, command: Value) -> Result<(), Refusal> {
        let raw = RawValue::from_string(command.to_string()).unwrap();
        let command = Command::read(by, &raw)?;
        self.counter += 1;
        let id = CommandId(Uuid::from_u128(self.counter));
        let events = decide(&self.state, by, &command, self.now)?;
        let digest = Digest::of(&DigestKey::default(), id, &command);
        self.keep(Commit { id, digest, at: self.now, by, events });
        Ok(())
    }

    pub(crate) fn desk(&mut self, command: Value) {
        self.send(Actor::facilitator(), command.clone())
            .unwrap_or_else(|refusal| panic!("{command}: {refusal:?}"));
    }

    pub(crate) fn person(&mut self, name: &str, command: Value) {
        if let Some(refusal) = self.refused(name, command.clone()) {
            panic!("{name}: {command}: {refusal:?}");
        }
    }

    pub(crate) fn refused(&mut self, name: &str, command: Value) -> Option<Refusal> {
        self.send(Actor::participant(self.id(name)), command).err()
    }

    pub(crate) fn refused_desk(&mut self, command: Value) -> Option<Refusal> {
        self.send(Actor::facilitator(), command).err()
    }

    pub(crate) fn go_to(&mut self, stage: &str) {
        self.desk(json!({ "type": "goTo", "stage": stage }));
    }

    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now = self.now.plus(minutes * MINUTE);
    }

    pub(crate) fn room(&self) -> Room {
        room(&self.state, &Presence::default())
    }

    pub(crate) fn desk_view(&self) -> Desk {
        desk(&self.state, &Presence::default())
    }

    pub(crate) fn mine(&self, name: &str) -> Mine {
        mine(&self.state, self.id(name)).unwrap()
    }

    pub(crate) fn table(&self, name: &str) -> Table {
        table(&self.state, Audience::Participant(self.id(name)))
    }

    /// Morgan, Alex, Priya and Sam with an area and three competencies, in a stage from Rate on.
    pub(crate) fn at(stage: Stage) -> Self {
        let mut story = Self::open(0);
        for name in ["Alex", "Priya", "Sam"] {
            story.join(name);
        }
        story.go_to("area");
        story.desk(json!({ "type": "chooseArea", "area": "building-trusting-relationships" }));
        story.go_to("competencies");
        let competencies = ["reliable-and-consistent", "reconcilers", "empathic-listeners"];
        story.desk(json!({ "type": "chooseCompetencies", "competencies": competencies }));
        for (name, next) in [
            ("rate", Stage::Rate),
            ("discuss", Stage::Discuss),
            ("rescore", Stage::Rescore),
            ("actions", Stage::Actions),
        ] {
            if next <= stage {
                story.go_to(name);
            }
        }
        story
    }
}
