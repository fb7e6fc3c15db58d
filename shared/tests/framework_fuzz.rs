//! Files that chance made out of good ones, by bytes and by structure: none is a panic, and whatever is told has a line,
//! a field and words. `TRIVET_FUZZ_SECONDS` says how long (2 by itself), `TRIVET_FUZZ_SEED` replays a run.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use trivet_shared::framework::{Framework, MOST_TOLD, Whose, bundled};

/// What most files are made from: a file is the sooner through, the smaller it is.
const EXAMPLE: &str = include_str!("../frameworks/example/kitchen-garden.json");
/// Seconds when nobody says otherwise: long enough for thousands, short enough for every run of the tests.
const USUAL_SECONDS: u64 = 2;
/// Changes made to one file at the most: with more, hardly one gets past its first lines.
const MOST_CHANGES: usize = 6;
/// Pieces that mean something in a file, or nearly do.
const PIECES: [&str; 26] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u202e",
    "\\ud800",
    "\\udc00",
    "null",
    "true",
    "NaN",
    "-",
    "1e999",
    "\"id\":",
    "\"id\": \"a\"",
    "\"areas\":",
    "\n",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "//",
    "é",
    "[[[[[[[[[[[[[[[[[[[[",
];

/// Chance that a seed replays (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (bound.max(1) as u64)).unwrap()
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn change_bytes(file: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(file.len() + 1);
    let end = (at + 1 + dice.below(40)).min(file.len());
    match dice.below(7) {
        0 if at < file.len() => file[at] = u8::try_from(dice.below(256)).unwrap(),
        1 if at < file.len() => file[at] ^= 1 << dice.below(8),
        2 => drop(file.splice(at..at, dice.one(&PIECES).bytes())),
        3 => drop(file.drain(at..end)),
        4 => {
            let copy = file[at..end].to_vec();
            let to = dice.below(file.len() + 1);
            drop(file.splice(to..to, copy));
        }
        5 if dice.below(10) == 0 => file.truncate(at),
        _ => drop(file.splice(at..end, dice.one(&PIECES).bytes())),
    }
}

/// Some value, mostly one that does not belong.
fn value(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(dice.below(10_000)),
        3 => json!(-1.5),
        4 => json!([]),
        5 => json!({}),
        6 => json!("x".repeat(dice.below(1_500))),
        7 => json!(vec!["x"; dice.below(100)]),
        8 => json!(*dice.one(&[
            "",
            " ",
            "sowing",
            "mulch",
            "vcse",
            "../x",
            "core",
            "self",
            "a\u{202e}b",
            "\u{0}",
            "<b>"
        ])),
        9 => json!({"id": "a", "name": "A", "summary": "A", "competencies": []}),
        10 => (0..dice.below(40)).fold(json!(1), |inner, _| json!([inner])),
        _ => json!({"delivery": "frontline", "management": "self", "core": ["sowing"], "secondary": []}),
    }
}

/// A change somewhere in the tree, the deeper the likelier.
fn change_tree(tree: &mut Value, dice: &mut Dice) {
    let go_on = dice.below(8) > 0;
    match tree {
        Value::Object(fields) if go_on && !fields.is_empty() => {
            let name = fields.keys().nth(dice.below(fields.len())).unwrap().clone();
            match dice.below(12) {
                0 => drop(fields.remove(&name)),
                1 => {
                    drop(fields.insert(
                        (*dice.one(&["id", "x", "", "__proto__", "\u{1b}[2J"])).to_owned(),
                        value(dice),
                    ))
                }
                _ => change_tree(fields.get_mut(&name).unwrap(), dice),
            }
        }
        Value::Array(list) if go_on && !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(12) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => list.insert(at, value(dice)),
                _ => change_tree(&mut list[at], dice),
            }
        }
        other => *other = value(dice),
    }
}

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
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = number("TRIVET_FUZZ_SECONDS").unwrap_or(USUAL_SECONDS);
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = number("TRIVET_FUZZ_SEED").unwrap_or(clock.as_micros() as u64).max(1);
    let mut dice = Dice(seed);
    let mut good: Vec<&[u8]> = vec![EXAMPLE.as_bytes(); 12];
    good.extend(bundled().iter().map(|ours| ours.json.as_bytes()));
    let (mut cases, mut taken) = (0_u64, 0_u64);
    let until = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < until {
        let mut file = dice.one(&good).to_vec();
        if dice.below(2) == 0
            && let Ok(mut tree) = serde_json::from_slice::<Value>(&file)
        {
            for _ in 0..=dice.below(MOST_CHANGES) {
                change_tree(&mut tree, &mut dice);
            }
            file = match dice.below(2) {
                0 => serde_json::to_vec(&tree).unwrap(),
                _ => serde_json::to_vec_pretty(&tree).unwrap(),
            };
        }
        if dice.below(2) == 0 {
            for _ in 0..=dice.below(MOST_CHANGES) {
                change_bytes(&mut file, &mut dice);
            }
        }
        cases += 1;
        taken += u64::from(look(&file, seed));
    }
    println!("{cases} files in {seconds} s, {taken} of them good, seed {seed}");
    assert!(seconds == 0 || (cases > 0 && taken > 0 && taken < cases), "{cases} files, {taken} good");
}
