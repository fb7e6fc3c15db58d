//! Re-scoring: the confidence score kept or changed, and what shifted. Private, like the first; open from Discuss on.

use serde::{Deserialize, Serialize};

use super::person::check_was;
use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{CompetencyId, ParticipantId};
use crate::text::{Patch, Score, Words};
use crate::time::Timestamp;

/// The answer to the re-score. The same score as at first means it was kept, which is a full answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rescored {
    /// Confidence afterwards.
    pub score: Option<Score>,
    /// What shifted.
    pub shift: Option<Words>,
}

payloads! {
    /// `rescore`
    pub struct Rescore {
        /// What about.
        pub competency: CompetencyId,
        /// My confidence now; the same as at first keeps it.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Score>")]
        pub score: Patch<Score>,
        /// What shifted.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub shift: Patch<Words>,
        /// What shifted, as I saw it before I changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
}

/// Re-scoring, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What stands afterwards.
    Rescored {
        /// Whose.
        id: ParticipantId,
        /// What about.
        competency: CompetencyId,
        /// The answer.
        rescored: Rescored,
    },
}

pub(super) fn rescore(state: &State, me: &Person, answer: &Rescore, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    state.open_to(me, &answer.competency)?;
    let before = me.rows.get(&answer.competency).map(|row| row.rescore.clone()).unwrap_or_default();
    check_was(&answer.was, before.shift.as_ref())?;
    let rescored = Rescored {
        score: answer.score.clone().over(before.score),
        shift: answer.shift.clone().blank_clears().over(before.shift.clone()),
    };
    let changes = rescored != before;
    let event = Event::Rescored { id: me.id, competency: answer.competency.clone(), rescored };
    Ok(changes.then_some(Happened::Rescoring(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let Event::Rescored { id, competency, rescored } = event;
    state.with_row(*id, competency, |row| row.rescore = rescored.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Refusal;
    use crate::session::example::{Table, rate, rescore};

    const C: &str = "reliable-and-consistent";

    #[test]
    fn it_is_open_from_discuss_on_also_after_close() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        assert_eq!(table.as_person(alex, rescore(C, Some(5))), Err(Refusal::NotNow));
        table.go_to(Stage::Discuss);
        table.as_person(alex, rescore(C, Some(5))).unwrap();
        table.go_to(Stage::Closed);
        table.as_person(alex, rescore(C, Some(6))).unwrap();
    }

    #[test]
    fn keeping_is_an_answer_and_clearing_opens_the_first_score_again() {
        let (mut table, alex, _) = Table::at(Stage::Rescore);
        table.as_person(alex, rate(C, Some(4), None)).unwrap();
        table.as_person(alex, rescore(C, Some(4))).unwrap();
        assert!(table.as_person(alex, rate(C, Some(5), None)).is_err());
        table.as_person(alex, rescore(C, None)).unwrap();
        table.as_person(alex, rate(C, Some(5), None)).unwrap();
    }
}
