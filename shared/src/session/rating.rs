//! Rating alone: a score from 1 to 10 and why, per competency, private to their author. Writing is recording; ready
//! and more time are signals and change nothing.

use serde::{Deserialize, Serialize};

use super::person::check_was;
use super::{Decision, Event as Happened, Person, Row, Stage, State, payloads};
use crate::id::{CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Patch, Score, Words};
use crate::time::Timestamp;

payloads! {
    /// `rate`
    pub struct Rate {
        /// What about.
        pub competency: CompetencyId,
        /// My confidence, 1 to 10.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Score>")]
        pub score: Patch<Score>,
        /// What made me choose this number.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub reason: Patch<Words>,
        /// The reason as I saw it before I changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
    /// `decline`
    pub struct Decline {
        /// What about.
        pub competency: CompetencyId,
        /// I'd rather not score it; or I will after all.
        pub declined: bool,
    }
    /// `ready`
    pub struct Ready {
        /// Ready in this stage, or not yet.
        pub ready: bool,
    }
    /// `moreTime`
    pub struct MoreTime {
        /// I'd like more time in this stage, or no longer.
        pub wanted: bool,
    }
}

/// Rating, as it happened. Each event says what stands afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A row of somebody.
    Rated {
        /// Whose.
        id: ParticipantId,
        /// What about.
        competency: CompetencyId,
        /// The score.
        score: Option<Score>,
        /// The reason.
        reason: Option<Words>,
        /// Would rather not score it.
        declined: bool,
    },
    /// Ready in a stage.
    Ready {
        /// Who.
        id: ParticipantId,
        /// In which stage.
        stage: Stage,
        /// Ready, or not yet.
        ready: bool,
    },
    /// Would like more time in a stage.
    MoreTime {
        /// Who.
        id: ParticipantId,
        /// In which stage.
        stage: Stage,
        /// Wanted, or no longer.
        wanted: bool,
    },
}

/// The first score stands once its owner has answered the re-score. One on show is taken back before it is corrected.
fn check_final(row: &Row, score: Option<Score>) -> Result<(), Refusal> {
    if score == row.score {
        return Ok(());
    }
    if row.rescore.score.is_some() {
        return Err(Refusal::ScoreFinal { shown: false });
    }
    if row.shown.score.is_some() {
        return Err(Refusal::ScoreFinal { shown: true });
    }
    Ok(())
}

pub(super) fn rate(state: &State, me: &Person, rate: &Rate, _: Timestamp) -> Decision {
    state.from(Stage::Rate)?;
    me.inside()?;
    state.open_to(me, &rate.competency)?;
    let row = me.rows.get(&rate.competency).cloned().unwrap_or_default();
    check_was(&rate.was, row.reason.as_ref())?;
    let score = rate.score.clone().over(row.score);
    check_final(&row, score)?;
    let reason = rate.reason.clone().blank_clears().over(row.reason.clone());
    let declined = row.declined && score.is_none();
    rated(me, &rate.competency, &row, score, reason, declined)
}

pub(super) fn decline(state: &State, me: &Person, decline: &Decline, _: Timestamp) -> Decision {
    state.from(Stage::Rate)?;
    me.inside()?;
    state.open_to(me, &decline.competency)?;
    let row = me.rows.get(&decline.competency).cloned().unwrap_or_default();
    let score = if decline.declined { None } else { row.score };
    check_final(&row, score)?;
    rated(me, &decline.competency, &row, score, row.reason.clone(), decline.declined)
}

fn rated(
    me: &Person,
    competency: &CompetencyId,
    row: &Row,
    score: Option<Score>,
    reason: Option<Words>,
    declined: bool,
) -> Decision {
    if (score, &reason, declined) == (row.score, &row.reason, row.declined) {
        return Ok(Vec::new());
    }
    let event = Event::Rated { id: me.id, competency: competency.clone(), score, reason, declined };
    Ok(vec![Happened::Rating(event)])
}

pub(super) fn ready(state: &State, me: &Person, signal: &Ready, _: Timestamp) -> Decision {
    me.inside()?;
    let changes = me.ready.contains(&state.stage) != signal.ready;
    let event = Event::Ready { id: me.id, stage: state.stage, ready: signal.ready };
    Ok(changes.then_some(Happened::Rating(event)).into_iter().collect())
}

pub(super) fn more_time(state: &State, me: &Person, signal: &MoreTime, _: Timestamp) -> Decision {
    me.inside()?;
    let changes = me.more_time.contains(&state.stage) != signal.wanted;
    let event = Event::MoreTime { id: me.id, stage: state.stage, wanted: signal.wanted };
    Ok(changes.then_some(Happened::Rating(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Rated { id, competency, score, reason, declined } => state.with_row(*id, competency, |row| {
            row.score = *score;
            row.reason.clone_from(reason);
            row.declined = *declined;
        }),
        Event::Ready { id, stage, ready } => state.with_person(*id, |person| {
            if *ready {
                person.ready.insert(*stage);
                person.more_time.remove(stage);
            } else {
                person.ready.remove(stage);
            }
        }),
        Event::MoreTime { id, stage, wanted } => state.with_person(*id, |person| {
            if *wanted {
                person.more_time.insert(*stage);
                person.ready.remove(stage);
            } else {
                person.more_time.remove(stage);
            }
        }),
    }
}

#[cfg(test)]
mod tests;
