//! What a framework file must hold besides being JSON of the right shape: bounds, plain ids, nothing twice.

use std::collections::BTreeSet;

use super::{Competency, Framework, FrameworkError};

/// Most areas a framework may have.
const MOST_AREAS: usize = 24;
/// Most competencies an area may have.
const MOST_COMPETENCIES: usize = 24;
/// Most characters of a name or a summary.
const MOST_NAME: usize = 120;
/// Most characters of any other text.
const MOST_TEXT: usize = 1_000;
/// Most entries of a list (prompts, starters, indicators, terms).
const MOST_ENTRIES: usize = 60;
/// Most characters of an id.
const MOST_ID: usize = 64;

/// The first thing that is wrong with a framework, if anything is.
pub(super) fn framework(framework: &Framework) -> Result<(), FrameworkError> {
    framework.check()
}

impl Framework {
    fn check(&self) -> Result<(), FrameworkError> {
        check_id("id", &self.id.0)?;
        check_text("name", &self.name, MOST_NAME)?;
        check_text("version", &self.version, MOST_NAME)?;
        check_text("language", &self.language, MOST_ID)?;
        check_text("scope", &self.scope, MOST_TEXT)?;
        check_text("source.publisher", &self.source.publisher, MOST_NAME)?;
        check_text("source.title", &self.source.title, MOST_NAME)?;
        check_text("source.note", &self.source.note, MOST_TEXT)?;
        check_count("areas", self.areas.len(), 1, MOST_AREAS)?;
        let (mut areas, mut competencies) = (BTreeSet::new(), BTreeSet::new());
        for (a, area) in self.areas.iter().enumerate() {
            let at = format!("areas[{a}]");
            check_new(&format!("{at}.id"), &area.id.0, &mut areas)?;
            check_text(&format!("{at}.name"), &area.name, MOST_NAME)?;
            check_text(&format!("{at}.summary"), &area.summary, MOST_TEXT)?;
            check_count(&format!("{at}.competencies"), area.competencies.len(), 1, MOST_COMPETENCIES)?;
            for (c, competency) in area.competencies.iter().enumerate() {
                let at = format!("{at}.competencies[{c}]");
                check_new(&format!("{at}.id"), &competency.id.0, &mut competencies)?;
                competency.check(&at)?;
            }
        }
        check_count("glossary", self.glossary.len(), 0, MOST_ENTRIES)?;
        let mut terms = BTreeSet::new();
        for (t, term) in self.glossary.iter().enumerate() {
            check_new(&format!("glossary[{t}].id"), &term.id, &mut terms)?;
            check_text(&format!("glossary[{t}].term"), &term.term, MOST_NAME)?;
            check_text(&format!("glossary[{t}].meaning"), &term.meaning, MOST_TEXT)?;
        }
        self.check_terms(&terms)?;
        for (field, list) in
            [("training", &self.training), ("develop", &self.develop), ("demonstrate", &self.demonstrate)]
        {
            check_list(field, list)?;
        }
        check_count("roles", self.roles.len(), 0, MOST_ENTRIES)?;
        for (r, role) in self.roles.iter().enumerate() {
            for (field, ids) in [("core", &role.core), ("secondary", &role.secondary)] {
                if let Some(id) = ids.iter().find(|id| !competencies.contains(id.0.as_str())) {
                    return Err(problem(
                        &format!("roles[{r}].{field}"),
                        format!("no competency has the id {:?}", id.0),
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_terms(&self, terms: &BTreeSet<&str>) -> Result<(), FrameworkError> {
        for (a, area) in self.areas.iter().enumerate() {
            for (c, competency) in area.competencies.iter().enumerate() {
                if let Some(t) = competency.terms.iter().position(|term| !terms.contains(term.as_str())) {
                    let field = format!("areas[{a}].competencies[{c}].terms[{t}]");
                    let id = &competency.terms[t];
                    return Err(problem(&field, format!("no term of the glossary has the id {id:?}")));
                }
            }
        }
        Ok(())
    }
}

impl Competency {
    fn check(&self, at: &str) -> Result<(), FrameworkError> {
        check_text(&format!("{at}.name"), &self.name, MOST_NAME)?;
        check_text(&format!("{at}.statement"), &self.statement, MOST_TEXT)?;
        for (field, text) in [("code", &self.code), ("whyItMatters", &self.why_it_matters)] {
            if let Some(text) = text {
                check_text(&format!("{at}.{field}"), text, MOST_TEXT)?;
            }
        }
        check_list(&format!("{at}.prompts"), &self.prompts)?;
        check_list(&format!("{at}.starters"), &self.starters)?;
        check_count(&format!("{at}.indicators"), self.indicators.len(), 0, MOST_ENTRIES)?;
        for (i, indicator) in self.indicators.iter().enumerate() {
            check_text(&format!("{at}.indicators[{i}].text"), &indicator.text, MOST_TEXT)?;
        }
        Ok(())
    }
}

fn problem(field: &str, problem: String) -> FrameworkError {
    FrameworkError { line: None, field: field.to_owned(), problem }
}

fn check_id(field: &str, id: &str) -> Result<(), FrameworkError> {
    let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if plain && (1..=MOST_ID).contains(&id.len()) {
        return Ok(());
    }
    Err(problem(field, format!("an id has 1 to {MOST_ID} lower-case letters, digits and hyphens")))
}

fn check_new<'a>(field: &str, id: &'a str, seen: &mut BTreeSet<&'a str>) -> Result<(), FrameworkError> {
    check_id(field, id)?;
    if seen.insert(id) { Ok(()) } else { Err(problem(field, format!("the id {id:?} stands twice"))) }
}

fn check_text(field: &str, text: &str, most: usize) -> Result<(), FrameworkError> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(problem(field, "there is nothing in it".to_owned()));
    }
    if length > most {
        return Err(problem(field, format!("{length} characters; {most} at the most")));
    }
    if text.chars().any(char::is_control) {
        return Err(problem(field, "a control character stands in it".to_owned()));
    }
    Ok(())
}

fn check_count(field: &str, count: usize, least: usize, most: usize) -> Result<(), FrameworkError> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    Err(problem(field, format!("{count} entries; {least} to {most} are allowed")))
}

fn check_list(field: &str, list: &[String]) -> Result<(), FrameworkError> {
    check_count(field, list.len(), 0, MOST_ENTRIES)?;
    list.iter().enumerate().try_for_each(|(i, text)| check_text(&format!("{field}[{i}]"), text, MOST_TEXT))
}
