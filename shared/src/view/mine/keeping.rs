//! Whether somebody keeps their sheet until they have looked back, and what stands in it of others: names of writers.

use serde::Serialize;
use ts_rs::TS;

use crate::session::feedback::Received;
use crate::session::keeping::{last_review, sheet_until};
use crate::session::{Person, State};
use crate::time::{Date, Timestamp};

/// Whether somebody keeps their sheet until they have looked back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct KeepingView {
    /// They do.
    pub kept: bool,
    /// The last day on which they want to look back.
    pub review: Option<Date>,
    /// Until when it is kept, or would be. Said once the session is closed: before that its date moves with everything
    /// anybody does.
    pub until: Option<Timestamp>,
}

pub(super) fn keeping(state: &State, person: &Person) -> KeepingView {
    KeepingView {
        kept: person.keep_sheet,
        review: last_review(person),
        until: state.closed.map(|_| sheet_until(state, person)),
    }
}

/// The name of whoever wrote it: in a kept sheet as it stood there, whoever else keeps one.
pub(super) fn writer(state: &State, received: &Received) -> Option<String> {
    let here = || received.from.and_then(|id| state.person(id)).map(|person| &person.name);
    received.name.as_ref().or_else(here).map(|name| name.as_str().to_owned())
}
