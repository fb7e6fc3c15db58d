//! What no schema can say of a framework: no id twice, and nothing named that is not there.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Problems, quoted};
use super::source::Node;
use super::{Framework, Whose, bundled};
use crate::words::{Key, Value};

/// Notes what is wrong with a framework of the right shape; `file` knows the lines.
pub(super) fn check(framework: &Framework, whose: Whose, file: &Node, problems: &mut Problems) {
    Meaning { file, problems }.framework(framework, whose);
}

struct Meaning<'f, 'p> {
    file: &'f Node,
    problems: &'p mut Problems,
}

impl Meaning<'_, '_> {
    fn framework(&mut self, framework: &Framework, whose: Whose) {
        if whose == Whose::Brought && bundled().iter().any(|ours| ours.framework.id == framework.id) {
            self.add("id", Key::FileBundled, &framework.id.0);
        }
        let (mut areas, mut competencies, mut terms) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (t, term) in framework.glossary.iter().enumerate() {
            self.new_id(&format!("glossary[{t}].id"), &term.id, &mut terms);
        }
        for (a, area) in framework.areas.iter().enumerate() {
            self.new_id(&format!("areas[{a}].id"), &area.id.0, &mut areas);
            for (c, competency) in area.competencies.iter().enumerate() {
                let at = format!("areas[{a}].competencies[{c}]");
                self.new_id(&format!("{at}.id"), &competency.id.0, &mut competencies);
                let named = competency.terms.iter().map(String::as_str);
                self.named(&format!("{at}.terms"), named, &terms, Key::FileNoTerm);
            }
        }
        let mut cells = BTreeMap::new();
        for (r, role) in framework.roles.iter().enumerate() {
            if cells.insert((role.delivery as u8, role.management as u8), r).is_some() {
                self.add(&format!("roles[{r}]"), Key::FileCellTwice, "");
            }
            for (field, ids) in [("core", &role.core), ("secondary", &role.secondary)] {
                let named = ids.iter().map(|id| id.0.as_str());
                self.named(&format!("roles[{r}].{field}"), named, &competencies, Key::FileNoCompetency);
            }
        }
    }

    fn new_id<'i>(&mut self, field: &str, id: &'i str, seen: &mut BTreeSet<&'i str>) {
        if !seen.insert(id) {
            self.add(field, Key::FileIdTwice, id);
        }
    }

    /// A list of ids that must stand elsewhere, each once.
    fn named<'i>(
        &mut self,
        field: &str,
        ids: impl Iterator<Item = &'i str>,
        there: &BTreeSet<&str>,
        missing: Key,
    ) {
        let mut seen = BTreeSet::new();
        for (i, id) in ids.enumerate() {
            let at = format!("{field}[{i}]");
            if !there.contains(id) {
                self.add(&at, missing, id);
            } else if !seen.insert(id) {
                self.add(&at, Key::FileEntryTwice, id);
            }
        }
    }

    fn add(&mut self, field: &str, key: Key, id: &str) {
        let line = self.file.at(field).line;
        self.problems.add(line, field, key, &[("id", Value::Text(&quoted(id)))]);
    }
}
