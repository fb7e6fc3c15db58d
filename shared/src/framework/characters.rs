//! Which characters a framework's words may hold: all that can be seen, no line breaks, nothing that turns text round.

/// Whether a character would not be seen, but change how what stands around it is shown: control characters, line and
/// paragraph separators, and Unicode's bidirectional controls.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{061c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether there is nothing in a text that anybody could read.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || is_unseen(c) || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    })
}

/// A character by its number: `U+202E`.
pub(super) fn code_of(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// An id: 1 to `most` lower-case letters, digits and hyphens. It stands in addresses and in HTML.
pub(super) fn is_id(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A language tag such as `en-GB`, as far as its shape goes (BCP 47).
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let plain = |part: &str, least: usize| {
        (least..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    plain(first, 2) && first.bytes().all(|b| b.is_ascii_alphabetic()) && parts.all(|part| plain(part, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_languages_have_their_shape() {
        for good in ["a", "core-competencies", "2026"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["A", "a b", "a/b", "..", "é", "a_b"] {
            assert!(!is_id(bad), "{bad}");
        }
        for good in ["en", "en-GB", "zh-Hant-TW"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "en_GB", "en-", "12", "englishlanguage", "en-GB\""] {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn what_turns_text_round_is_found() {
        for c in ['\0', '\n', '\u{7f}', '\u{85}', '\u{2028}', '\u{202e}', '\u{2066}', '\u{200f}'] {
            assert!(is_unseen(c), "{}", code_of(c));
        }
        for c in ['a', 'é', '’', '\u{200d}', '👩', 'ש', '\u{301}'] {
            assert!(!is_unseen(c), "{}", code_of(c));
        }
        assert!(is_blank(" \u{a0}\u{200b}") && !is_blank("."));
    }
}
