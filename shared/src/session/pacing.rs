//! Stages and time: the plan of 90 minutes, what each stage took, breaks, the facilitator's notes, and undoing the last
//! group move. Time is advice: nothing here moves by itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::state::check_was;
use super::turns::{Turn, TurnRef, set_parked};
use super::{Decision, Event as Happened, Place, Stage, State, lobby, payloads};
use crate::id::{AreaId, CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Patch, Why, Words};
use crate::time::Timestamp;

/// Minutes each stage is planned for, 90 in all (the method's times; arriving and closing are ours).
pub const USUAL_PLAN: [(Stage, u16); 8] = [
    (Stage::Lobby, 4),
    (Stage::Area, 2),
    (Stage::Competencies, 3),
    (Stage::Rate, 8),
    (Stage::Discuss, 60),
    (Stage::Rescore, 5),
    (Stage::Actions, 5),
    (Stage::Closed, 3),
];
/// Minutes a stage can be planned for at the most.
pub const LONGEST: u16 = 240;
/// Minutes that can be added or taken off in one go.
const MOST_EXTENSION: i16 = 60;
/// Moves that are listed for the desk.
const LISTED_MOVES: usize = 20;

/// Plan and time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pacing {
    /// Minutes each stage is planned for.
    pub plan: BTreeMap<Stage, u16>,
    /// Minutes added since (taken off when negative).
    pub extra: BTreeMap<Stage, i32>,
    /// Milliseconds each stage took before the present stretch.
    pub spent: BTreeMap<Stage, i64>,
    /// Since when the clock runs in the present stage; not before anybody came, in a break, or after close.
    pub since: Option<Timestamp>,
    /// A break for all.
    pub paused: Option<Paused>,
}

/// A break for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Paused {
    /// When people are expected back, if the facilitator said so.
    pub until: Option<Timestamp>,
}

impl Pacing {
    /// The usual plan with some minutes changed.
    #[must_use]
    pub fn planned(changes: &BTreeMap<Stage, u16>) -> Self {
        let mut plan: BTreeMap<_, _> = USUAL_PLAN.into_iter().collect();
        plan.extend(changes);
        Self {
            plan,
            ..Self::default()
        }
    }

    /// Minutes a stage has: planned and added.
    #[must_use]
    pub fn minutes(&self, stage: Stage) -> i64 {
        let planned = self.plan.get(&stage).copied().unwrap_or_default();
        (i64::from(planned) + i64::from(self.extra.get(&stage).copied().unwrap_or_default())).max(0)
    }

    fn settle(&mut self, stage: Stage, at: Timestamp) {
        if let Some(since) = self.since.take() {
            *self.spent.entry(stage).or_default() += at.since(since);
        }
    }
}

/// Group moves that were made, newest last. The newest can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moves {
    /// How many there have been.
    pub count: u32,
    /// The last of them, with what takes them back.
    pub list: Vec<(u32, Inverse)>,
}

impl Moves {
    pub(super) fn push(&mut self, undo: Inverse) {
        self.count += 1;
        self.list.push((self.count, undo));
        let over = self.list.len().saturating_sub(LISTED_MOVES);
        self.list.drain(..over);
    }

    /// An erased person's name stands in no move.
    pub(super) fn forget(&mut self, id: ParticipantId) {
        self.list.retain(|(_, undo)| match undo {
            Inverse::Seat { participant, .. } => *participant != id,
            Inverse::Parked { turn, .. } => turn.participant != id,
            Inverse::Turn { before, after, done } => {
                let of = |turn: Option<&TurnRef>| turn.is_some_and(|turn| turn.participant == id);
                !of(before.as_ref().map(|turn| &turn.turn)) && !of(after.as_ref()) && !of(done.as_ref())
            }
            _ => true,
        });
    }
}

/// What takes a group move back. It touches nothing that people wrote, showed or took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Inverse {
    /// A stage was left for another.
    Stage {
        /// From.
        from: Stage,
        /// To.
        to: Stage,
    },
    /// Area or competencies were chosen.
    Choice {
        /// The area before.
        area: Option<AreaId>,
        /// The competencies before.
        competencies: Vec<CompetencyId>,
    },
    /// A turn began or ended.
    Turn {
        /// The turn before.
        before: Option<Turn>,
        /// The turn after.
        after: Option<TurnRef>,
        /// What was over with it.
        done: Option<TurnRef>,
    },
    /// A turn was set aside or brought back.
    Parked {
        /// Which.
        turn: TurnRef,
        /// How it was.
        was: bool,
    },
    /// Somebody was removed or let in.
    Seat {
        /// Who.
        participant: ParticipantId,
        /// Where they were.
        was: Place,
        /// Where they came.
        now: Place,
    },
    /// The plan was changed.
    Plan {
        /// The plan before.
        plan: BTreeMap<Stage, u16>,
        /// What had been added before.
        extra: BTreeMap<Stage, i32>,
    },
}

payloads! {
    /// `goTo`
    pub struct GoTo {
        /// Where the group goes.
        pub stage: Stage,
        /// Where the sender saw it: two consoles that press at once make one step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub from: Option<Stage>,
    }
    /// `plan`
    pub struct Plan {
        /// Minutes by stage; stages not named keep theirs.
        #[ts(type = "{ [key in Stage]?: number }")]
        pub minutes: BTreeMap<Stage, u16>,
    }
    /// `extend`
    pub struct Extend {
        /// Which stage.
        pub stage: Stage,
        /// Minutes more, or fewer when negative: 1 to 60.
        pub minutes: i16,
    }
    /// `pause`
    pub struct Pause {
        /// When people are expected back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub until: Option<Timestamp>,
    }
    /// `resume`
    pub struct Resume {}
    /// `note`
    pub struct Note {
        /// On which stage.
        pub stage: Stage,
        /// The words; `null` or nothing clears.
        #[ts(as = "Option<String>")]
        pub text: Patch<Words>,
        /// The words as I saw them before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
    /// `undo`
    pub struct Undo {
        /// Which move.
        #[serde(rename = "move")]
        #[ts(rename = "move")]
        pub which: u32,
    }
}

/// Stages and time, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The group is in another stage.
    Moved {
        /// Which.
        stage: Stage,
        /// When.
        at: Timestamp,
    },
    /// The whole plan.
    Planned {
        /// Minutes by stage.
        plan: BTreeMap<Stage, u16>,
        /// Minutes added, by stage.
        extra: BTreeMap<Stage, i32>,
    },
    /// A break begins.
    Paused {
        /// When.
        at: Timestamp,
        /// Until when, if that was said.
        until: Option<Timestamp>,
    },
    /// The break is over.
    Resumed {
        /// When.
        at: Timestamp,
    },
    /// A note.
    Noted {
        /// On which stage.
        stage: Stage,
        /// The words.
        text: Option<Words>,
    },
    /// The last move is taken back.
    Undone {
        /// Which it was.
        which: u32,
        /// When.
        at: Timestamp,
    },
}

pub(super) fn go_to(state: &State, go: &GoTo, now: Timestamp) -> Decision {
    if state.stage == go.stage {
        return Ok(Vec::new());
    }
    if go.from.is_some_and(|from| from != state.stage) {
        let stage = serde_json::to_value(state.stage)
            .ok()
            .and_then(|name| name.as_str().map(str::to_owned));
        return Err(Refusal::Stale { now: stage });
    }
    Ok(vec![Happened::Pacing(Event::Moved {
        stage: go.stage,
        at: now,
    })])
}

pub(super) fn plan(state: &State, plan: &Plan, _: Timestamp) -> Decision {
    if plan.minutes.values().any(|minutes| *minutes > LONGEST) {
        return Err(Refusal::invalid(
            "minutes",
            Why::Range {
                least: 0,
                most: i64::from(LONGEST),
            },
        ));
    }
    let mut changed = state.pacing.plan.clone();
    changed.extend(&plan.minutes);
    let mut extra = state.pacing.extra.clone();
    extra.retain(|stage, _| !plan.minutes.contains_key(stage)); // a new plan holds what was added
    planned(state, changed, extra)
}

pub(super) fn extend(state: &State, extend: &Extend, _: Timestamp) -> Decision {
    let most = i64::from(MOST_EXTENSION);
    if extend.minutes == 0 || i64::from(extend.minutes).abs() > most {
        return Err(Refusal::invalid("minutes", Why::Range { least: -most, most }));
    }
    let mut extra = state.pacing.extra.clone();
    let added = extra.entry(extend.stage).or_default();
    let longest = i32::from(LONGEST);
    *added = (*added + i32::from(extend.minutes)).clamp(-longest, longest);
    planned(state, state.pacing.plan.clone(), extra)
}

fn planned(state: &State, plan: BTreeMap<Stage, u16>, extra: BTreeMap<Stage, i32>) -> Decision {
    let changes = (&plan, &extra) != (&state.pacing.plan, &state.pacing.extra);
    Ok(changes
        .then_some(Happened::Pacing(Event::Planned { plan, extra }))
        .into_iter()
        .collect())
}

pub(super) fn pause(state: &State, pause: &Pause, now: Timestamp) -> Decision {
    if state.stage == Stage::Closed {
        return Err(Refusal::NotNow);
    }
    let changes = state.pacing.paused != Some(Paused { until: pause.until });
    let event = Event::Paused {
        at: now,
        until: pause.until,
    };
    Ok(changes.then_some(Happened::Pacing(event)).into_iter().collect())
}

pub(super) fn resume(state: &State, _: &Resume, now: Timestamp) -> Decision {
    let paused = state.pacing.paused.is_some();
    Ok(paused
        .then_some(Happened::Pacing(Event::Resumed { at: now }))
        .into_iter()
        .collect())
}

pub(super) fn note(state: &State, note: &Note, _: Timestamp) -> Decision {
    let before = state.notes.get(&note.stage);
    check_was(&note.was, before)?;
    let text = match note.text.clone().blank_clears() {
        Patch::Leave => return Err(Refusal::invalid("text", Why::Missing)),
        Patch::Clear => None,
        Patch::Set(text) => Some(text),
    };
    let changes = text.as_ref() != before;
    let event = Event::Noted {
        stage: note.stage,
        text,
    };
    Ok(changes.then_some(Happened::Pacing(event)).into_iter().collect())
}

pub(super) fn undo(state: &State, undo: &Undo, now: Timestamp) -> Decision {
    let stale = Refusal::Stale { now: None };
    if undo.which == 0 || undo.which > state.moves.count {
        return Err(Refusal::unknown("move"));
    }
    let (which, last) = state.moves.list.last().ok_or(stale.clone())?;
    if *which != undo.which {
        return Err(stale);
    }
    // A move is taken back only while things stand as it left them.
    let stands = match last {
        Inverse::Stage { to, .. } => state.stage == *to,
        Inverse::Turn { after, .. } => state.turns.now.as_ref().map(|turn| &turn.turn) == after.as_ref(),
        Inverse::Parked { turn, was } => state.turns.parked.contains(turn) != *was,
        Inverse::Seat { participant, now, .. } => state.person(*participant).is_some_and(|p| p.place == *now),
        Inverse::Choice { .. } | Inverse::Plan { .. } => true,
    };
    if !stands {
        return Err(stale);
    }
    Ok(vec![Happened::Pacing(Event::Undone {
        which: undo.which,
        at: now,
    })])
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Moved { stage, at } => {
            state.moves.push(Inverse::Stage {
                from: state.stage,
                to: *stage,
            });
            set_stage(state, *stage, *at);
        }
        Event::Planned { plan, extra } => {
            let before = Inverse::Plan {
                plan: state.pacing.plan.clone(),
                extra: state.pacing.extra.clone(),
            };
            state.moves.push(before);
            state.pacing.plan.clone_from(plan);
            state.pacing.extra.clone_from(extra);
        }
        Event::Paused { at, until } => {
            state.pacing.settle(state.stage, *at);
            state.pacing.paused = Some(Paused { until: *until });
        }
        Event::Resumed { at } => {
            state.pacing.paused = None;
            state.pacing.since = Some(*at);
        }
        Event::Noted { stage, text } => {
            match text {
                Some(text) => state.notes.insert(*stage, text.clone()),
                None => state.notes.remove(stage),
            };
        }
        Event::Undone { which, at } => {
            let last = state.moves.list.pop_if(|(newest, _)| newest == which);
            if let Some((_, undo)) = last {
                take_back(state, undo, *at);
            }
        }
    }
}

fn set_stage(state: &mut State, stage: Stage, at: Timestamp) {
    state.pacing.settle(state.stage, at);
    state.stage = stage;
    state.furthest = state.furthest.max(stage);
    let closed = stage == Stage::Closed;
    state.closed = closed.then_some(at);
    if closed {
        state.pacing.paused = None;
    }
    if !closed && state.pacing.paused.is_none() {
        state.pacing.since = Some(at);
    }
}

fn take_back(state: &mut State, undo: Inverse, at: Timestamp) {
    match undo {
        Inverse::Stage { from, .. } => set_stage(state, from, at),
        Inverse::Choice { area, competencies } => {
            state.choice.area = area;
            state.choice.competencies = competencies;
        }
        Inverse::Turn { before, done, .. } => {
            state.turns.now = before;
            if let Some(done) = done {
                state.turns.done.remove(&done);
            }
        }
        Inverse::Parked { turn, was } => set_parked(state, &turn, was),
        Inverse::Seat { participant, was, .. } => lobby::set_place(state, participant, was),
        Inverse::Plan { plan, extra } => {
            state.pacing.plan = plan;
            state.pacing.extra = extra;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Command;
    use crate::session::example::{Table, rate};
    use crate::time::MINUTE;

    #[test]
    fn the_plan_is_ninety_minutes() {
        assert_eq!(
            USUAL_PLAN
                .iter()
                .map(|(_, minutes)| u32::from(*minutes))
                .sum::<u32>(),
            90
        );
    }

    #[test]
    fn each_stage_is_timed_and_breaks_are_not() {
        let (mut table, ..) = Table::at(Stage::Rate);
        table.now = table.now.plus(5 * MINUTE);
        table.desk(Command::Pause(Pause { until: None })).unwrap();
        table.now = table.now.plus(10 * MINUTE);
        table.desk(Command::Resume(Resume {})).unwrap();
        table.now = table.now.plus(2 * MINUTE);
        table.go_to(Stage::Discuss);
        assert_eq!(table.state.pacing.spent[&Stage::Rate], 7 * MINUTE);
    }

    #[test]
    fn nothing_moves_by_itself() {
        let (mut table, alex, _) = Table::at(Stage::Rate);
        table.now = table.now.plus(60 * MINUTE);
        table
            .as_person(alex, rate("reliable-and-consistent", Some(3), None))
            .unwrap();
        assert_eq!(table.state.stage, Stage::Rate);
    }

    #[test]
    fn going_back_and_forth_loses_nothing() {
        let (mut table, alex, _) = Table::at(Stage::Discuss);
        table
            .as_person(alex, rate("reliable-and-consistent", Some(3), Some("why")))
            .unwrap();
        let before = table.state.person(alex).cloned();
        for stage in Stage::ALL.into_iter().rev().chain(Stage::ALL) {
            table.go_to(stage);
        }
        table.go_to(Stage::Discuss);
        let after = table.state.person(alex).cloned();
        assert_eq!(before.map(|p| p.rows), after.map(|p| p.rows));
    }

    #[test]
    fn two_consoles_that_move_on_make_one_step() {
        let (mut table, ..) = Table::at(Stage::Rate);
        let on = Command::GoTo(GoTo {
            stage: Stage::Discuss,
            from: Some(Stage::Rate),
        });
        table.desk(on.clone()).unwrap();
        table.desk(on).unwrap();
        assert_eq!(table.state.stage, Stage::Discuss);
        let late = Command::GoTo(GoTo {
            stage: Stage::Rescore,
            from: Some(Stage::Rate),
        });
        assert_eq!(
            table.desk(late),
            Err(Refusal::Stale {
                now: Some("discuss".into())
            })
        );
    }

    #[test]
    fn the_last_move_is_undone_and_only_once() {
        let (mut table, ..) = Table::at(Stage::Rate);
        table
            .desk(Command::Extend(Extend {
                stage: Stage::Rate,
                minutes: 2,
            }))
            .unwrap();
        assert_eq!(table.state.pacing.minutes(Stage::Rate), 10);
        let which = table.state.moves.count;
        table.undo_last().unwrap();
        assert_eq!(table.state.pacing.minutes(Stage::Rate), 8);
        assert_eq!(
            table.desk(Command::Undo(Undo { which })),
            Err(Refusal::Stale { now: None })
        );
        assert_eq!(
            table.desk(Command::Undo(Undo { which: 999 })),
            Err(Refusal::unknown("move"))
        );
        table.undo_last().unwrap();
        assert_eq!(table.state.stage, Stage::Competencies);
    }

    #[test]
    fn closing_can_be_undone() {
        let (mut table, ..) = Table::at(Stage::Actions);
        table.go_to(Stage::Closed);
        assert!(table.state.closed.is_some());
        table.undo_last().unwrap();
        assert_eq!((table.state.stage, table.state.closed), (Stage::Actions, None));
    }

    #[test]
    fn minutes_have_their_range() {
        let (mut table, ..) = Table::at(Stage::Rate);
        for minutes in [0, 61, -61] {
            assert!(
                table
                    .desk(Command::Extend(Extend {
                        stage: Stage::Rate,
                        minutes
                    }))
                    .is_err()
            );
        }
        let plan = Plan {
            minutes: [(Stage::Discuss, LONGEST + 1)].into_iter().collect(),
        };
        assert!(table.desk(Command::Plan(plan)).is_err());
    }
}
