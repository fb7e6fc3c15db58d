//! What is wrong with a framework file, and where. The sentences are those of `words/en.json`.

use std::fmt;

use crate::words::{Key, Value, say_with};

/// Problems that are told at once. More would not be read; the rest are counted.
pub const MOST_TOLD: usize = 20;
/// Characters of a file's own words that a problem repeats: an id or a name fits, a whole text need not.
const MOST_QUOTED: usize = 64;
/// Characters of a field's path. The longest that a framework has is shorter by half.
const MOST_FIELD: usize = 120;

/// One thing that is wrong with a framework file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkError {
    /// The line of the file, from 1.
    pub line: usize,
    /// The field, as a path: `areas[2].competencies[0].id`; `file` where it is about the whole.
    pub field: String,
    /// What is wrong, and what to do about it: one line.
    pub problem: String,
}

impl fmt::Display for FrameworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.line, self.field, self.problem)
    }
}

impl std::error::Error for FrameworkError {}

/// Everything that is wrong with a framework file, in the order of its lines: at least one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkProblems {
    /// The first ones, [`MOST_TOLD`] at the most.
    pub told: Vec<FrameworkError>,
    /// How many more there are.
    pub more: usize,
}

/// What is named as the field where a problem is about the whole file.
const WHOLE_FILE: &str = "file";

/// Problems as they are found.
#[derive(Default)]
pub(super) struct Problems {
    told: Vec<FrameworkError>,
    more: usize,
}

impl Problems {
    /// Notes a problem, in the words of `key` with these values.
    pub(super) fn add(&mut self, line: usize, field: &str, key: Key, values: &[(&str, Value<'_>)]) {
        if self.told.len() >= MOST_TOLD {
            self.more += 1;
            return;
        }
        let field = if field.is_empty() { WHOLE_FILE } else { field };
        self.told.push(FrameworkError {
            line,
            field: shortened(field, MOST_FIELD),
            problem: say_with(key, values),
        });
    }

    /// What was read, or what was noted.
    pub(super) fn outcome<T>(mut self, read: Option<T>) -> Result<T, FrameworkProblems> {
        match read {
            Some(read) if self.told.is_empty() => Ok(read),
            _ => {
                if self.told.is_empty() {
                    // Not to be reached: whatever cannot be read was noted with its reason. Never an empty list, though.
                    self.add(1, WHOLE_FILE, Key::FileEnds, &[]);
                }
                self.told.sort_by_key(|problem| problem.line);
                Err(FrameworkProblems { told: self.told, more: self.more })
            }
        }
    }
}

/// Something out of the file as a sentence may repeat it: short, on one line, and with nothing in it that could turn a
/// terminal's or a page's words round.
pub(super) fn quoted(text: &str) -> String {
    shortened(text, MOST_QUOTED)
}

fn shortened(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == most {
            shown.push('…');
            break;
        }
        match super::characters::is_unseen(c) {
            true => shown.push_str(&super::characters::code_of(c)),
            false => shown.push(c),
        }
    }
    shown
}
