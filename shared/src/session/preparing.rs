//! Preparing: what the facilitator settles about a session, before the day or during it. None of it is anybody's
//! private words; all of it is on everybody's page.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

use super::choosing::MOST_COMPETENCIES;
use super::lobby::MOST_SEATS;
use super::record::Chosen;
use super::{Decision, Event as Happened, State, payloads};
use crate::id::{AreaId, CompetencyId};
use crate::refusal::Refusal;
use crate::text::{Line, Name, Patch, Text, Why, Words};
use crate::time::{DAY, Timestamp};

/// Characters in an agreement.
pub const AGREEMENT: usize = 300;
/// Agreements a group can have.
pub const MOST_AGREEMENTS: usize = 12;
/// The time that is left at least when an earlier date of deletion is settled, in ms: half a day, so that whoever is
/// told of it can still save their own sheet, and nobody can erase a closed session by it.
const NOTICE: i64 = DAY / 2;

/// One agreement.
pub type Agreement = Text<AGREEMENT>;

/// Where people meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Meeting {
    /// In one room.
    #[default]
    Room,
    /// In a call: recording, transcripts and AI notes are off, and the code is a link for the chat.
    Call,
}

/// Who will get the summary, from the fewest to the most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "who", rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum SummaryTo {
    /// The facilitators alone.
    Facilitators,
    /// Everybody here.
    #[default]
    Here,
    /// Everybody here, and others.
    Others {
        /// Which others, in words.
        name: Line,
    },
}

impl SummaryTo {
    /// Somebody would get it who would not have before.
    pub(super) fn is_wider_than(&self, before: &Self) -> bool {
        let reach = |to: &Self| match to {
            Self::Facilitators => 0,
            Self::Here => 1,
            Self::Others { .. } => 2,
        };
        reach(self) > reach(before) || reach(self) == 2 && self != before
    }
}

/// What was settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Prepared {
    /// Where people meet.
    pub meeting: Meeting,
    /// The group's agreements; none means the usual ones.
    pub agreements: Option<Vec<Agreement>>,
    /// Where to find support, in this session; none means what the operator set.
    pub support: Option<Words>,
    /// Who will get the summary.
    pub summary_to: SummaryTo,
    /// Fewer days than the operator keeps sessions for.
    pub kept_days: Option<u16>,
    /// The area that is proposed.
    pub area: Option<AreaId>,
    /// The competencies of it that are proposed.
    pub competencies: Vec<CompetencyId>,
}

payloads! {
    /// `prepare`
    pub struct Prepare {
        /// What the session is called.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub title: Patch<Line>,
        /// What people call the facilitator.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub facilitator: Patch<Name>,
        /// Seats that a code fills: 1 to 12.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub seats: Option<u8>,
        /// In one room, or in a call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub meeting: Option<Meeting>,
        /// The whole list, 1 to 12 of at most 300 characters; `null` for the usual ones.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Vec<String>>")]
        pub agreements: Patch<Vec<Agreement>>,
        /// Where to find support; `null` for what the operator set.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub support: Patch<Words>,
        /// Who will get the summary. Widening it sets every choice of what goes in back to nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub summary_to: Option<SummaryTo>,
        /// Days it is kept, from 1 to what the operator set; `null` for that.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<u16>")]
        pub kept_days: Patch<u16>,
    }
    /// `propose`
    pub struct Propose {
        /// The area; `null` for none.
        pub area: Option<AreaId>,
        /// Up to three of its competencies.
        #[serde(default)]
        pub competencies: Vec<CompetencyId>,
    }
}

/// Preparing, as it happened. Each event says what stands afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What was settled.
    Prepared {
        /// The title.
        title: Line,
        /// What people call the facilitator.
        facilitator: Option<Name>,
        /// Seats.
        seats: u8,
        /// All else.
        prepared: Prepared,
    },
    /// More people than before will get the summary: everybody chooses anew, and the group is asked anew.
    Widened,
}

pub(super) fn prepare(state: &State, prepare: &Prepare, now: Timestamp) -> Decision {
    let before = &state.prepared;
    let seats = prepare.seats.unwrap_or(state.about.seats);
    if !(1..=MOST_SEATS).contains(&usize::from(seats)) {
        return Err(Refusal::invalid("seats", Why::Range { least: 1, most: MOST_SEATS as i64 }));
    }
    let kept_days = prepare.kept_days.clone().over(before.kept_days);
    if kept_days != before.kept_days {
        check_kept_days(state, kept_days, now)?;
    }
    let summary_to = prepare.summary_to.clone().unwrap_or_else(|| before.summary_to.clone());
    if matches!(&summary_to, SummaryTo::Others { name } if name.is_blank()) {
        return Err(Refusal::invalid("summaryTo.name", Why::Empty));
    }
    let agreements = match prepare.agreements.clone().over(before.agreements.clone()) {
        Some(list) if list.len() > MOST_AGREEMENTS => return Err(Refusal::TooMany { most: MOST_AGREEMENTS }),
        Some(list) if list.iter().all(Text::is_blank) => None,
        Some(list) => Some(list.into_iter().filter(|agreement| !agreement.is_blank()).collect()),
        None => None,
    };
    let prepared = Prepared {
        meeting: prepare.meeting.unwrap_or(before.meeting),
        agreements,
        support: prepare.support.clone().blank_clears().over(before.support.clone()),
        summary_to,
        kept_days,
        ..before.clone()
    };
    let title = prepare.title.clone().over(Some(state.about.title.clone())).unwrap_or_default();
    let facilitator =
        prepare.facilitator.clone().over(state.facilitators.first().and_then(|f| f.name.clone()));
    let widened = prepared.summary_to.is_wider_than(&before.summary_to);
    let mut events = settled(state, title, facilitator, seats, prepared);
    if widened {
        events.push(Happened::Preparing(Event::Widened));
    }
    Ok(events)
}

fn check_kept_days(state: &State, days: Option<u16>, now: Timestamp) -> Result<(), Refusal> {
    // Once it is closed days count from then: some are over already.
    let over = state.closed.map_or(0, |closed| (now.0 - closed.0).max(0));
    let (least, most) = ((over + NOTICE + DAY - 1) / DAY, i64::from(state.about.kept_days));
    match days.map(i64::from) {
        None => Ok(()),
        Some(days) if (least..=most).contains(&days) => Ok(()),
        Some(_) if least > most => Err(Refusal::NotNow),
        Some(_) => Err(Refusal::invalid("keptDays", Why::Range { least, most })),
    }
}

pub(super) fn propose(state: &State, propose: &Propose, _: Timestamp) -> Decision {
    let wanted: BTreeSet<_> = propose.competencies.iter().collect();
    if wanted.len() > MOST_COMPETENCIES {
        return Err(Refusal::TooMany { most: MOST_COMPETENCIES });
    }
    let competencies = match &propose.area {
        None if wanted.is_empty() => Vec::new(),
        None => return Err(Refusal::invalid("area", Why::Missing)),
        Some(id) => {
            let area = state.framework.area(id).ok_or(Refusal::unknown("area"))?;
            for id in &wanted {
                let (home, _) = state.framework.competency(id).ok_or(Refusal::unknown("competencies"))?;
                if home.id != area.id {
                    return Err(Refusal::NotInArea);
                }
            }
            area.competencies.iter().map(|c| c.id.clone()).filter(|id| wanted.contains(id)).collect()
        }
    };
    let prepared = Prepared { area: propose.area.clone(), competencies, ..state.prepared.clone() };
    let facilitator = state.facilitators.first().and_then(|f| f.name.clone());
    Ok(settled(state, state.about.title.clone(), facilitator, state.about.seats, prepared))
}

fn settled(
    state: &State,
    title: Line,
    facilitator: Option<Name>,
    seats: u8,
    prepared: Prepared,
) -> Vec<Happened> {
    let stands = state.facilitators.first().and_then(|f| f.name.as_ref());
    let changes = title != state.about.title
        || facilitator.as_ref() != stands
        || seats != state.about.seats
        || prepared != state.prepared;
    let event = Event::Prepared { title, facilitator, seats, prepared };
    changes.then_some(Happened::Preparing(event)).into_iter().collect()
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Prepared { title, facilitator, seats, prepared } => {
            state.about.title = title.clone();
            state.about.seats = *seats;
            state.prepared = prepared.clone();
            if let Some(first) = state.facilitators.first_mut() {
                first.name.clone_from(facilitator);
            }
        }
        Event::Widened => {
            for person in &mut state.people {
                person.record = Chosen::default();
            }
            for theme in &mut state.themes {
                theme.agreed = false;
            }
        }
    }
}

#[cfg(test)]
mod tests;
