//! The promise about the summary, as a property: in a random session a line of somebody stands in the summary, in every
//! format, if and only if their latest choice includes exactly that line; and so does their name; and so does a theme if
//! and only if the group said yes to exactly these words.
//!
//! What is expected is kept by a model of what people did, not read from the session. 300 histories unless
//! `TRIVET_CASES` says otherwise; of 50 of them Word files and PDFs too, the latter where poppler is installed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::group::{C, Group, action, text, theme};
use crate::paper::words_of;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use trivet_server::export::Format;

const CASES: u32 = 300;
/// Histories whose Word files and PDFs are made as well.
const MADE: u32 = 50;
const LONGEST: usize = 40;
const PEOPLE: [&str; 3] = ["Nameann", "Nameben", "Namecyd"];

#[derive(Clone, Debug)]
enum Do {
    Write(usize),
    Shift(usize),
    Show { competency: usize, reason: bool, shift: bool },
    TakeBack(usize),
    Act(u8),
    Drop(u8),
    Record { name: Option<bool>, shown: Option<(usize, bool)>, action: Option<(u8, bool)> },
    Leave,
    Cover(usize),
    Widen,
    Area,
    Theme(u8),
    Agree(u8, bool),
    DropTheme(u8),
}

fn something() -> impl Strategy<Value = (usize, Do)> {
    let competency = || 0usize..3;
    let what = prop_oneof![
        3 => competency().prop_map(Do::Write),
        1 => competency().prop_map(Do::Shift),
        3 => (competency(), any::<bool>(), any::<bool>()).prop_map(|(competency, reason, shift)| Do::Show { competency, reason, shift }),
        1 => competency().prop_map(Do::TakeBack),
        2 => (0u8..3).prop_map(Do::Act),
        1 => (0u8..3).prop_map(Do::Drop),
        4 => (proptest::option::of(any::<bool>()), proptest::option::of((competency(), any::<bool>())), proptest::option::of((0u8..3, any::<bool>())))
            .prop_map(|(name, shown, action)| Do::Record { name, shown, action }),
        1 => Just(Do::Leave),
        1 => competency().prop_map(Do::Cover),
        1 => Just(Do::Widen),
        1 => Just(Do::Area),
        2 => (0u8..3).prop_map(Do::Theme),
        2 => (0u8..3, any::<bool>()).prop_map(|(n, agreed)| Do::Agree(n, agreed)),
        1 => (0u8..3).prop_map(Do::DropTheme),
    ];
    (0usize..3, what)
}

/// Reason and what shifted.
type Words = [Option<String>; 2];

#[derive(Default)]
struct Model {
    rows: BTreeMap<usize, Words>,
    shown: BTreeMap<usize, Words>,
    actions: BTreeMap<u8, String>,
    name: bool,
    lines: BTreeMap<usize, Words>,
    plans: BTreeMap<u8, String>,
}

impl Model {
    /// What may stand in the summary of this person.
    fn stands(&self) -> impl Iterator<Item = &String> {
        self.lines.values().flatten().flatten().chain(self.plans.values())
    }

    /// Off the table is out of the record.
    fn off(&mut self, competency: usize) {
        self.shown.remove(&competency);
        self.lines.remove(&competency);
    }
}

struct Told {
    group: Group,
    models: [Model; 3],
    /// The themes' words, and whether the group said yes to them.
    themes: BTreeMap<u8, (String, bool)>,
    written: Vec<String>,
}

impl Told {
    /// Words that stand nowhere else.
    fn word(&mut self) -> String {
        let word = format!("quill{}quill", self.written.len());
        self.written.push(word.clone());
        word
    }

    fn take(&mut self, who: usize, what: &Do) {
        let id = |n: &u8| action(10 * who as u128 + u128::from(*n));
        match what {
            Do::Write(c) => {
                let word = self.word();
                if self.did(who, json!({"type": "rate", "competency": C[*c], "reason": word})) {
                    self.models[who].rows.entry(*c).or_default()[0] = Some(word);
                }
            }
            Do::Shift(c) => {
                let word = self.word();
                if self.did(who, json!({"type": "rescore", "competency": C[*c], "shift": word})) {
                    self.models[who].rows.entry(*c).or_default()[1] = Some(word);
                }
            }
            Do::Show { competency: c, reason, shift } => {
                let mut show = json!({"type": "show", "competency": C[*c]});
                for (part, on) in [("reason", *reason), ("shift", *shift)] {
                    if on {
                        show[part] = json!(true);
                    }
                }
                if (*reason || *shift) && self.did(who, show) {
                    let model = &mut self.models[who];
                    let own = model.rows.get(c).cloned().unwrap_or_default();
                    let shown = model.shown.entry(*c).or_default();
                    for (at, on) in [*reason, *shift].into_iter().enumerate() {
                        if on && own[at].is_some() {
                            shown[at].clone_from(&own[at]);
                        }
                    }
                }
            }
            Do::TakeBack(c) => {
                if self.did(who, json!({"type": "takeBack", "competency": C[*c]})) {
                    self.models[who].off(*c);
                }
            }
            Do::Act(n) => {
                let word = self.word();
                if self
                    .did(who, json!({"type": "act", "action": id(n), "text": word, "review": "2027-01-19"}))
                {
                    self.models[who].actions.insert(*n, word);
                }
            }
            Do::Drop(n) => {
                if self.did(who, json!({"type": "dropAction", "action": id(n)})) {
                    self.models[who].actions.remove(n);
                    self.models[who].plans.remove(n);
                }
            }
            Do::Record { name, shown, action } => {
                let mut record = json!({"type": "record"});
                if let Some(name) = name {
                    record["name"] = json!(name);
                }
                if let Some((c, on)) = shown {
                    record["shown"] = json!({C[*c]: on});
                }
                if let Some((n, on)) = action {
                    record["actions"] = json!({id(n): on});
                }
                if self.did(who, record) {
                    self.models[who].records(*name, *shown, *action);
                }
            }
            Do::Leave => drop(self.did(who, json!({"type": "leave"}))),
            Do::Cover(c) => {
                let item = format!("{}/{}", self.group.id(who), C[*c]);
                let by = trivet_shared::session::Actor::facilitator();
                if self.group.send(by, json!({"type": "cover", "item": item})).is_ok() {
                    self.models[who].off(*c);
                }
            }
            Do::Widen => self.widen(),
            Do::Area => {
                let by = trivet_shared::session::Actor::facilitator();
                let _ = self.group.send(by, json!({"type": "goTo", "stage": "actions"}));
            }
            Do::Theme(n) => {
                let word = self.word();
                let kind = if n % 2 == 0 { "theme" } else { "training" };
                self.group
                    .desk(json!({"type": "theme", "theme": theme((*n).into()), "kind": kind, "text": word}));
                self.themes.insert(*n, (word, false));
            }
            Do::Agree(n, agreed) => {
                if let Some((words, stands)) = self.themes.get_mut(n) {
                    *stands = *agreed;
                    let line =
                        json!({"type": "theme", "theme": theme((*n).into()), "agreed": agreed, "was": words});
                    self.group.desk(line);
                }
            }
            Do::DropTheme(n) => {
                self.themes.remove(n);
                self.group.desk(json!({"type": "theme", "theme": theme((*n).into()), "text": null}));
            }
        }
    }

    /// The facilitator wants others to get the summary too: every choice starts anew.
    fn widen(&mut self) {
        let to = format!("Readers {}", self.written.len());
        let by = trivet_shared::session::Actor::facilitator();
        let before = self.group.state.prepared.summary_to.clone();
        let prepare = json!({"type": "prepare", "summaryTo": {"who": "others", "name": to}});
        if self.group.send(by, prepare).is_ok() && before != self.group.state.prepared.summary_to {
            for model in &mut self.models {
                model.name = false;
                model.lines.clear();
                model.plans.clear();
            }
            for (_, agreed) in self.themes.values_mut() {
                *agreed = false;
            }
        }
    }

    fn did(&mut self, who: usize, command: Value) -> bool {
        self.group.tries(who, command).is_ok()
    }

    fn check(&self, with_files: bool) -> Result<(), TestCaseError> {
        let summary = self.group.summary();
        let texts =
            [Format::Json, Format::Markdown, Format::Csv].map(|format| text(format.summary(&summary)));
        let mut texts = texts.to_vec();
        if with_files {
            let made = |format: Format| {
                format.summary(&summary).map_err(|_| TestCaseError::fail(format!("no {format:?}")))
            };
            // The parts of a Word file are stored as they are.
            texts.push(String::from_utf8_lossy(&made(Format::Word)?).into_owned());
            texts.extend(words_of(&made(Format::Pdf)?));
        }
        let calendar = text(Format::Calendar.summary(&summary));
        let agreed = self.themes.values().filter(|(_, agreed)| *agreed).map(|(words, _)| words);
        let stands: Vec<&String> = self.models.iter().flat_map(Model::stands).chain(agreed).collect();
        for written in &self.written {
            for text in &texts {
                prop_assert_eq!(text.contains(written), stands.contains(&written), "{} in {}", written, text);
            }
            prop_assert!(!calendar.contains(written));
        }
        for (name, model) in PEOPLE.iter().zip(&self.models) {
            for text in &texts {
                prop_assert_eq!(text.contains(name), model.name, "{} in {}", name, text);
            }
        }
        Ok(())
    }
}

impl Model {
    fn records(&mut self, name: Option<bool>, shown: Option<(usize, bool)>, action: Option<(u8, bool)>) {
        self.name = name.unwrap_or(self.name);
        match shown {
            Some((c, true)) => drop(self.lines.insert(c, self.shown.get(&c).cloned().unwrap_or_default())),
            Some((c, false)) => drop(self.lines.remove(&c)),
            None => {}
        }
        match action {
            Some((n, true)) => drop(self.plans.insert(n, self.actions.get(&n).cloned().unwrap_or_default())),
            Some((n, false)) => drop(self.plans.remove(&n)),
            None => {}
        }
    }
}

fn cases() -> u32 {
    std::env::var("TRIVET_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

/// Whether it is one of those whose files are made.
fn is_made() -> bool {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed).is_multiple_of((cases() / MADE).max(1))
}

proptest! {
    #![proptest_config(Config { cases: cases(), failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_line_stands_in_the_summary_if_and_only_if_its_owner_chose_it(
        steps in proptest::collection::vec(something(), 1..LONGEST),
    ) {
        let mut told = Told {
            group: Group::discussing("", &PEOPLE),
            models: Default::default(),
            themes: BTreeMap::new(),
            written: Vec::new(),
        };
        for (who, what) in &steps {
            told.take(*who, what);
        }
        told.check(is_made())?;
    }
}

#[test]
fn the_model_really_expects_lines() -> Result<(), TestCaseError> {
    let mut told = Told {
        group: Group::discussing("", &PEOPLE),
        models: Default::default(),
        themes: BTreeMap::new(),
        written: Vec::new(),
    };
    told.take(0, &Do::Write(0));
    told.take(0, &Do::Show { competency: 0, reason: true, shift: false });
    told.take(0, &Do::Act(1));
    told.take(0, &Do::Record { name: Some(true), shown: Some((0, true)), action: Some((1, true)) });
    told.take(0, &Do::Theme(1));
    told.take(0, &Do::Agree(1, true));
    assert_eq!((told.models[0].stands().count(), told.models[0].name), (2, true));
    assert!(told.themes[&1].1);
    told.check(true)
}
