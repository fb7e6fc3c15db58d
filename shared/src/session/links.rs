//! Links: the secrets that make somebody a facilitator or open the room display. Only their SHA-256 is kept. A
//! co-facilitator guides like the first one, but makes no links and cannot take the session over.

use serde::{Deserialize, Serialize};

use super::{Decision, Event as Happened, Facilitator, State, lobby, payloads};
use crate::id::SecretHash;
use crate::refusal::Refusal;
use crate::text::{Name, Why};
use crate::time::Timestamp;

payloads! {
    /// `display`
    pub struct Display {
        /// The SHA-256 of the display's secret is kept; `null` ends the display.
        #[serde(default)]
        pub secret: Option<String>,
    }
    /// `newLink`
    pub struct NewLink {
        /// What opens the console from now on, made by the browser; the link before opens nothing any more, nor do
        /// the co-facilitator's and the display's: whoever had it may have made them.
        pub secret: String,
    }
    /// `coFacilitator`
    pub struct CoFacilitator {
        /// What makes somebody a co-facilitator, made by the browser; `null` ends that.
        #[serde(default)]
        pub secret: Option<String>,
        /// What people call them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub name: Option<Name>,
    }
}

/// Links, as they happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The first facilitator's link is another.
    Renewed(SecretHash),
    /// The co-facilitator, or none.
    Shared(Option<Facilitator>),
}

fn read(secret: &str) -> Result<SecretHash, Refusal> {
    SecretHash::of(secret).ok_or(Refusal::invalid("secret", Why::Kind))
}

/// A secret must say who somebody is by itself: nobody else may have it.
fn check_free(state: &State, hash: &SecretHash) -> Result<(), Refusal> {
    if state.who(hash).is_some() { Err(Refusal::invalid("secret", Why::Taken)) } else { Ok(()) }
}

pub(super) fn display(state: &State, display: &Display, _: Timestamp) -> Decision {
    let secret = match &display.secret {
        Some(secret) => {
            let hash = read(secret)?;
            if state.who(&hash).is_some_and(|who| !who.display) {
                return Err(Refusal::invalid("secret", Why::Taken));
            }
            Some(hash)
        }
        None => None,
    };
    let changes = state.display != secret;
    Ok(changes.then_some(Happened::Lobby(lobby::Event::DisplaySet(secret))).into_iter().collect())
}

pub(super) fn new_link(state: &State, link: &NewLink, _: Timestamp) -> Decision {
    if state.about.solo {
        return Err(Refusal::NotNow); // there the link is the person's own, which they alone make anew
    }
    let hash = read(&link.secret)?;
    if state.facilitators.first().is_some_and(|first| first.secret.is(&hash)) {
        return Ok(Vec::new());
    }
    check_free(state, &hash)?;
    // Whoever had the old link may have made the other two: they end with it.
    let co = state.facilitators.get(1).map(|_| Happened::Links(Event::Shared(None)));
    let display = state.display.map(|_| Happened::Lobby(lobby::Event::DisplaySet(None)));
    Ok([Some(Happened::Links(Event::Renewed(hash))), co, display].into_iter().flatten().collect())
}

pub(super) fn co_facilitator(state: &State, link: &CoFacilitator, _: Timestamp) -> Decision {
    if state.about.solo {
        return Err(Refusal::NotNow);
    }
    let before = state.facilitators.get(1);
    let after = match &link.secret {
        None => None,
        Some(secret) => {
            let secret = read(secret)?;
            if !before.is_some_and(|co| co.secret.is(&secret)) {
                check_free(state, &secret)?;
            }
            Some(Facilitator { name: link.name.clone(), secret })
        }
    };
    let changes = before != after.as_ref();
    Ok(changes.then_some(Happened::Links(Event::Shared(after))).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Renewed(secret) => {
            state.salt = Some(state.salt());
            if let Some(first) = state.facilitators.first_mut() {
                first.secret = *secret;
            }
        }
        Event::Shared(co) => {
            state.facilitators.truncate(1);
            state.facilitators.extend(co.clone());
        }
    }
}

#[cfg(test)]
mod tests;
