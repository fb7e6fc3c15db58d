//! Themes and training ideas: what the group says about itself as a whole. A facilitator types them with the group
//! present and reads them back; everybody sees them as they stand, and only those the group said yes to reach the
//! summary. They are the group's, never a person's.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::check_was;
use super::{Decision, Event as Happened, Stage, State, payloads};
use crate::id::ThemeId;
use crate::refusal::Refusal;
use crate::text::{Patch, Text, Why};
use crate::time::Timestamp;

/// Characters in a theme: a sentence that can be read aloud in one breath.
pub const THEME: usize = 200;
/// Themes and training ideas a group can have: more than that nobody reads back.
pub const MOST_THEMES: usize = 12;

/// The words of a theme, in one line.
pub type ThemeText = Text<THEME>;

/// What kind of line it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum ThemeKind {
    /// Something that ran through the talk.
    #[default]
    Theme,
    /// Training or development that would help the group.
    Training,
}

/// A theme as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct GroupTheme {
    /// Its id.
    pub theme: ThemeId,
    /// A theme or a training idea.
    pub kind: ThemeKind,
    /// The words.
    #[ts(type = "string")]
    pub text: ThemeText,
    /// The group said yes to these words.
    pub agreed: bool,
}

payloads! {
    /// `theme`
    #[ts(rename = "ThemeLine")]
    pub struct Theme {
        /// Its id, made by the browser; a new id begins one.
        pub theme: ThemeId,
        /// A theme or a training idea; a new one needs it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub kind: Option<ThemeKind>,
        /// The words, one line of at most 200 characters; `null` takes it out. A new one needs them.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub text: Patch<ThemeText>,
        /// Whether the group said yes to the words as they stood; other words set it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub agreed: Option<bool>,
        /// The words as I saw them before I changed them or read them out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
}

/// Themes, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What stands afterwards.
    Written(GroupTheme),
    /// It was taken out.
    Dropped(ThemeId),
}

pub(super) fn theme(state: &State, theme: &Theme, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    let before = state.themes.iter().find(|known| known.theme == theme.theme);
    check_was(&theme.was, before.map(|known| &known.text))?;
    let text = match (theme.text.clone().blank_clears(), before) {
        (Patch::Set(text), _) => text,
        (Patch::Leave, Some(known)) => known.text.clone(),
        (Patch::Leave, None) => return Err(Refusal::invalid("text", Why::Missing)),
        (Patch::Clear, known) => {
            let dropped = Happened::Theming(Event::Dropped(theme.theme));
            return Ok(known.map(|_| dropped).into_iter().collect());
        }
    };
    if !text.is_one_line() {
        return Err(Refusal::invalid("text", Why::Control));
    }
    let kind = theme.kind.or(before.map(|known| known.kind)).ok_or(Refusal::invalid("kind", Why::Missing))?;
    if before.is_none() && state.themes.len() >= MOST_THEMES {
        return Err(Refusal::TooMany { most: MOST_THEMES });
    }
    // A yes is to words that could be read out: to words that stood before this command.
    let stood = before.filter(|known| known.text == text);
    let agreed = stood.is_some_and(|known| theme.agreed.unwrap_or(known.agreed));
    let written = GroupTheme { theme: theme.theme, kind, text, agreed };
    let changes = before != Some(&written);
    Ok(changes.then_some(Happened::Theming(Event::Written(written))).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Written(written) => match state.themes.iter_mut().find(|known| known.theme == written.theme) {
            Some(known) => *known = written.clone(),
            None => state.themes.push(written.clone()),
        },
        Event::Dropped(id) => state.themes.retain(|known| known.theme != *id),
    }
}

#[cfg(test)]
mod tests;
