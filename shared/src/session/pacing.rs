//! Stages and time: the plan of 90 minutes, what each stage took, breaks, the facilitator's notes. Time is advice:
//! nothing here moves by itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::moves::Inverse;
use super::person::{check_was, given};
use super::{Decision, Event as Happened, Stage, State, payloads};
use crate::refusal::Refusal;
use crate::text::{Patch, Why, Words, unique_map};
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
/// The last moment a browser can show, in ms since the epoch.
const LAST_MOMENT: i64 = 8_640_000_000_000_000;
/// Minutes that can be added or taken off in one go.
const MOST_EXTENSION: i16 = 60;

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

/// The first stage that has more minutes than [`LONGEST`].
#[must_use]
pub fn too_long(plan: &BTreeMap<Stage, u16>) -> Option<Stage> {
    plan.iter().find(|(_, minutes)| **minutes > LONGEST).map(|(stage, _)| *stage)
}

impl Pacing {
    /// The usual plan with some minutes changed.
    #[must_use]
    pub fn planned(changes: &BTreeMap<Stage, u16>) -> Self {
        let mut plan: BTreeMap<_, _> = USUAL_PLAN.into_iter().collect();
        plan.extend(changes);
        Self { plan, ..Self::default() }
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
        #[serde(deserialize_with = "unique_map")]
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
        /// The words; `null` or white space clears.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        pub text: Patch<Words>,
        /// The words as I saw them before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
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
}

pub(super) fn go_to(state: &State, go: &GoTo, now: Timestamp) -> Decision {
    if state.stage == go.stage {
        return Ok(Vec::new());
    }
    if go.from.is_some_and(|from| from != state.stage) {
        return Err(Refusal::Stale { now: Some(state.stage.to_string()) });
    }
    Ok(vec![Happened::Pacing(Event::Moved { stage: go.stage, at: now })])
}

pub(super) fn plan(state: &State, plan: &Plan, _: Timestamp) -> Decision {
    if let Some(stage) = too_long(&plan.minutes) {
        let why = Why::Range { least: 0, most: i64::from(LONGEST) };
        return Err(Refusal::invalid(&format!("minutes.{stage}"), why));
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
    Ok(changes.then_some(Happened::Pacing(Event::Planned { plan, extra })).into_iter().collect())
}

pub(super) fn pause(state: &State, pause: &Pause, now: Timestamp) -> Decision {
    if state.stage == Stage::Closed {
        return Err(Refusal::NotNow);
    }
    if pause.until.is_some_and(|until| !(0..=LAST_MOMENT).contains(&until.0)) {
        return Err(Refusal::invalid("until", Why::Range { least: 0, most: LAST_MOMENT }));
    }
    let changes = state.pacing.paused != Some(Paused { until: pause.until });
    let event = Event::Paused { at: now, until: pause.until };
    Ok(changes.then_some(Happened::Pacing(event)).into_iter().collect())
}

pub(super) fn resume(state: &State, _: &Resume, now: Timestamp) -> Decision {
    let paused = state.pacing.paused.is_some();
    Ok(paused.then_some(Happened::Pacing(Event::Resumed { at: now })).into_iter().collect())
}

pub(super) fn note(state: &State, note: &Note, _: Timestamp) -> Decision {
    let before = state.notes.get(&note.stage);
    check_was(&note.was, before)?;
    let text = given(&note.text)?;
    let changes = text.as_ref() != before;
    let event = Event::Noted { stage: note.stage, text };
    Ok(changes.then_some(Happened::Pacing(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Moved { stage, at } => {
            state.moves.push(Inverse::Stage { from: state.stage, to: *stage });
            set_stage(state, *stage, *at);
        }
        Event::Planned { plan, extra } => {
            let before = Inverse::Plan { plan: state.pacing.plan.clone(), extra: state.pacing.extra.clone() };
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
    }
}

pub(super) fn set_stage(state: &mut State, stage: Stage, at: Timestamp) {
    state.pacing.settle(state.stage, at);
    state.prompts.sent = None; // what was asked belonged to the stage that is over
    state.stage = stage;
    state.furthest = state.furthest.max(stage);
    if stage != Stage::Lobby {
        state.began.get_or_insert(at);
    }
    let closed = stage == Stage::Closed;
    state.closed = closed.then_some(at);
    if closed {
        state.pacing.paused = None;
    }
    if !closed && state.pacing.paused.is_none() {
        state.pacing.since = Some(at);
    }
}

#[cfg(test)]
mod tests;
