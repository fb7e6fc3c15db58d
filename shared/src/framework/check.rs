//! From the bytes of a file to a framework, or to everything that is wrong with it: encoding, JSON, shape, meaning, in
//! that order. Pure: what was not a framework leaves nothing behind.

use std::sync::Arc;

use super::problem::{FrameworkProblems, Problems};
use super::{Framework, meaning, schema, shape, source};
use crate::id::FrameworkHash;
use crate::words::{Key, Value};

/// Bytes of a framework file. The largest of ours has less than half of that.
pub const MOST_BYTES: usize = 256 * 1024;

/// What some editors put before UTF-8. It is no part of the text, and tolerated.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It comes with the program.
    Ours,
    /// An operator or a facilitator brought it: it may not take the place of one of ours.
    Brought,
}

/// A framework that was read and checked, with the text it was read from.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its JSON, as it was written.
    pub json: String,
    /// The SHA-256 of that.
    pub hash: FrameworkHash,
    /// Read and checked.
    pub framework: Arc<Framework>,
}

impl Framework {
    /// Reads and checks a framework file.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line and field.
    pub fn check(file: &[u8], whose: Whose) -> Result<Checked, FrameworkProblems> {
        let mut problems = Problems::default();
        let checked = text_of(file, &mut problems).and_then(|text| {
            let node = source::read(text, &mut problems)?;
            shape::check(&node, schema(), &mut problems);
            // Of another shape it is no framework; what can be told of its shape has been told.
            let framework: Framework = serde_json::from_str(text).ok()?;
            meaning::check(&framework, whose, &node, &mut problems);
            Some(Checked { json: text.to_owned(), hash: Self::hash(text), framework: Arc::new(framework) })
        });
        problems.outcome(checked)
    }
}

/// The file as text.
fn text_of<'f>(file: &'f [u8], problems: &mut Problems) -> Option<&'f str> {
    if file.len() > MOST_BYTES {
        let most = i64::try_from(MOST_BYTES / 1024).unwrap_or(i64::MAX);
        problems.add(1, "", Key::FileLarge, &[("most", Value::Number(most))]);
        return None;
    }
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    if UTF_16.iter().any(|mark| file.starts_with(mark)) || file.iter().take(2).any(|byte| *byte == 0) {
        problems.add(1, "", Key::FileUtf16, &[]);
        return None;
    }
    match std::str::from_utf8(file) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = file.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            let field = source::place_of_break(std::str::from_utf8(before).unwrap_or_default());
            problems.add(line, &field, Key::FileEncoding, &[]);
            None
        }
    }
}
