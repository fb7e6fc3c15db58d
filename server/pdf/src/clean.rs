//! Makes people's words fit for type: what has no glyph becomes a small square, what nobody sees goes, piles of accents are
//! cut. The JSON that goes along keeps every word as it was.

use serde_json::Value;

use crate::faces::FACES;

/// Stands for a character that no face has.
const SQUARE: char = '\u{25A1}';

/// The same where only Latin faces are used.
const LATIN_SQUARE: char = '?';

/// Accents on one letter; no language writes more, and a pile would run into the lines above.
const MOST_ACCENTS: u8 = 3;

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Whatever some face has.
    Known,
    /// Latin, Greek and Cyrillic alone. For words that the typesetter refused the first time.
    Latin,
}

pub(crate) fn clean(value: &Value, keep: Keep) -> Value {
    match value {
        Value::String(words) => Value::String(text(words, keep)),
        Value::Array(list) => list.iter().map(|value| clean(value, keep)).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), clean(value, keep))).collect())
        }
        other => other.clone(),
    }
}

pub(crate) fn text(words: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(words.len());
    let mut accents = 0;
    for c in words.trim().chars() {
        if accent(c) {
            accents += 1;
            if accents > MOST_ACCENTS || keep == Keep::Latin {
                continue;
            }
        } else {
            accents = 0;
        }
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() || unseen(c) => {}
            c if joins(c) => {
                if keep == Keep::Known {
                    out.push(c);
                }
            }
            c if c.is_whitespace() => out.push(' '),
            c if FACES.have(c, keep == Keep::Latin) => out.push(c),
            _ if keep == Keep::Latin => out.push(LATIN_SQUARE),
            _ => out.push(SQUARE),
        }
    }
    out
}

fn accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Directions that would reach past a person's own words, and marks without a shape.
fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}')
}

/// Joiners, and choosers between shapes of the character before.
fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes_and_what_nobody_can_set_becomes_a_square() {
        assert_eq!(text("a\u{202E}b\u{0}c\u{2066}", Keep::Known), "abc");
        assert_eq!(text(" x\ty\nz ", Keep::Known), "x y\nz");
        assert_eq!(text("\u{F8FF}\u{10FFFF}", Keep::Known), "□□");
        assert_eq!(text("é Ж ع א 🙂", Keep::Known), "é Ж ع א 🙂");
        assert_eq!(text("é Ж ع 🙂", Keep::Latin), "é Ж ? ?");
    }

    #[test]
    fn accents_do_not_pile_up() {
        let pile = format!("a{}b", "\u{301}".repeat(40));
        assert_eq!(text(&pile, Keep::Known), "a\u{301}\u{301}\u{301}b");
    }
}
