//! Jottings: lines for oneself beside a competency. In a group what somebody heard; alone the three boxes of
//! reflecting. They go to their author's own devices and sheet, and can be shown to nobody.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::{check_was, given};
use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{CompetencyId, ParticipantId};
use crate::text::{Patch, Words};
use crate::time::Timestamp;

/// What a jotting is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum JotBox {
    /// What I heard.
    #[default]
    Heard,
    /// What already goes well.
    Well,
    /// What is hard.
    Hard,
    /// What one step could be.
    Step,
}

payloads! {
    /// `jot`
    pub struct Jot {
        /// Beside which competency.
        pub competency: CompetencyId,
        /// In which box.
        #[serde(rename = "box")]
        #[ts(rename = "box")]
        pub which: JotBox,
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

/// Jotting, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What stands afterwards.
    Jotted {
        /// Whose.
        id: ParticipantId,
        /// Beside which competency.
        competency: CompetencyId,
        /// In which box.
        which: JotBox,
        /// The words.
        text: Option<Words>,
    },
}

pub(super) fn jot(state: &State, me: &Person, jot: &Jot, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    state.open_to(me, &jot.competency)?;
    let before = me.rows.get(&jot.competency).and_then(|row| row.jots.get(&jot.which));
    check_was(&jot.was, before)?;
    let text = given(&jot.text)?;
    let changes = text.as_ref() != before;
    let event = Event::Jotted { id: me.id, competency: jot.competency.clone(), which: jot.which, text };
    Ok(changes.then_some(Happened::Jotting(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let Event::Jotted { id, competency, which, text } = event;
    state.with_row(*id, competency, |row| {
        match text {
            Some(text) => row.jots.insert(*which, text.clone()),
            None => row.jots.remove(which),
        };
    });
}

#[cfg(test)]
mod tests;
