//! A competency framework as data: areas, competencies, glossary, roles. Reading one checks it, and an error names
//! the line or the field. The bundled two are data files beside the crate.

mod check;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::{Arc, LazyLock};
use ts_rs::TS;

use crate::id::{AreaId, CompetencyId, FrameworkHash, FrameworkId};

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
    /// Terms of the glossary that its words use, by id, so that a page can explain them.
    #[serde(default)]
    pub terms: Vec<String>,
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
        check::framework(&framework)?;
        Ok(framework)
    }

    /// The SHA-256 of its JSON as we write it: what a session is pinned to.
    #[must_use]
    pub fn hash(json: &str) -> FrameworkHash {
        FrameworkHash(Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// A name of ours as it stands in running text: sentence case. In a framework that was brought a capital may be
    /// a name, and stays.
    #[must_use]
    pub fn in_text(&self, name: &str) -> String {
        if !bundled().iter().any(|bundled| bundled.framework.id == self.id) {
            return name.to_owned();
        }
        let letters: Vec<char> = name.chars().collect();
        let plain = |(at, letter): (usize, &char)| {
            let begins_a_word = at > 0 && matches!(letters[at - 1], ' ' | '/' | '-');
            let in_a_word = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            if begins_a_word && in_a_word { letter.to_ascii_lowercase() } else { *letter }
        };
        letters.iter().enumerate().map(plain).collect()
    }

    /// The area of that id.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// The competency of that id, with its area.
    #[must_use]
    pub fn competency(&self, id: &CompetencyId) -> Option<(&Area, &Competency)> {
        self.areas.iter().find_map(|area| Some((area, area.competencies.iter().find(|c| c.id == *id)?)))
    }
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
        [include_str!("../frameworks/core-competencies.json"), include_str!("../frameworks/vcse.json")]
            .into_iter()
            .filter_map(|json| {
                let framework = Arc::new(Framework::read(json).ok()?); // a test holds that both are read
                Some(Bundled { json, hash: Framework::hash(json), framework })
            })
            .collect()
    });
    &BUNDLED
}
