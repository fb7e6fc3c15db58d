//! A person and all that is theirs. Everything personal lives here, with its owner.

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization as _;

use super::actions::Action;
use super::choosing::Preferences;
use super::earlier::{Carried, EarlierSession};
use super::feedback::{Received, Sent};
use super::guiding::Answer;
use super::jotting::JotBox;
use super::record::Chosen;
use super::rescoring::Rescored;
use super::showing::Shown;
use super::{Recent, Stage};
use crate::id::{CompetencyId, ParticipantId, SecretHash};
use crate::refusal::Refusal;
use crate::text::{Line, Name, Patch, Score, Text, Why, Words};

/// Where somebody is, as far as they said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Place {
    /// Waits to be let in.
    Waiting,
    /// Has a seat.
    Seated,
    /// Left.
    Left,
    /// Was taken out of the room.
    Removed,
}

fn name_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
    let kept = String::deserialize(deserializer)?;
    if kept.is_empty() { Ok(Name::default()) } else { Name::new(&kept).map_err(serde::de::Error::custom) }
}

/// A person and all that is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their id.
    pub id: ParticipantId,
    /// What people call them. Nothing for somebody alone who gave no name: nobody else is there to call them.
    #[serde(deserialize_with = "name_or_nothing")]
    pub name: Name,
    /// What they show to get in; a seat on paper has none.
    pub secret: Option<SecretHash>,
    /// Waiting, seated, left or removed.
    pub place: Place,
    /// Their seat, from 1; 0 before they have one.
    #[serde(default)]
    pub seat: u32,
    /// Stepped out for a while.
    pub out: bool,
    /// Their role, for the sheet.
    pub role: Option<Line>,
    /// Their organisation, for the sheet.
    pub organisation: Option<Line>,
    /// What they would like to look at.
    pub preferences: Preferences,
    /// Stages they said they are ready in.
    pub ready: BTreeSet<Stage>,
    /// Stages they would like more time in.
    pub more_time: BTreeSet<Stage>,
    /// Their hand is up.
    pub hand: bool,
    /// Would like the facilitator to check in with them afterwards.
    #[serde(default)]
    pub check_in: bool,
    /// Stages in which the facilitator asked whether they need anything, with their answer.
    #[serde(default)]
    pub nudges: BTreeMap<Stage, Option<Answer>>,
    /// What they wrote, by competency; rows of an earlier choice stay.
    pub rows: BTreeMap<CompetencyId, Row>,
    /// Their actions, oldest first.
    pub actions: Vec<Action>,
    /// Feedback they were given, oldest first.
    pub received: Vec<Received>,
    /// Feedback they wrote, oldest first.
    pub sent: Vec<Sent>,
    /// Scores of earlier sessions that they brought or typed, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierSession>,
    /// Actions of earlier sessions that they brought, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// What of theirs goes into the summary.
    pub record: Chosen,
    /// They keep their sheet until they have looked back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_sheet: bool,
    /// Their last commands.
    pub recent: Recent,
}

/// What somebody wrote about one competency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<Words>,
    /// Would rather not score it.
    pub declined: bool,
    /// Confidence afterwards, and what shifted.
    pub rescore: Rescored,
    /// Lines for themselves; nothing ever shows them to anybody.
    #[serde(default)]
    pub jots: BTreeMap<JotBox, Words>,
    /// What of it lies on the table.
    pub shown: Shown,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

impl Person {
    pub(crate) fn new(id: ParticipantId, name: Name, secret: Option<SecretHash>, place: Place) -> Self {
        Self {
            id,
            name,
            secret,
            place,
            seat: 0,
            out: false,
            role: None,
            organisation: None,
            preferences: Preferences::default(),
            ready: BTreeSet::new(),
            more_time: BTreeSet::new(),
            hand: false,
            check_in: false,
            nudges: BTreeMap::new(),
            rows: BTreeMap::new(),
            actions: Vec::new(),
            received: Vec::new(),
            sent: Vec::new(),
            earlier: Vec::new(),
            carried: Vec::new(),
            record: Chosen::default(),
            keep_sheet: false,
            recent: Recent::default(),
        }
    }

    /// On paper: nobody writes for them.
    #[must_use]
    pub fn on_paper(&self) -> bool {
        self.secret.is_none()
    }

    /// They have answered for this competency this time: with a number, or by saying that they give none.
    #[must_use]
    pub fn has_answered(&self, competency: &CompetencyId) -> bool {
        let answered = |row: &Row| row.score.is_some() || row.declined || row.rescore.score.is_some();
        self.rows.get(competency).is_some_and(answered)
    }

    /// Refuses whoever has no seat now.
    pub(crate) fn seated(&self) -> Result<(), Refusal> {
        if self.place == Place::Seated { Ok(()) } else { Err(Refusal::NotNow) }
    }

    /// Refuses whoever never had one, or lost it.
    pub(crate) fn inside(&self) -> Result<(), Refusal> {
        match self.place {
            Place::Seated | Place::Left => Ok(()),
            Place::Waiting => Err(Refusal::NotNow),
            Place::Removed => Err(Refusal::Forbidden),
        }
    }
}

/// The words of a field that has to be there: a `null` or white space clears, a field that was forgotten takes nothing
/// away.
pub(crate) fn given<const MOST: usize>(text: &Patch<Text<MOST>>) -> Result<Option<Text<MOST>>, Refusal> {
    match text.clone().blank_clears() {
        Patch::Leave => Err(Refusal::invalid("text", Why::Missing)),
        Patch::Clear => Ok(None),
        Patch::Set(text) => Ok(Some(text)),
    }
}

/// Refuses a text that was changed since its writer saw it.
pub(crate) fn check_was<const MOST: usize>(
    was: &Option<String>,
    stands: Option<&Text<MOST>>,
) -> Result<(), Refusal> {
    let now = stands.map_or("", Text::as_str);
    match was {
        Some(was) if !was.nfc().eq(now.chars()) => Err(Refusal::Stale { now: Some(now.to_owned()) }),
        _ => Ok(()),
    }
}
