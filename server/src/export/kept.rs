//! How long a document's words stay on the server, in words: the session's date, and on somebody's own sheet the date
//! of that sheet where they keep it for longer.

use trivet_shared::id::ParticipantId;
use trivet_shared::session::keeping::{DAYS_AFTER_REVIEW, last_review, sheet_until};
use trivet_shared::session::{Person, State};
use trivet_shared::time::Timestamp;
use trivet_shared::words::{Key, Value, say_with};

/// For that person's sheet, or for the summary.
pub(super) fn words(state: &State, whose: Option<ParticipantId>) -> String {
    let keeper = whose.and_then(|id| state.person(id)).filter(|person| person.keep_sheet);
    match keeper {
        Some(person) => of_a_kept_sheet(state, person),
        None => of_the_session(state),
    }
}

/// Before close the date moves with whatever anybody does, so only the number of days is said.
fn of_the_session(state: &State) -> String {
    match state.closed {
        Some(_) => until(state, state.kept_until()),
        // Somebody alone closes nothing for others: theirs is the date that moves.
        None => days(state, if state.about.solo { Key::KeptAfterChange } else { Key::KeptAfterClose }),
    }
}

fn of_a_kept_sheet(state: &State, person: &Person) -> String {
    let (own, rest) = (sheet_until(state, person), state.kept_until());
    if state.closed.is_none() {
        let longer = Value::Number(DAYS_AFTER_REVIEW.into());
        let own = match last_review(person) {
            Some(day) => {
                let day = day.in_words();
                say_with(Key::SheetKeptReview, &[("days", longer), ("date", Value::Text(&day))])
            }
            None => say_with(Key::SheetKeptLonger, &[("days", longer)]),
        };
        let rest = (!state.about.solo).then(|| days(state, Key::SheetKeptRest));
        return [Some(own), rest].into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    if state.reduced.is_some() || own == rest {
        return until(state, own);
    }
    let (own, rest) = (in_words(state, own), in_words(state, rest));
    say_with(Key::SheetKept, &[("date", Value::Text(&own)), ("rest", Value::Text(&rest))])
}

fn until(state: &State, at: Timestamp) -> String {
    say_with(Key::KeptUntil, &[("date", Value::Text(&in_words(state, at)))])
}

fn days(state: &State, key: Key) -> String {
    say_with(key, &[("count", Value::Number(state.kept_days().into()))])
}

fn in_words(state: &State, at: Timestamp) -> String {
    state.about.zone.date(at).in_words()
}
