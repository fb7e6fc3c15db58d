//! What somebody alone wrote besides: there the whole session is theirs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::session::{Stage, State};

/// What somebody alone wrote besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Alone {
    /// Notes, by stage.
    #[schemars(with = "BTreeMap<String, String>")]
    pub notes: BTreeMap<Stage, String>,
    /// Prompts they added.
    pub prompts: Vec<String>,
    /// Themes and training ideas.
    pub themes: Vec<String>,
    /// Agreements of their own.
    pub agreements: Vec<String>,
    /// Where to find support, in their own words.
    pub support: Option<String>,
}

pub(super) fn alone(state: &State) -> Alone {
    let prepared = &state.prepared;
    Alone {
        notes: state.notes.iter().map(|(stage, text)| (*stage, text.as_str().to_owned())).collect(),
        prompts: state.prompts.added.iter().map(|added| added.text.as_str().to_owned()).collect(),
        themes: state.themes.iter().map(|theme| theme.text.as_str().to_owned()).collect(),
        agreements: prepared.agreements.iter().flatten().map(|text| text.as_str().to_owned()).collect(),
        support: prepared.support.as_ref().map(|text| text.as_str().to_owned()),
    }
}
