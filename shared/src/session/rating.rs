//! Rating alone: a score from 1 to 10 and why, per competency, private to their author. Writing is recording; ready
//! and more time are signals and change nothing.

use serde::{Deserialize, Serialize};

use super::state::check_was;
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
    rated(
        me,
        &decline.competency,
        &row,
        score,
        row.reason.clone(),
        decline.declined,
    )
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
    let event = Event::Rated {
        id: me.id,
        competency: competency.clone(),
        score,
        reason,
        declined,
    };
    Ok(vec![Happened::Rating(event)])
}

pub(super) fn ready(state: &State, me: &Person, signal: &Ready, _: Timestamp) -> Decision {
    me.inside()?;
    let changes = me.ready.contains(&state.stage) != signal.ready;
    let event = Event::Ready {
        id: me.id,
        stage: state.stage,
        ready: signal.ready,
    };
    Ok(changes.then_some(Happened::Rating(event)).into_iter().collect())
}

pub(super) fn more_time(state: &State, me: &Person, signal: &MoreTime, _: Timestamp) -> Decision {
    me.inside()?;
    let changes = me.more_time.contains(&state.stage) != signal.wanted;
    let event = Event::MoreTime {
        id: me.id,
        stage: state.stage,
        wanted: signal.wanted,
    };
    Ok(changes.then_some(Happened::Rating(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Rated {
            id,
            competency,
            score,
            reason,
            declined,
        } => state.with_row(*id, competency, |row| {
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
mod tests {
    use super::*;
    use crate::session::Command;
    use crate::session::example::{Table, rate, rescore, show};

    const C: &str = "reliable-and-consistent";

    #[test]
    fn score_and_reason_are_set_left_and_cleared_on_their_own() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        table.as_person(alex, rate(C, Some(4), None)).unwrap();
        table.as_person(alex, rate(C, None, Some("because"))).unwrap();
        let row = |table: &Table| table.state.person(alex).unwrap().rows[&C.into()].clone();
        assert_eq!(row(&table).score, Score::new(4));
        let clear = Rate {
            competency: C.into(),
            score: Patch::Clear,
            ..Rate::default()
        };
        table.as_person(alex, Command::Rate(clear)).unwrap();
        assert_eq!(row(&table).score, None);
        assert_eq!(row(&table).reason.as_ref().map(Words::as_str), Some("because"));
        table.as_person(alex, rate(C, None, Some("  "))).unwrap();
        assert_eq!(row(&table).reason, None);
    }

    #[test]
    fn nothing_is_rated_before_rate_and_everything_after_going_back() {
        let (mut table, alex, _) = Table::at(Stage::Competencies);
        assert_eq!(
            table.as_person(alex, rate(C, Some(4), None)),
            Err(Refusal::NotNow)
        );
        table.go_to(Stage::Rate);
        table.go_to(Stage::Area);
        table.as_person(alex, rate(C, Some(4), None)).unwrap();
    }

    #[test]
    fn another_areas_competency_is_not_rated() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        assert_eq!(
            table.as_person(alex, rate("humble-and-open", Some(4), None)),
            Err(Refusal::NotInArea)
        );
        assert_eq!(
            table.as_person(alex, rate("nothing", Some(4), None)),
            Err(Refusal::unknown("competency"))
        );
    }

    #[test]
    fn the_first_score_is_final_once_the_rescore_is_answered() {
        let (mut table, alex, _) = Table::at(Stage::Discuss);
        table.as_person(alex, rate(C, Some(4), Some("why"))).unwrap();
        table.as_person(alex, rate(C, Some(5), None)).unwrap();
        table.as_person(alex, rescore(C, Some(5))).unwrap();
        assert_eq!(
            table.as_person(alex, rate(C, Some(6), None)),
            Err(Refusal::ScoreFinal { shown: false })
        );
        table
            .as_person(alex, rate(C, Some(5), Some("better words")))
            .unwrap();
    }

    #[test]
    fn a_score_on_show_is_taken_back_before_it_is_corrected() {
        let (mut table, alex, _) = Table::at(Stage::Discuss);
        table.as_person(alex, rate(C, Some(4), Some("why"))).unwrap();
        table.as_person(alex, show(C, Some(true), None)).unwrap();
        assert_eq!(
            table.as_person(alex, rate(C, Some(6), None)),
            Err(Refusal::ScoreFinal { shown: true })
        );
        table.as_person(alex, show(C, Some(false), None)).unwrap();
        table.as_person(alex, rate(C, Some(6), None)).unwrap();
    }

    #[test]
    fn declining_takes_the_score_and_keeps_the_words() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        table.as_person(alex, rate(C, Some(4), Some("in words"))).unwrap();
        table
            .as_person(
                alex,
                Command::Decline(Decline {
                    competency: C.into(),
                    declined: true,
                }),
            )
            .unwrap();
        let row = table.state.person(alex).unwrap().rows[&C.into()].clone();
        assert_eq!(
            (row.score, row.declined, row.reason.is_some()),
            (None, true, true)
        );
        table.as_person(alex, rate(C, Some(4), None)).unwrap();
        assert!(!table.state.person(alex).unwrap().rows[&C.into()].declined);
    }

    #[test]
    fn a_text_that_changed_meanwhile_is_not_overwritten() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        table
            .as_person(alex, rate(C, None, Some("from the phone")))
            .unwrap();
        let late = Rate {
            competency: C.into(),
            reason: Patch::Set(Words::new("from the laptop").unwrap()),
            was: Some(String::new()),
            ..Rate::default()
        };
        let stale = Refusal::Stale {
            now: Some("from the phone".into()),
        };
        assert_eq!(table.as_person(alex, Command::Rate(late)), Err(stale));
    }

    #[test]
    fn ready_is_of_a_stage_and_moves_nothing() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        table
            .as_person(alex, Command::Ready(Ready { ready: true }))
            .unwrap();
        assert_eq!(table.state.stage, Stage::Rate);
        table.go_to(Stage::Discuss);
        assert!(!table.state.person(alex).unwrap().ready.contains(&Stage::Discuss));
        table.go_to(Stage::Rate);
        assert!(table.state.person(alex).unwrap().ready.contains(&Stage::Rate));
    }
}
