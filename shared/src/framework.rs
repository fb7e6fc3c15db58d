//! A competency framework as data: areas, competencies, glossary, roles. Reading one checks it, and an error names
//! the line or the field. The bundled two are data files beside the crate.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};
use ts_rs::TS;

use crate::id::{AreaId, CompetencyId, FrameworkHash, FrameworkId};

/// Most areas a framework may have.
pub const MOST_AREAS: usize = 24;
/// Most competencies an area may have.
pub const MOST_COMPETENCIES: usize = 24;
/// Most characters of a name or a summary.
const MOST_NAME: usize = 120;
/// Most characters of any other text.
const MOST_TEXT: usize = 1_000;
/// Most entries of a list (prompts, starters, indicators, terms).
const MOST_ENTRIES: usize = 60;
/// Most characters of an id.
const MOST_ID: usize = 64;

/// A framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Framework {
    /// Its id: lower-case letters, digits and hyphens.
    pub id: FrameworkId,
    /// Its name.
    pub name: String,
    /// Which edition of the file this is.
    pub version: String,
    /// The language its words are in (BCP 47).
    pub language: String,
    /// Who published what this is drawn from.
    pub source: Source,
    /// Whom and what it was written for; shown on choosing it and in exports.
    pub scope: String,
    /// The areas, in the order they are shown.
    pub areas: Vec<Area>,
    /// Terms a reader may not know.
    #[serde(default)]
    pub glossary: Vec<Term>,
    /// Recommended training subjects.
    #[serde(default)]
    pub training: Vec<String>,
    /// Ways to develop a competency.
    #[serde(default)]
    pub develop: Vec<String>,
    /// Ways to demonstrate a competency.
    #[serde(default)]
    pub demonstrate: Vec<String>,
    /// Which competencies are often key in which kind of role.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// Where a framework comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// In which year.
    pub year: u16,
    /// Under which title.
    pub title: String,
    /// How its words are used here.
    pub note: String,
}

/// One area of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Area {
    /// Unique within the framework.
    pub id: AreaId,
    /// Its name.
    pub name: String,
    /// One plain line.
    pub summary: String,
    /// Its competencies, in the order they are shown.
    pub competencies: Vec<Competency>,
}

/// One competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Competency {
    /// Unique within the framework.
    pub id: CompetencyId,
    /// Its name.
    pub name: String,
    /// What it means in practice.
    pub statement: String,
    /// The framework's own short code, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub code: Option<String>,
    /// Core or secondary, where the framework tells them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub level: Option<Level>,
    /// Why it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub why_it_matters: Option<String>,
    /// What it can look like, by THRIVE stage.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Questions for the talk.
    #[serde(default)]
    pub prompts: Vec<String>,
    /// Beginnings of an action.
    #[serde(default)]
    pub starters: Vec<String>,
}

/// How a framework classes a competency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Level {
    /// Wanted of everybody.
    Core,
    /// Wanted in some roles.
    Secondary,
}

/// Something a competency can look like. The stages add to one another and are no ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Indicator {
    /// At which stage.
    pub stage: Thrive,
    /// In one sentence.
    pub text: String,
}

/// The four THRIVE stages of framework B.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Thrive {
    /// Getting Advice.
    GettingAdvice,
    /// Getting Help.
    GettingHelp,
    /// Getting More Help.
    GettingMoreHelp,
    /// Getting Risk Support.
    GettingRiskSupport,
}

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Term {
    /// Unique within the glossary.
    pub id: String,
    /// As it stands in the text.
    pub term: String,
    /// In two or three plain sentences.
    pub meaning: String,
}

/// One cell of the role matrix: what is often key where these two meet. Never a list of gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Role {
    /// What the role delivers.
    pub delivery: Delivery,
    /// Whom it manages.
    pub management: Management,
    /// Core competencies critical here.
    pub core: Vec<CompetencyId>,
    /// Secondary competencies critical here.
    pub secondary: Vec<CompetencyId>,
}

/// Delivery responsibility of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Delivery {
    /// Day to day.
    Frontline,
    /// Over months.
    Tactical,
    /// Over years.
    Strategic,
}

/// Management responsibility of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Management {
    /// Manages oneself.
    #[serde(rename = "self")]
    Oneself,
    /// Manages a team.
    Team,
    /// Leads an organisation.
    Organisation,
}

/// Why a framework file cannot be used: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkError {
    /// The line of the file, from 1, where the parser knows it.
    pub line: Option<usize>,
    /// The field, as a path: `areas[2].competencies[0].id`.
    pub field: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for FrameworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for FrameworkError {}

impl Framework {
    /// Reads and checks a framework file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line (if the file is no such JSON) and its field.
    pub fn read(json: &str) -> Result<Self, FrameworkError> {
        let mut parser = serde_json::Deserializer::from_str(json);
        let framework: Self =
            serde_path_to_error::deserialize(&mut parser).map_err(|error| FrameworkError {
                line: Some(error.inner().line()),
                field: error.path().to_string(),
                problem: error.inner().to_string(),
            })?;
        parser.end().map_err(|error| FrameworkError {
            line: Some(error.line()),
            field: ".".to_owned(),
            problem: "there is something after the end".to_owned(),
        })?;
        framework.check()?;
        Ok(framework)
    }

    /// The SHA-256 of its JSON as we write it: what a session is pinned to.
    #[must_use]
    pub fn hash(json: &str) -> FrameworkHash {
        FrameworkHash(
            Sha256::digest(json)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }

    /// The area of that id.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// The competency of that id, with its area.
    #[must_use]
    pub fn competency(&self, id: &CompetencyId) -> Option<(&Area, &Competency)> {
        self.areas
            .iter()
            .find_map(|area| Some((area, area.competencies.iter().find(|c| c.id == *id)?)))
    }

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
            check_count(
                &format!("{at}.competencies"),
                area.competencies.len(),
                1,
                MOST_COMPETENCIES,
            )?;
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
        for (field, list) in [
            ("training", &self.training),
            ("develop", &self.develop),
            ("demonstrate", &self.demonstrate),
        ] {
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
        check_count(
            &format!("{at}.indicators"),
            self.indicators.len(),
            0,
            MOST_ENTRIES,
        )?;
        for (i, indicator) in self.indicators.iter().enumerate() {
            check_text(&format!("{at}.indicators[{i}].text"), &indicator.text, MOST_TEXT)?;
        }
        Ok(())
    }
}

fn problem(field: &str, problem: String) -> FrameworkError {
    FrameworkError {
        line: None,
        field: field.to_owned(),
        problem,
    }
}

fn check_id(field: &str, id: &str) -> Result<(), FrameworkError> {
    let plain = id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if plain && (1..=MOST_ID).contains(&id.len()) {
        return Ok(());
    }
    Err(problem(
        field,
        format!("an id has 1 to {MOST_ID} lower-case letters, digits and hyphens"),
    ))
}

fn check_new<'a>(field: &str, id: &'a str, seen: &mut BTreeSet<&'a str>) -> Result<(), FrameworkError> {
    check_id(field, id)?;
    if seen.insert(id) {
        Ok(())
    } else {
        Err(problem(field, format!("the id {id:?} stands twice")))
    }
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
    Err(problem(
        field,
        format!("{count} entries; {least} to {most} are allowed"),
    ))
}

fn check_list(field: &str, list: &[String]) -> Result<(), FrameworkError> {
    check_count(field, list.len(), 0, MOST_ENTRIES)?;
    list.iter()
        .enumerate()
        .try_for_each(|(i, text)| check_text(&format!("{field}[{i}]"), text, MOST_TEXT))
}

/// A framework that comes with the program.
#[derive(Debug)]
pub struct Bundled {
    /// Its JSON.
    pub json: &'static str,
    /// The SHA-256 of that.
    pub hash: FrameworkHash,
    /// Read and checked.
    pub framework: Arc<Framework>,
}

/// The frameworks that come with the program, in the order they are offered.
#[must_use]
pub fn bundled() -> &'static [Bundled] {
    static BUNDLED: LazyLock<Vec<Bundled>> = LazyLock::new(|| {
        [
            include_str!("../frameworks/core-competencies.json"),
            include_str!("../frameworks/vcse.json"),
        ]
        .into_iter()
        .filter_map(|json| {
            let framework = Arc::new(Framework::read(json).ok()?); // a test holds that both are read
            Some(Bundled {
                json,
                hash: Framework::hash(json),
                framework,
            })
        })
        .collect()
    });
    &BUNDLED
}
