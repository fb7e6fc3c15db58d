//! Who sees what. Views list what may be seen, field by field; nothing is "the state minus something". `room` is for
//! everybody, `table` for an audience, `mine` for one participant, `desk` for facilitators.
//!
//! A document is a struct of a few sections. [`Room::since`] and its like say which sections differ, each whole; in
//! sections keyed by an id only the entries that differ, `null` for one that is gone.

mod desk;
mod mine;
mod room;
mod summary;
mod table;

pub use desk::{
    Desk, DeskChange, DeskDoor, DeskPerson, DeskPlan, DeskRecord, DeskTurns, Move, MoveWhat, PicksView,
    PlannedStage, QueuedTurn, Told, Waiting, desk,
};
pub use mine::{
    EarlierView, KeepingView, Me, Mine, MineAction, MineCarried, MineChange, MinePreferences, MineRow,
    MineShown, ReceivedView, RecordAction, RecordLine, RecordView, SentView, mine,
};
pub use room::{
    AboutView, ChoiceView, Clock, FacilitatorView, Here, NowTurn, PreparedView, Room, RoomChange, RoomPerson,
    Screen, StageView, TurnView, room,
};
pub use summary::{Summary, SummaryAction, SummaryPerson, SummaryShown, SummaryTheme, summary};
pub use table::{Audience, Item, LookedBack, Table, TableChange, table};

use std::collections::{BTreeMap, BTreeSet};

use crate::id::ParticipantId;
use crate::time::Timestamp;

/// What the connections say. It moves nothing in the session; views show a little of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Participants who have been without a connection for a minute: for the desk alone.
    pub asleep: BTreeSet<ParticipantId>,
    /// Since when no facilitator has been connected, once that has lasted a while.
    pub facilitator_away: Option<Timestamp>,
    /// A room display is connected.
    pub display: bool,
}

/// A document of sections, and what of it differs from an earlier one.
macro_rules! document {
    (
        $(#[$doc:meta])*
        pub struct $View:ident changes by $Change:ident {
            sections { $( $(#[$fdoc:meta])* $field:ident: $Type:ty, )* }
            keyed { $( $(#[$kdoc:meta])* $keyed:ident: $Key:ty => $Value:ty, )* }
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        #[ts(export_to = "protocol.ts")]
        pub struct $View {
            $( $(#[$fdoc])* pub $field: $Type, )*
            $( $(#[$kdoc])* pub $keyed: std::collections::BTreeMap<$Key, $Value>, )*
        }

        /// The sections that differ, each whole; of keyed sections the entries that differ, `null` for one that is gone.
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        #[ts(export_to = "protocol.ts", optional_fields)]
        pub struct $Change {
            $( $(#[$fdoc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$Type>, )*
            $( $(#[$kdoc])* #[serde(skip_serializing_if = "Option::is_none")]
               pub $keyed: Option<std::collections::BTreeMap<$Key, Option<$Value>>>, )*
        }

        impl $View {
            /// What differs from before; `None` when nothing does.
            #[must_use]
            pub fn since(&self, before: &Self) -> Option<$Change> {
                let change = $Change {
                    $( $field: (self.$field != before.$field).then(|| self.$field.clone()), )*
                    $( $keyed: $crate::view::entries_since(&self.$keyed, &before.$keyed), )*
                };
                (change != $Change::default()).then_some(change)
            }

            /// The whole document as a change from nothing.
            #[must_use]
            pub fn whole(&self) -> $Change {
                $Change {
                    $( $field: Some(self.$field.clone()), )*
                    $( $keyed: Some(self.$keyed.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect()), )*
                }
            }
        }
    };
}
pub(crate) use document;

fn entries_since<K: Ord + Clone, V: PartialEq + Clone>(
    now: &BTreeMap<K, V>,
    before: &BTreeMap<K, V>,
) -> Option<BTreeMap<K, Option<V>>> {
    let gone = before.keys().filter(|key| !now.contains_key(key)).map(|key| (key.clone(), None));
    let differs = now.iter().filter(|(key, value)| before.get(key) != Some(value));
    let entries: BTreeMap<_, _> =
        differs.map(|(key, value)| (key.clone(), Some(value.clone()))).chain(gone).collect();
    (!entries.is_empty()).then_some(entries)
}
