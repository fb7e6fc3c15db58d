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

/// Lines of people's own in one document that stand as paragraphs of their own. Each costs the typesetter some 2 KB of
/// memory, and a page takes thirty.
const MOST_LINES: usize = 4_000;

/// Lines that one text may have when the document has too many, from the most to the fewest: the rest of the text runs on.
const LINES_EACH: [usize; 5] = [usize::MAX, 64, 16, 4, 1];

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Whatever some face has.
    Known,
    /// Latin, Greek and Cyrillic alone. For words that the typesetter refused the first time.
    Latin,
}

/// The document as it is set: each text cleaned, and together of so many lines that the typesetter can bear.
pub(crate) fn clean(document: &Value, keep: Keep) -> Value {
    let fits = |each: &usize| lines_in(document, *each) <= MOST_LINES;
    cleaned(document, keep, LINES_EACH.into_iter().find(fits).unwrap_or(1))
}

/// Lines in all texts together, when each has at most so many.
fn lines_in(value: &Value, each: usize) -> usize {
    match value {
        Value::String(words) => words.split('\n').take(each).count(),
        Value::Array(list) => list.iter().map(|value| lines_in(value, each)).sum(),
        Value::Object(map) => map.values().map(|value| lines_in(value, each)).sum(),
        _ => 0,
    }
}

fn cleaned(value: &Value, keep: Keep, lines: usize) -> Value {
    match value {
        Value::String(words) => Value::String(text(words, keep, lines)),
        Value::Array(list) => list.iter().map(|value| cleaned(value, keep, lines)).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), cleaned(value, keep, lines))).collect())
        }
        other => other.clone(),
    }
}

fn text(words: &str, keep: Keep, mut lines: usize) -> String {
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
            '\n' if lines > 1 => {
                out.push('\n');
                lines -= 1;
            }
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
    use serde_json::json;

    fn text(words: &str, keep: Keep) -> String {
        super::text(words, keep, usize::MAX)
    }

    #[test]
    fn lines_run_on_where_there_are_too_many_and_no_word_is_lost() {
        let list = |texts: usize| json!({ "rows": vec![json!({ "reason": "W\n".repeat(1_000) }); texts] });
        let lines =
            |document: &Value| document["rows"][0]["reason"].as_str().unwrap_or_default().lines().count();
        for (texts, most) in [(1, 1_000), (3, 1_000), (50, 64), (400, 4), (5_000, 1)] {
            let document = list(texts);
            let set = clean(&document, Keep::Known);
            assert_eq!(lines(&set), most, "{texts}");
            assert!(lines_in(&set, usize::MAX) <= MOST_LINES.max(texts));
            assert_eq!(set.to_string().matches('W').count(), document.to_string().matches('W').count());
        }
    }

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
