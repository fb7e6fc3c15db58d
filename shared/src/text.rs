//! Values that are right by construction: words within their length, a score from 1 to 10, and a field that may be
//! left, cleared or set. What does not fit says [`Why`] in words a browser can translate.

mod patch;

pub use patch::{Patch, unique_map};

use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// Characters (Unicode scalars after NFC) in a reason, a piece of feedback, an action, a note.
pub const LONG: usize = 2_000;
/// Characters in a title, a role, an organisation.
pub const LINE: usize = 120;
/// Characters in a name.
pub const NAME: usize = 40;

/// Why a value does not fit, for the screen to say in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "rule", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Why {
    /// It has to be there.
    Missing,
    /// It is not the kind of value this field takes (a number, a text, a list), or no JSON at all.
    Kind,
    /// There has to be something in it.
    Empty,
    /// Too many characters.
    TooLong {
        /// The most there may be.
        most: usize,
    },
    /// A control character stands in it.
    Control,
    /// A number outside its range.
    Range {
        /// The least it may be.
        least: i64,
        /// The most it may be.
        most: i64,
    },
    /// Nothing here has that id or name.
    Unknown,
    /// No such day.
    NotADate,
    /// The day has to lie after today.
    NotAfterToday,
    /// The day has to lie before today.
    NotBeforeToday,
    /// Somebody has that name already.
    Taken,
    /// It cannot be oneself.
    Oneself,
}

impl fmt::Display for Why {
    /// As it travels through serde's errors, to be read back by [`Why::out_of`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::to_string(self) {
            Ok(json) => f.write_str(&json),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl Why {
    /// What a serde error says, as far as it is ours; all others are [`Why::Kind`].
    #[must_use]
    pub fn out_of(message: &str) -> Self {
        let json = message.rsplit_once(" at line ").map_or(message, |(json, _)| json);
        serde_json::from_str(json).unwrap_or(Self::Kind)
    }
}

/// A confidence score: 1 (no confidence at all) to 10 (very high confidence). The range is the method's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(transparent)]
#[ts(export_to = "protocol.ts", type = "number")]
pub struct Score(u8);

impl Score {
    /// A score, or `None` outside 1 to 10.
    #[must_use]
    pub fn new(value: i64) -> Option<Self> {
        u8::try_from(value).ok().filter(|v| (1..=10).contains(v)).map(Self)
    }

    /// 1 to 10.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = i64::deserialize(deserializer)?;
        Self::new(value).ok_or_else(|| de::Error::custom(Why::Range { least: 1, most: 10 }))
    }
}

/// Words of at most `MOST` characters, in NFC, line breaks and tabs allowed, no other control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MOST: usize>(String);

/// What people write: at most [`LONG`] characters.
pub type Words = Text<LONG>;
/// One line: at most [`LINE`] characters.
pub type Line = Text<LINE>;

impl<const MOST: usize> Text<MOST> {
    /// Brings to NFC and checks.
    ///
    /// # Errors
    /// [`Why::TooLong`] or [`Why::Control`].
    pub fn new(raw: &str) -> Result<Self, Why> {
        // NFC never makes a text more than three times shorter; this bound keeps a giant from being normalised.
        if raw.len() > MOST * 18 {
            return Err(Why::TooLong { most: MOST });
        }
        let text: String = raw.nfc().collect();
        if text.chars().count() > MOST {
            return Err(Why::TooLong { most: MOST });
        }
        let breaks = |c: char| matches!(c, '\n' | '\r' | '\t');
        if text.chars().any(|c| c.is_control() && !breaks(c)) {
            return Err(Why::Control);
        }
        // What is one line stays one.
        let text = Self(text);
        if MOST <= LINE && !text.is_one_line() {
            return Err(Why::Control);
        }
        Ok(text)
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Nothing in it breaks the line.
    #[must_use]
    pub fn is_one_line(&self) -> bool {
        !self.0.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}'])
    }

    /// Nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl<'de, const MOST: usize> Deserialize<'de> for Text<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::new(&raw).map_err(de::Error::custom)
    }
}

impl<const MOST: usize> TS for Text<MOST> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
}

/// What somebody is called: 1 to [`NAME`] characters, trimmed, no control characters at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(transparent)]
#[ts(export_to = "protocol.ts", type = "string")]
pub struct Name(String);

impl Name {
    /// Trims, brings to NFC and checks.
    ///
    /// # Errors
    /// [`Why::Empty`], [`Why::TooLong`] or [`Why::Control`].
    pub fn new(raw: &str) -> Result<Self, Why> {
        let text = Text::<NAME>::new(raw.trim())?.0;
        // Invisible characters alone would be a name nobody can see.
        let seen = |c: char| !c.is_whitespace() && !is_invisible(c);
        if !text.chars().any(seen) {
            return Err(Why::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(Why::Control);
        }
        Ok(Self(text))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names would be taken for one another: the same after case folding, without what cannot be seen or is
    /// hardly a gap, with letters that look like others (UTS 39) taken for those.
    #[must_use]
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let looks = |name: &Self| {
            let wide: String = name.0.chars().filter(|c| !is_narrow_space(*c)).collect();
            skeleton(&folded(&wide)).collect::<String>()
        };
        looks(self) == looks(other)
    }
}

/// A text as names are compared: without case and what cannot be seen, white space as one space.
#[must_use]
pub fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").to_lowercase().nfkc().collect()
}

/// Spaces that are narrower than the one between words.
fn is_narrow_space(c: char) -> bool {
    matches!(c, '\u{2005}' | '\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// Characters that draw nothing by themselves: joiners, marks of direction, fillers, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::new(&raw).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_after_nfc() {
        assert!(Words::new(&"e\u{301}".repeat(LONG)).is_ok());
        assert_eq!(Words::new(&"x".repeat(LONG + 1)), Err(Why::TooLong { most: LONG }));
        assert_eq!(Words::new(&"x".repeat(1_000_000)), Err(Why::TooLong { most: LONG }));
        assert_eq!(Words::new("a\0b"), Err(Why::Control));
        assert_eq!(Words::new("two\nlines").as_ref().map(Text::as_str), Ok("two\nlines"));
    }

    #[test]
    fn a_name_is_something_one_can_see() {
        for empty in ["", "   ", "\u{200b}\u{202e}", "\u{feff}"] {
            assert_eq!(Name::new(empty), Err(Why::Empty), "{empty:?}");
        }
        assert_eq!(Name::new(&"x".repeat(41)), Err(Why::TooLong { most: 40 }));
        assert_eq!(Name::new("Sam\nB"), Err(Why::Control));
        assert_eq!(Name::new(" <img onerror=1> ").as_ref().map(Name::as_str), Ok("<img onerror=1>"));
        for twin in [
            "Sam\u{200b}",
            "S\u{ad}am",
            "ＳＡＭ",
            "sam\u{fe0f}",
            "\u{202e}Sam",
            "S\u{430}m",
            "S\u{391}M",
            "S\u{2009}am",
        ] {
            assert!(
                Name::new(twin).is_ok_and(|a| Name::new("Sam").is_ok_and(|b| a.is_twin_of(&b))),
                "{twin:?}"
            );
        }
        for other in ["Sam B", "S am", "Sami", "Säm"] {
            assert!(
                Name::new(other).is_ok_and(|a| Name::new("Sam").is_ok_and(|b| !a.is_twin_of(&b))),
                "{other:?}"
            );
        }
        assert!(Name::new("Sam  B").is_ok_and(|a| Name::new("sam b").is_ok_and(|b| a.is_twin_of(&b))));
        assert!(Name::new("Zoe\u{308}").is_ok_and(|a| Name::new("ZOË").is_ok_and(|b| a.is_twin_of(&b))));
    }

    #[test]
    fn why_survives_a_serde_error() {
        let error = serde_json::from_str::<Score>("11").map_err(|e| Why::out_of(&e.to_string()));
        assert_eq!(error, Err(Why::Range { least: 1, most: 10 }));
        for kind in ["5.5", "\"5\"", "NaN", "1e999", "[]"] {
            let error = serde_json::from_str::<Score>(kind).map_err(|e| Why::out_of(&e.to_string()));
            assert_eq!(error, Err(Why::Kind), "{kind}");
        }
    }
}
