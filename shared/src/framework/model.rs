//! The parts of a framework, field by field, with the bounds of each. The JSON Schema that authors get is made from
//! these, and files are held against it; so a bound stands here once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{AreaId, CompetencyId, FrameworkId};

/// Most areas a framework may have.
const MOST_AREAS: u32 = 24;
/// Most competencies an area may have.
const MOST_COMPETENCIES: u32 = 24;
/// Most competencies a framework may have.
const MOST_IN_ALL: u32 = MOST_AREAS * MOST_COMPETENCIES;
/// Most characters of a name: it stands on a phone's line or two.
const MOST_NAME: u32 = 120;
/// Most characters of any other text: a paragraph.
const MOST_TEXT: u32 = 1_000;
/// Most entries of a list (prompts, starters, indicators, terms).
const MOST_ENTRIES: u32 = 60;
/// Most characters of an id or a language.
const MOST_ID: u32 = 64;
/// Cells of the role matrix: three kinds of delivery by three of management.
const MOST_ROLES: u32 = 9;
/// An id stands in addresses and in HTML.
pub(super) const ID: &str = "^[a-z0-9-]+$";
/// A language tag, as far as its shape goes.
pub(super) const LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

/// A framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Framework {
    /// Its id: lower-case letters, digits and hyphens.
    #[schemars(with = "String", length(min = 1, max = MOST_ID), regex(pattern = ID))]
    pub id: FrameworkId,
    /// Its name.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub name: String,
    /// Which edition of the file this is.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub version: String,
    /// The language its words are in (BCP 47).
    #[schemars(length(min = 1, max = MOST_ID), regex(pattern = LANGUAGE))]
    pub language: String,
    /// Who published what this is drawn from.
    pub source: Source,
    /// Whom and what it was written for; shown on choosing it and in exports.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub scope: String,
    /// The areas, in the order they are shown.
    #[schemars(length(min = 1, max = MOST_AREAS))]
    pub areas: Vec<Area>,
    /// Terms a reader may not know.
    #[schemars(length(max = MOST_ENTRIES))]
    #[serde(default)]
    pub glossary: Vec<Term>,
    /// Recommended training subjects.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_TEXT)))]
    #[serde(default)]
    pub training: Vec<String>,
    /// Ways to develop a competency.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_TEXT)))]
    #[serde(default)]
    pub develop: Vec<String>,
    /// Ways to demonstrate a competency.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_TEXT)))]
    #[serde(default)]
    pub demonstrate: Vec<String>,
    /// Which competencies are often key in which kind of role.
    #[schemars(length(max = MOST_ROLES))]
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// Where a framework comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Source {
    /// Who published it.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub publisher: String,
    /// In which year.
    #[schemars(range(min = 1, max = 9_999))]
    pub year: u16,
    /// Under which title.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub title: String,
    /// How its words are used here.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub note: String,
}

/// One area of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Area {
    /// Unique within the framework.
    #[schemars(with = "String", length(min = 1, max = MOST_ID), regex(pattern = ID))]
    pub id: AreaId,
    /// Its name.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub name: String,
    /// One plain line.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub summary: String,
    /// Its competencies, in the order they are shown.
    #[schemars(length(min = 1, max = MOST_COMPETENCIES))]
    pub competencies: Vec<Competency>,
}

/// One competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Competency {
    /// Unique within the framework.
    #[schemars(with = "String", length(min = 1, max = MOST_ID), regex(pattern = ID))]
    pub id: CompetencyId,
    /// Its name.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub name: String,
    /// What it means in practice.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub statement: String,
    /// The framework's own short code, where it has one.
    #[schemars(length(min = 1, max = MOST_ID))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub code: Option<String>,
    /// Core or secondary, where the framework tells them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub level: Option<Level>,
    /// Why it matters.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub why_it_matters: Option<String>,
    /// What it can look like, by THRIVE stage.
    #[schemars(length(max = MOST_ENTRIES))]
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Questions for the talk.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_TEXT)))]
    #[serde(default)]
    pub prompts: Vec<String>,
    /// Beginnings of an action.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_TEXT)))]
    #[serde(default)]
    pub starters: Vec<String>,
    /// Terms of the glossary that its words use, by id, so that a page can explain them.
    #[schemars(length(max = MOST_ENTRIES), inner(length(min = 1, max = MOST_ID), regex(pattern = ID)))]
    #[serde(default)]
    pub terms: Vec<String>,
}

/// How a framework classes a competency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Level {
    /// Wanted of everybody.
    Core,
    /// Wanted in some roles.
    Secondary,
}

/// Something a competency can look like. The stages add to one another and are no ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Indicator {
    /// At which stage.
    pub stage: Thrive,
    /// In one sentence.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub text: String,
}

/// The four THRIVE stages, as the indicators of the VCSE framework go by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Term {
    /// Unique within the glossary.
    #[schemars(length(min = 1, max = MOST_ID), regex(pattern = ID))]
    pub id: String,
    /// As it stands in the text.
    #[schemars(length(min = 1, max = MOST_NAME))]
    pub term: String,
    /// In two or three plain sentences.
    #[schemars(length(min = 1, max = MOST_TEXT))]
    pub meaning: String,
}

/// One cell of the role matrix: what is often key where these two meet. Never a list of gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "protocol.ts")]
pub struct Role {
    /// What the role delivers.
    pub delivery: Delivery,
    /// Whom it manages.
    pub management: Management,
    /// Core competencies critical here.
    #[schemars(with = "Vec<String>", length(max = MOST_IN_ALL), inner(length(min = 1, max = MOST_ID), regex(pattern = ID)))]
    pub core: Vec<CompetencyId>,
    /// Secondary competencies critical here.
    #[schemars(with = "Vec<String>", length(max = MOST_IN_ALL), inner(length(min = 1, max = MOST_ID), regex(pattern = ID)))]
    pub secondary: Vec<CompetencyId>,
}

/// Delivery responsibility of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
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
