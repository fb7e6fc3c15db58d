//! `trivet subject`: every place where a name stands, for an operator who has to answer what is held about somebody. It
//! reads beside a running server, and prints ids and places, never anybody's words.

mod places;

use std::path::Path;

use serde::Serialize;
use trivet_shared::framework::bundled;
use trivet_shared::id::ParticipantId;
use trivet_shared::session::{Place as Seating, Stage, State};
use trivet_shared::text::{Name, folded};
use uuid::Uuid;

use super::{EXIT_UNUSABLE, Outcome, Refused, count, day, print};
use crate::journal::{JournalError, Kept, Stored};
use crate::kept;

pub use places::{Place, mentions, places};

/// What was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    name: &'a str,
    /// How many sessions were looked through.
    looked_through: usize,
    sessions: Vec<In>,
    /// Frameworks that were brought and hold the name, by hash.
    frameworks: Vec<String>,
    /// Sessions that cannot be read: the name may stand there too.
    unreadable: Vec<Uuid>,
}

/// One session in which the name stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct In {
    session: Uuid,
    title: String,
    /// The day it was opened, where it is.
    date: String,
    stage: Stage,
    /// The day it is deleted, in UTC, as far as is known now.
    kept_until: String,
    places: Vec<Place>,
}

pub(super) fn run(name: &str, json: bool, data: &Path) -> Outcome<()> {
    let wanted = Name::new(name).map_err(|_| Refused {
        code: EXIT_UNUSABLE,
        line: "that is no name: 1 to 40 characters, as people type it when they join".to_owned(),
    })?;
    let file = Stored::open(data)?;
    let all = file.sessions()?;
    let mut found = Found {
        name,
        looked_through: all.len(),
        sessions: Vec::new(),
        frameworks: frameworks(&file, &wanted)?,
        unreadable: Vec::new(),
    };
    for kept in &all {
        match kept::look(&file, kept.session) {
            Ok(Some(state)) => found.sessions.extend(look_through(&state, kept, &wanted)),
            // Erased meanwhile.
            Ok(None) => {}
            Err(JournalError::Damaged) => found.unreadable.push(kept.session),
            Err(error) => return Err(error.into()),
        }
    }
    if json {
        print(serde_json::to_string_pretty(&found).unwrap_or_default())?;
    } else {
        print(in_lines(&found))?;
    }
    if found.unreadable.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = found.unreadable.iter().map(Uuid::to_string).collect();
    Err(Refused::because(format_args!("not looked through, because damaged: {}", ids.join(", "))))
}

fn look_through(state: &State, kept: &Kept, name: &Name) -> Option<In> {
    let places = places(state, name);
    (!places.is_empty()).then(|| In {
        session: kept.session,
        title: state.about.title.as_str().to_owned(),
        date: state.about.zone.date(state.about.opened).to_string(),
        stage: state.stage,
        kept_until: day(kept.expires_at),
        places,
    })
}

/// Frameworks that somebody brought. The bundled ones name nobody.
fn frameworks(file: &Stored, name: &Name) -> Outcome<Vec<String>> {
    let name = folded(name.as_str());
    let mut found = Vec::new();
    for hash in file.frameworks()? {
        if bundled().iter().any(|ours| ours.hash.0 == hash) {
            continue;
        }
        let json = file.framework(&hash)?.unwrap_or_default();
        if mentions(&String::from_utf8_lossy(&json), &name) {
            found.push(hash);
        }
    }
    Ok(found)
}

fn in_lines(found: &Found<'_>) -> String {
    let mut lines = vec![format!(
        "{} stands in {} of {}",
        found.name,
        count(found.sessions.len(), "session"),
        found.looked_through
    )];
    for one in &found.sessions {
        let title = if one.title.is_empty() { "no title" } else { &one.title };
        lines
            .push(format!("session {} of {}, {title}, kept until {}", one.session, one.date, one.kept_until));
        lines.extend(one.places.iter().map(|place| format!("  {}", line(place))));
    }
    lines.extend(found.frameworks.iter().map(|hash| format!("mentioned in words of framework {hash}")));
    lines.join("\n")
}

fn line(place: &Place) -> String {
    match place {
        Place::Seat { participant, seat, place } => {
            let place = match place {
                Seating::Waiting => "waits to be let in",
                Seating::Seated => "seated",
                Seating::Left => "left",
                Seating::Removed => "removed",
            };
            format!("participant {participant}, seat {seat}, {place}")
        }
        Place::Facilitator { co: false } => "facilitator".to_owned(),
        Place::Facilitator { co: true } => "co-facilitator".to_owned(),
        Place::WroteFeedback { participant, to, competency, given, .. } => {
            let given = if *given { "given" } else { "draft" };
            format!(
                "participant {participant} wrote feedback to participant {to} about {competency}, {given}"
            )
        }
        Place::GotFeedback { participant, from, competency, .. } => {
            let from =
                from.map_or_else(|| "somebody who was erased".to_owned(), |id| format!("participant {id}"));
            format!("participant {participant} was given feedback about {competency} by {from}")
        }
        Place::Mentioned { participant, at } => {
            format!("mentioned in words of {}: {at}", whose(*participant))
        }
    }
}

fn whose(participant: Option<ParticipantId>) -> String {
    participant.map_or_else(|| "the session".to_owned(), |id| format!("participant {id}"))
}
