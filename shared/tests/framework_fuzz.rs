//! Files that chance made out of good ones, by bytes and by structure: none is a panic, and whatever is told has a line,
//! a field and words.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

mod chance;

use chance::Making;
use serde_json::json;
use trivet_shared::framework::{Framework, MOST_TOLD, Whose, bundled};

/// What most files are made from: a file is the sooner through, the smaller it is.
const EXAMPLE: &str = include_str!("../frameworks/example/kitchen-garden.json");
/// Pieces that mean something in a file, or nearly do.
const PIECES: [&str; 6] = ["\\udc00", "\"id\":", "\"id\": \"a\"", "\"areas\":", "\u{202e}", "//"];

/// What holds for every file whatsoever.
fn look(file: &[u8], seed: u64) -> bool {
    let outcome = Framework::check(file, Whose::Brought);
    let wrong =
        |what: &str| panic!("{what}, with TRIVET_FUZZ_SEED={seed}: {}", String::from_utf8_lossy(file));
    match &outcome {
        Ok(checked) => {
            let again = serde_json::to_string(&*checked.framework).unwrap();
            match Framework::check(again.as_bytes(), Whose::Brought) {
                Ok(same) if same.framework == checked.framework => {}
                _ => wrong("written again it is another"),
            }
            if !Framework::thaw(&checked.json).is_ok_and(|thawed| thawed == *checked.framework) {
                wrong("what was kept reads otherwise");
            }
            if again.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)) {
                wrong("it holds what nobody sees");
            }
        }
        Err(problems) => {
            let lines = 1 + file.iter().filter(|byte| **byte == b'\n').count();
            if problems.told.is_empty() || problems.told.len() > MOST_TOLD {
                wrong("nothing is told, or too much");
            }
            for told in &problems.told {
                let text = told.to_string();
                if !(1..=lines).contains(&told.line) || told.field.is_empty() || !told.problem.ends_with('.')
                {
                    wrong(&format!("a problem without its place: {text}"));
                }
                if text.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)) {
                    wrong(&format!("a problem repeats what nobody sees: {text:?}"));
                }
            }
        }
    }
    outcome.is_ok()
}

#[test]
fn no_file_is_a_panic_and_every_problem_has_its_place() {
    let mut good: Vec<&[u8]> = vec![EXAMPLE.as_bytes(); 12];
    good.extend(bundled().iter().map(|ours| ours.json.as_bytes()));
    let words = ["", " ", "sowing", "mulch", "vcse", "../x", "core", "self", "a\u{202e}b", "\u{0}", "<b>"];
    let mut values: Vec<_> = words.iter().map(|word| json!(word)).collect();
    values.push(json!({"id": "a", "name": "A", "summary": "A", "competencies": []}));
    values.push(json!({"delivery": "frontline", "management": "self", "core": ["sowing"], "secondary": []}));
    let names = ["id", "x", "", "__proto__", "\u{1b}[2J"];
    Making { good, pieces: &PIECES, values, names: &names }.run(look);
}
