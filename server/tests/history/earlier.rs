//! Sheets of earlier sessions that people in a history bring. In two runs that differ in private words all of it differs;
//! in two that differ in earlier scores alone, one score does.

use std::collections::BTreeMap;

use trivet_shared::id::{ActionId, SheetId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::earlier::{Brought, BroughtAction, EarlierScore, EarlierSession, bring};
use trivet_shared::session::{Event, State};
use trivet_shared::text::Line;
use trivet_shared::time::{DAY, Date, Timestamp};
use uuid::Uuid;

use super::commands::{COMPETENCIES, score, words};

/// The competency whose earlier score differs between runs that differ in nothing else.
pub(super) const ANCHOR: &str = COMPETENCIES[0];

pub(super) fn sheet_id(who: usize, sheet: u8) -> SheetId {
    SheetId(Uuid::from_u128(800 + 10 * who as u128 + u128::from(sheet)))
}

pub(super) fn carried_id(who: usize, at: u8) -> ActionId {
    ActionId(Uuid::from_u128(900 + 10 * who as u128 + u128::from(at)))
}

pub(super) fn day(state: &State, now: Timestamp, back: u8) -> Date {
    state.about.zone.date(now.plus(-i64::from(back) * DAY))
}

/// Somebody brings a sheet, with an action on it. `then` is the flavour of the earlier score that may differ alone.
pub(super) fn bringing(
    state: &State,
    (who, flavour, then): (usize, u8, u8),
    (sheet, number, action): (u8, u8, u8),
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let me = state.people.get(who).ok_or(Refusal::Forbidden)?;
    let of = |competency: &str| if competency == ANCHOR { then } else { flavour };
    let scores = COMPETENCIES.iter().map(|id| {
        let score = score(number % 9, of(id));
        ((*id).into(), EarlierScore { first: Some(score), after: None })
    });
    let on = day(state, now, 1 + sheet + 3 * flavour);
    let title = Line::new(words(number, flavour).as_str()).unwrap_or_default();
    let scores: BTreeMap<_, _> = scores.collect();
    // Every other action is written in the same words in both runs: such a one may be shown.
    let text = words(action, if action.is_multiple_of(2) { 2 } else { flavour });
    let brought = Brought {
        own: EarlierSession { sheet: sheet_id(who, sheet), on, title, typed: false, scores },
        along: Vec::new(),
        actions: vec![BroughtAction {
            action: carried_id(who, action),
            sheet: sheet_id(who, sheet),
            on,
            text,
            competency: None,
            review: None,
            note: None,
        }],
        left_out: 0,
    };
    bring(state, me, &brought, now).map(|(events, _)| events)
}
