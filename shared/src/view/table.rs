//! What people showed, for an audience. The only view that shows somebody's words to others, and it reads nothing but
//! the copies laid on the table.

use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

use super::document;
use crate::id::{CompetencyId, ItemId, ParticipantId};
use crate::session::showing::Copy;
use crate::session::{Actor, Place, State};
use crate::text::Score;

document! {
    /// What people showed.
    pub struct Table changes by TableChange {
        sections {
        }
        keyed {
            /// By item, `participant/competency`.
            items: ItemId => Item,
        }
    }
}

/// Something shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts", optional_fields)]
pub struct Item {
    /// What `cover` names.
    pub item: ItemId,
    /// Whose.
    pub participant: ParticipantId,
    /// What about.
    pub competency: CompetencyId,
    /// Confidence at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Confidence afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rescore: Option<Score>,
    /// What shifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// On the big screen too.
    pub display: bool,
}

/// For whom a table is laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// One participant.
    Participant(ParticipantId),
    /// The facilitators.
    Desk,
    /// The room display: only what is ticked for it.
    Display,
}

impl Audience {
    /// The audience a connection belongs to; none for somebody who waits, left or was removed.
    #[must_use]
    pub fn of(state: &State, actor: Actor) -> Option<Self> {
        if actor.facilitator {
            return Some(Self::Desk);
        }
        if actor.display {
            return Some(Self::Display);
        }
        let person = state.person(actor.participant?)?;
        (person.place == Place::Seated).then_some(Self::Participant(person.id))
    }

    fn sees<T: Clone>(self, copy: Option<&Copy<T>>) -> Option<T> {
        copy.filter(|copy| match self {
            Self::Participant(id) => copy.audience.contains(&id),
            Self::Desk => true,
            Self::Display => copy.display,
        })
        .map(|copy| copy.value.clone())
    }
}

/// What that audience sees on the table.
#[must_use]
pub fn table(state: &State, audience: Audience) -> Table {
    let mut items = BTreeMap::new();
    for person in &state.people {
        for (competency, row) in person.rows.iter().filter(|(_, row)| !row.shown.is_empty()) {
            if audience == Audience::Display && !row.shown.display() {
                continue;
            }
            let score = audience.sees(row.shown.score.as_ref());
            let reason = audience.sees(row.shown.reason.as_ref());
            let rescore = audience.sees(row.shown.rescore.as_ref());
            let shift = audience.sees(row.shown.shift.as_ref());
            if score.is_none() && reason.is_none() && rescore.is_none() && shift.is_none() {
                continue;
            }
            let item = ItemId { participant: person.id, competency: competency.clone() };
            let words = |text: crate::text::Words| text.as_str().to_owned();
            let entry = Item {
                item: item.clone(),
                participant: person.id,
                competency: competency.clone(),
                score,
                reason: reason.map(words),
                rescore,
                shift: shift.map(words),
                display: row.shown.display(),
            };
            items.insert(item, entry);
        }
    }
    Table { items }
}
