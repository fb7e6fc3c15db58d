//! What people showed, for an audience. The only view that shows somebody's words to others, and it reads nothing but
//! the copies laid on the table.

use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

use super::document;
use crate::id::{ActionId, CompetencyId, ItemId, ParticipantId};
use crate::session::earlier::{Outcome, ShownCarried};
use crate::session::showing::Copy;
use crate::session::{Actor, Place, State};
use crate::text::Score;

document! {
    /// What people showed.
    pub struct Table changes by TableChange {
        sections {
            /// What became of actions of earlier sessions, in seat order.
            looked_back: Vec<LookedBack>,
        }
        keyed {
            /// By item, `participant/competency`.
            items: ItemId => Item,
        }
    }
}

impl Table {
    /// With nothing on it.
    #[must_use]
    pub fn bare() -> Self {
        Self { looked_back: Vec::new(), items: BTreeMap::new() }
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

/// What became of an action that somebody set out to do in an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct LookedBack {
    /// What `cover` names.
    pub item: ItemId,
    /// Whose.
    pub participant: ParticipantId,
    /// Which action.
    pub action: ActionId,
    /// What they set out to do.
    pub text: String,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Their note.
    pub note: Option<String>,
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
    Table { looked_back: looked_back(state, audience), items }
}

fn looked_back(state: &State, audience: Audience) -> Vec<LookedBack> {
    let sees = |shown: &&ShownCarried| match audience {
        Audience::Participant(id) => shown.audience.contains(&id),
        Audience::Desk => true,
        Audience::Display => false,
    };
    let all = state.people.iter().flat_map(|person| person.carried.iter().map(move |own| (person.id, own)));
    let shown =
        all.filter_map(|(participant, own)| Some((participant, own, own.shown.as_ref().filter(sees)?)));
    shown
        .map(|(participant, own, shown)| LookedBack {
            item: ItemId { participant, competency: own.action.to_string().as_str().into() },
            participant,
            action: own.action,
            text: shown.text.as_str().to_owned(),
            outcome: shown.outcome,
            note: shown.note.as_ref().map(|note| note.as_str().to_owned()),
        })
        .collect()
}
