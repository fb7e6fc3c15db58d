//! Review dates for a calendar: whole days with a reminder in the morning. Calendars are shared with colleagues, so an
//! entry tells that there is something to look back at, and nothing of what it is.
//!
//! An entry's UID stays the same, so that a later download changes it and adds no second one.

use std::collections::BTreeMap;

use chrono::Duration;
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, Property, Trigger};
use trivet_shared::words::{Key, Value, say, say_with};
use uuid::Uuid;

use super::Frame;
use super::sheet::Sheet;
use super::summary::SummaryDocument;

/// When the reminder comes, in hours after midnight: as work begins.
const REMINDER: i64 = 9;
/// Who made the file, as RFC 5545 asks.
const MADE_BY: &str = "-//Trivet//Reflective sessions//EN";

/// A sheet: an entry for each action with a review date.
pub(super) fn sheet(sheet: &Sheet) -> String {
    let rows = sheet.rows.iter().chain(&sheet.earlier).flat_map(|row| &row.actions);
    let what = say_with(Key::CalendarWhat, &[("date", Value::Text(&sheet.frame.date_in_words))]);
    let title = say(Key::CalendarTitle);
    let dated = rows.chain(&sheet.actions).filter_map(|action| Some((action.id, action.review.as_deref()?)));
    calendar(&sheet.frame, dated.map(|(id, date)| entry(&sheet.frame, id, date, &title, &what)))
}

/// A summary: an entry for each day on which actions that people put in are to be looked at.
pub(super) fn summary(summary: &SummaryDocument) -> String {
    let mut days: BTreeMap<&str, i64> = BTreeMap::new();
    for action in summary.people.iter().flat_map(|person| &person.actions) {
        if let Some(date) = &action.review {
            *days.entry(date).or_default() += 1;
        }
    }
    let frame = &summary.frame;
    let title = say(Key::CalendarGroupTitle);
    let entries = days.iter().map(|(date, count)| {
        let values = [("count", Value::Number(*count)), ("date", Value::Text(&frame.date_in_words))];
        let id = Uuid::new_v5(&frame.id, date.as_bytes());
        entry(frame, id, date, &title, &say_with(Key::CalendarGroupWhat, &values))
    });
    calendar(frame, entries)
}

fn calendar(frame: &Frame, entries: impl Iterator<Item = Event>) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", MADE_BY), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&say(Key::CalendarName)).description(&about(frame));
    calendar.extend(entries);
    calendar.to_string()
}

fn entry(frame: &Frame, id: Uuid, date: &str, title: &str, what: &str) -> Event {
    let plain = |text: &str| text.replace(['-', ':'], "");
    let day = Property::new("DTSTART", plain(date)).add_parameter("VALUE", "DATE").done();
    // Left to the library, both would be new with every download.
    let reminder = Alarm::display(title, Trigger::after_start(Duration::hours(REMINDER)))
        .add_property("UID", Uuid::new_v5(&id, b"reminder").to_string())
        .add_property("DTSTAMP", plain(&frame.made))
        .done();
    Event::with_uid(&id.to_string())
        .add_property("DTSTAMP", plain(&frame.made))
        .add_property("LAST-MODIFIED", plain(&frame.made))
        .append_property(day)
        .add_property("TRANSP", "TRANSPARENT") // a day to look back is no day that is taken
        .class(Class::Private)
        .summary(title)
        .description(what)
        .alarm(reminder)
        .done()
}

/// What every document says of itself.
fn about(frame: &Frame) -> String {
    let lines = [Some(&frame.source), Some(&frame.scope), frame.readers.as_ref(), Some(&frame.kept)];
    let lines: Vec<&str> =
        lines.into_iter().chain([frame.not_private.as_ref()]).flatten().map(String::as_str).collect();
    lines.join("\n")
}
