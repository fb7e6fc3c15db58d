//! The sentences a person reads, for whatever is written outside a browser. They stand in `words/en.json`, in ICU
//! message syntax, of which `words/pattern.rs` knows the part that is used here.

mod key;
mod pattern;

pub use key::Key;

use std::collections::BTreeMap;
use std::sync::LazyLock;

static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../words/en.json")).unwrap_or_default());

/// A value in a sentence.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number; plurals go by it.
    Number(i64),
}

/// A sentence without values.
#[must_use]
pub fn say(key: Key) -> String {
    say_with(key, &[])
}

/// A sentence with values put in.
#[must_use]
pub fn say_with(key: Key, values: &[(&str, Value<'_>)]) -> String {
    let pattern = ENGLISH.get(key.name()).map_or(key.name(), String::as_str);
    let mut out = String::new();
    pattern::write(pattern, values, None, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_sentence() {
        let missing: Vec<_> =
            Key::ALL.iter().map(|key| key.name()).filter(|key| !ENGLISH.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
