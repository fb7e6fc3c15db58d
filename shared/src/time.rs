//! Moments, time zones and dates. The session has no clock: every moment is handed in.

use jiff::Span;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;
use ts_rs::TS;

use crate::text::Why;

/// Milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export_to = "protocol.ts", type = "number")]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment, `ms` milliseconds later (earlier when negative).
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; 0 when the clock was set back in between.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }
}

/// An IANA time zone by name; it dates review dates and exports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(transparent)]
#[ts(export_to = "protocol.ts", type = "string")]
pub struct Zone(String);

impl Zone {
    /// The zone of that name, or `None` when there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        let known = zone.iana_name().filter(|name| !matches!(*name, "Factory" | "Etc/Unknown"))?;
        Some(Self(known.to_owned()))
    }

    /// The calendar date at a moment, here.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        let zone = TimeZone::get(&self.0).unwrap_or(TimeZone::UTC);
        let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        Date(zone.to_datetime(moment).date())
    }

    /// The moment at which a day begins, here.
    #[must_use]
    pub fn begins(&self, day: Date) -> Timestamp {
        let zone = TimeZone::get(&self.0).unwrap_or(TimeZone::UTC);
        Timestamp(day.0.to_zoned(zone).map_or(i64::MAX, |begins| begins.timestamp().as_millisecond()))
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self("Europe/London".to_owned())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom(Why::Unknown))
    }
}

/// A calendar date, `2027-01-19` on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(export_to = "protocol.ts", rename = "IsoDate", type = "string")]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2027-01-19`. `None` when there is no such day.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if plain { text.parse().ok().map(Self) } else { None }
    }

    /// So many days later; at the most the last day there is.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(Span::new().days(days)))
    }

    /// The same day so many months later, or the last of that month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(Span::new().months(months)))
    }

    /// `19 January 2027`.
    #[must_use]
    pub fn in_words(&self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom(Why::NotADate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_31_february() {
        assert_eq!(Date::read("2027-01-19").map(|d| d.in_words()).as_deref(), Some("19 January 2027"));
        for wrong in ["2027-02-31", "2027-1-19", "19/01/2027", "tomorrow", "2027-01-19T10:00"] {
            assert_eq!(Date::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_turns_at_midnight_of_the_zone() {
        let late = Timestamp(1_782_860_400_000); // 2026-06-30 23:00 UTC
        assert_eq!(Zone::default().date(late).to_string(), "2026-07-01");
        assert_eq!(Zone::named("UTC").map(|z| z.date(late).to_string()).as_deref(), Some("2026-06-30"));
        for wrong in ["Mars/Base", "Factory", "Etc/Unknown", ""] {
            assert_eq!(Zone::named(wrong), None, "{wrong}");
        }
        assert_eq!(Zone::named("europe/london"), Some(Zone::default()));
    }
}
