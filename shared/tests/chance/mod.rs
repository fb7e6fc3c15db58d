//! Files that chance makes out of good ones, by bytes and by structure. `TRIVET_FUZZ_SECONDS` says how long (2 by
//! itself), `TRIVET_FUZZ_SEED` replays a run.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Seconds when nobody says otherwise: long enough for thousands, short enough for every run of the tests.
const USUAL_SECONDS: u64 = 2;
/// Changes made to one file at the most: with more, hardly one gets past its first lines.
const MOST_CHANGES: usize = 6;
/// Pieces that mean something in any JSON file, or nearly do.
pub(crate) const JSON: [&str; 20] = [
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
    "null",
    "true",
    "NaN",
    "-",
    "1e999",
    "\n",
    "\0",
    "\u{feff}",
    "é",
    "[[[[[[[[[[[[[[[[[[[[",
];

/// What a kind of file is made of.
pub(crate) struct Making<'a> {
    /// Files that are good.
    pub(crate) good: Vec<&'a [u8]>,
    /// Pieces that mean something in one, or nearly do, besides those of [`JSON`].
    pub(crate) pieces: &'a [&'a str],
    /// Values that do not belong, besides those that belong nowhere.
    pub(crate) values: Vec<Value>,
    /// Names of fields.
    pub(crate) names: &'a [&'a str],
}

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

impl Making<'_> {
    fn piece(&self, dice: &mut Dice) -> &str {
        let which = dice.below(JSON.len() + self.pieces.len());
        JSON.iter().chain(self.pieces).nth(which).copied().unwrap_or_default()
    }

    fn change_bytes(&self, file: &mut Vec<u8>, dice: &mut Dice) {
        let at = dice.below(file.len() + 1);
        let end = (at + 1 + dice.below(40)).min(file.len());
        match dice.below(7) {
            0 if at < file.len() => file[at] = u8::try_from(dice.below(256)).unwrap(),
            1 if at < file.len() => file[at] ^= 1 << dice.below(8),
            2 => drop(file.splice(at..at, self.piece(dice).bytes())),
            3 => drop(file.drain(at..end)),
            4 => {
                let copy = file[at..end].to_vec();
                let to = dice.below(file.len() + 1);
                drop(file.splice(to..to, copy));
            }
            5 if dice.below(10) == 0 => file.truncate(at),
            _ => drop(file.splice(at..end, self.piece(dice).bytes())),
        }
    }

    /// Some value, mostly one that does not belong.
    fn value(&self, dice: &mut Dice) -> Value {
        match dice.below(12) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(dice.below(10_000)),
            3 => json!(-1.5),
            4 => json!([]),
            5 => json!({}),
            6 => json!("x".repeat(dice.below(1_500))),
            7 => json!(vec!["x"; dice.below(150)]),
            8 => (0..dice.below(40)).fold(json!(1), |inner, _| json!([inner])),
            _ => dice.one(&self.values).clone(),
        }
    }

    /// A change somewhere in the tree, the deeper the likelier.
    fn change_tree(&self, tree: &mut Value, dice: &mut Dice) {
        let go_on = dice.below(8) > 0;
        match tree {
            Value::Object(fields) if go_on && !fields.is_empty() => {
                let name = fields.keys().nth(dice.below(fields.len())).unwrap().clone();
                match dice.below(12) {
                    0 => drop(fields.remove(&name)),
                    1 => drop(fields.insert((*dice.one(self.names)).to_owned(), self.value(dice))),
                    _ => self.change_tree(fields.get_mut(&name).unwrap(), dice),
                }
            }
            Value::Array(list) if go_on && !list.is_empty() => {
                let at = dice.below(list.len());
                match dice.below(12) {
                    0 => drop(list.remove(at)),
                    1 => list.push(list[at].clone()),
                    2 => list.insert(at, self.value(dice)),
                    _ => self.change_tree(&mut list[at], dice),
                }
            }
            other => *other = self.value(dice),
        }
    }

    /// Makes files until the time is over; `look` says of each whether it is good, and panics when something is wrong.
    pub(crate) fn run(&self, look: impl Fn(&[u8], u64) -> bool) {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let seconds = number("TRIVET_FUZZ_SECONDS").unwrap_or(USUAL_SECONDS);
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let seed = number("TRIVET_FUZZ_SEED").unwrap_or(clock.as_micros() as u64).max(1);
        let mut dice = Dice(seed);
        let (mut cases, mut taken) = (0_u64, 0_u64);
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            let mut file = dice.one(&self.good).to_vec();
            if dice.below(2) == 0
                && let Ok(mut tree) = serde_json::from_slice::<Value>(&file)
            {
                for _ in 0..=dice.below(MOST_CHANGES) {
                    self.change_tree(&mut tree, &mut dice);
                }
                file = match dice.below(2) {
                    0 => serde_json::to_vec(&tree).unwrap(),
                    _ => serde_json::to_vec_pretty(&tree).unwrap(),
                };
            }
            if dice.below(2) == 0 {
                for _ in 0..=dice.below(MOST_CHANGES) {
                    self.change_bytes(&mut file, &mut dice);
                }
            }
            cases += 1;
            taken += u64::from(look(&file, seed));
        }
        println!("{cases} files in {seconds} s, {taken} of them good, seed {seed}");
        assert!(seconds == 0 || (cases > 0 && taken > 0 && taken < cases), "{cases} files, {taken} good");
    }
}
