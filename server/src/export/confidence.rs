//! Confidence at first and afterwards, in numbers and in words. One person's, about one competency: there is no average.

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::text::Score;
use trivet_shared::words::{Key, Value, say, say_with};

/// Confidence at first and afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Confidence {
    /// At first, 1 to 10.
    #[schemars(with = "Option<u8>", range(min = 1, max = 10))]
    pub first: Option<Score>,
    /// Afterwards, 1 to 10; the same when it was kept.
    #[schemars(with = "Option<u8>", range(min = 1, max = 10))]
    pub after: Option<Score>,
    /// Both in words: "4 at first, 6 after", "4 (no change)", "in words", "not scored".
    pub in_words: String,
    /// "up 2", "down 1"; nothing when it is the same or one is missing.
    pub change: Option<String>,
}

impl Confidence {
    pub(super) fn of(first: Option<Score>, after: Option<Score>, in_words: bool) -> Confidence {
        let number = |score: Score| Value::Number(score.get().into());
        let words = match (first, after) {
            (Some(a), Some(b)) if a == b => say_with(Key::NoChange, &[("first", number(a))]),
            (Some(a), Some(b)) => say_with(Key::After, &[("first", number(a)), ("after", number(b))]),
            (Some(a), None) => say_with(Key::AtFirst, &[("first", number(a))]),
            (None, Some(b)) => say_with(Key::OnlyAfter, &[("after", number(b))]),
            (None, None) if in_words => say(Key::InWords),
            (None, None) => say(Key::NotScored),
        };
        let by = first.zip(after).map(|(a, b)| i64::from(b.get()) - i64::from(a.get()));
        let change = match by {
            Some(by) if by > 0 => Some(say_with(Key::Up, &[("by", Value::Number(by))])),
            Some(by) if by < 0 => Some(say_with(Key::Down, &[("by", Value::Number(-by))])),
            _ => None,
        };
        Confidence { first, after, in_words: words, change }
    }

    /// Both, with the change where there is one: "4 at first, 6 after (up 2)".
    pub(super) fn with_change(&self) -> String {
        match &self.change {
            Some(change) => format!("{} ({change})", self.in_words),
            None => self.in_words.clone(),
        }
    }
}
