//! A session for unit tests: three people (one of them on paper), one facilitator, a moment that tests set.

use std::collections::BTreeMap;
use uuid::Uuid;

use super::*;
use crate::framework::bundled;
use crate::id::{ActionId, CompetencyId, JoinCode, SecretHash, SessionId};
use crate::text::{Name, Patch, Score, Words};
use crate::time::{Date, Zone};

pub(crate) struct Table {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    counter: u128,
}

pub(crate) fn opening(kept_days: u16) -> Opening {
    let bundled = &bundled()[0];
    Opening {
        about: About {
            session: SessionId(Uuid::from_u128(1)),
            title: Default::default(),
            zone: Zone::default(),
            seats: lobby::USUAL_SEATS,
            solo: false,
            rehearsal: false,
            follow_up: false,
            opened: Timestamp(1_795_000_000_000),
            kept_days,
        },
        pinned: bundled.hash.clone(),
        framework: bundled.framework.clone(),
        facilitator: Facilitator { name: Name::new("Morgan").ok(), secret: SecretHash([0; 32]) },
        code: JoinCode::from_picks([1; 8]),
        salt: None,
        plan: BTreeMap::new(),
        alone: None,
    }
}

impl Table {
    pub(crate) fn open() -> Self {
        Self { state: State::open(opening(30)), now: Timestamp(1_795_000_000_000), counter: 100 }
    }

    /// One person alone.
    pub(crate) fn alone() -> Self {
        let mut opening = opening(30);
        opening.about.solo = true;
        opening.alone = Some(ParticipantId(Uuid::from_u128(2)));
        Self { state: State::open(opening), now: Timestamp(1_795_000_000_000), counter: 100 }
    }

    /// Alex, Priya and (on paper) Sam, in a stage; from Rate on with area and three competencies chosen.
    pub(crate) fn at(stage: Stage) -> (Self, ParticipantId, ParticipantId) {
        let mut table = Self::open();
        let (alex, _) = table.join("Alex").unwrap();
        let (priya, _) = table.join("Priya").unwrap();
        table.desk(Command::AddSeat(lobby::AddSeat { name: Name::new("Sam").unwrap() })).unwrap();
        for next in Stage::ALL.into_iter().skip(1).take_while(|next| *next <= stage) {
            table.go_to(next);
            if next == Stage::Area {
                let area = "building-trusting-relationships".into();
                table.desk(Command::ChooseArea(choosing::ChooseArea { area })).unwrap();
            }
            if next == Stage::Competencies {
                let ids = ["reliable-and-consistent", "reconcilers", "empathic-listeners"];
                let competencies = ids.map(CompetencyId::from).to_vec();
                table
                    .desk(Command::ChooseCompetencies(choosing::ChooseCompetencies { competencies }))
                    .unwrap();
            }
        }
        (table, alex, priya)
    }

    fn next_id(&mut self) -> Uuid {
        self.counter += 1;
        Uuid::from_u128(self.counter)
    }

    pub(crate) fn join(&mut self, name: &str) -> Result<(ParticipantId, bool), Refusal> {
        let id = ParticipantId(self.next_id());
        let mut secret = SecretHash([7; 32]);
        secret.0[..16].copy_from_slice(&self.counter.to_be_bytes());
        let joined =
            lobby::join(&self.state, &lobby::Knock { id, name: Name::new(name).unwrap(), secret }, self.now)?;
        let commit = State::unasked(CommandId(self.next_id()), Actor::default(), joined.events, self.now);
        self.state.apply(&commit);
        Ok((joined.participant, joined.seated))
    }

    pub(crate) fn erase(&mut self, id: ParticipantId) {
        let events = lobby::erase(&self.state, id).unwrap();
        let commit = State::unasked(CommandId(self.next_id()), Actor::default(), events, self.now);
        self.state.apply(&commit);
    }

    pub(crate) fn send(&mut self, by: Actor, command: Command) -> Result<(), Refusal> {
        let id = CommandId(self.next_id());
        let events = decide(&self.state, by, &command, self.now)?;
        let commit =
            Commit { id, digest: Digest::of(&DigestKey::default(), id, &command), at: self.now, by, events };
        self.state.apply(&commit);
        Ok(())
    }

    pub(crate) fn desk(&mut self, command: Command) -> Result<(), Refusal> {
        self.send(Actor::facilitator(), command)
    }

    pub(crate) fn as_person(&mut self, id: ParticipantId, command: Command) -> Result<(), Refusal> {
        self.send(Actor::participant(id), command)
    }

    pub(crate) fn go_to(&mut self, stage: Stage) {
        self.desk(Command::GoTo(pacing::GoTo { stage, from: None })).unwrap();
    }

    pub(crate) fn undo_last(&mut self) -> Result<(), Refusal> {
        let which = self.state.moves.list.last().map_or(0, |(which, _)| *which);
        self.desk(Command::Undo(moves::Undo { which }))
    }
}

fn patch<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Leave, Patch::Set)
}

pub(crate) fn rate(competency: &str, score: Option<i64>, reason: Option<&str>) -> Command {
    Command::Rate(rating::Rate {
        competency: competency.into(),
        score: patch(score.and_then(Score::new)),
        reason: patch(reason.map(|text| Words::new(text).unwrap())),
        was: None,
    })
}

/// `None` clears.
pub(crate) fn rescore(competency: &str, score: Option<i64>) -> Command {
    let score = score.and_then(Score::new).map_or(Patch::Clear, Patch::Set);
    Command::Rescore(rescoring::Rescore { competency: competency.into(), score, ..Default::default() })
}

pub(crate) fn show(competency: &str, score: Option<bool>, reason: Option<bool>) -> Command {
    Command::Show(showing::Show { competency: competency.into(), score, reason, ..Default::default() })
}

pub(crate) fn feedback(to: ParticipantId, competency: &str, text: &str, draft: bool) -> Command {
    Command::Feedback(feedback::Feedback {
        to,
        competency: competency.into(),
        text: Patch::Set(Words::new(text).unwrap()),
        draft: Some(draft),
        ..Default::default()
    })
}

pub(crate) fn act(action: u128, text: Option<&str>, review: Option<Date>) -> Command {
    Command::Act(actions::Act {
        action: ActionId(Uuid::from_u128(action)),
        text: patch(text.map(|text| Words::new(text).unwrap())),
        review: patch(review),
        ..Default::default()
    })
}
