//! Choosing: what each would like, in private; and the group's area and competencies, which the facilitator confirms.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{AreaId, CompetencyId};
use crate::refusal::Refusal;
use crate::text::Why;
use crate::time::Timestamp;

/// Areas one can wish for.
pub const MOST_PREFERRED_AREAS: usize = 2;
/// Competencies a group looks at: at the most three, from one area (the method's rule).
pub const MOST_COMPETENCIES: usize = 3;
/// Picks are counted for the desk only once so many people have picked: one person's are no secret otherwise.
pub const FEWEST_PICKERS: usize = 2;

/// What the group looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// One area.
    pub area: Option<AreaId>,
    /// One to three of its competencies, in the framework's order.
    pub competencies: Vec<CompetencyId>,
    /// All that were ever chosen: what the group has looked at is no secret, what somebody wrote about it is.
    #[serde(default)]
    pub ever: BTreeSet<CompetencyId>,
    /// The picks as they stood when the facilitator asked for them.
    pub picks: Option<Counted>,
}

/// Picks, counted without names at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// How many would like an area.
    pub areas: BTreeMap<AreaId, u8>,
    /// Areas that somebody would rather not look at today.
    pub rather_not: BTreeSet<AreaId>,
    /// How many would like a competency.
    pub competencies: BTreeMap<CompetencyId, u8>,
}

/// What one person would like; theirs alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Up to two areas.
    pub areas: BTreeSet<AreaId>,
    /// Areas they would rather not look at today.
    pub rather_not: BTreeSet<AreaId>,
    /// Competencies.
    pub competencies: BTreeSet<CompetencyId>,
}

payloads! {
    /// `picks`
    pub struct Picks {
        /// Count them, or put the count away.
        pub shown: bool,
    }
    /// `chooseArea`
    pub struct ChooseArea {
        /// The area.
        pub area: AreaId,
    }
    /// `chooseCompetencies`
    pub struct ChooseCompetencies {
        /// The whole set.
        pub competencies: Vec<CompetencyId>,
    }
    /// `preferAreas`
    pub struct PreferAreas {
        /// Up to two.
        pub areas: Vec<AreaId>,
        /// Areas I would rather not look at today; absent leaves what stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub rather_not: Option<Vec<AreaId>>,
    }
    /// `preferCompetencies`
    pub struct PreferCompetencies {
        /// Any of the area's.
        pub competencies: Vec<CompetencyId>,
    }
}

/// Choosing, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What somebody would like.
    Preferred {
        /// Who.
        id: crate::id::ParticipantId,
        /// What.
        preferences: Preferences,
    },
    /// The picks, counted; or put away.
    Counted(Option<Counted>),
    /// The area.
    AreaChosen(AreaId),
    /// The competencies.
    CompetenciesChosen(Vec<CompetencyId>),
}

pub(super) fn picks(state: &State, picks: &Picks, _: Timestamp) -> Decision {
    state.within(&[Stage::Area, Stage::Competencies])?;
    if !picks.shown {
        return Ok(vec![Happened::Choosing(Event::Counted(None))]);
    }
    let picked = |p: &&Person| match state.stage {
        Stage::Area => !p.preferences.areas.is_empty() || !p.preferences.rather_not.is_empty(),
        _ => !p.preferences.competencies.is_empty(),
    };
    if state.seated().filter(picked).count() < FEWEST_PICKERS {
        return Err(Refusal::NotNow);
    }
    let mut counted = Counted::default();
    // Only what belongs to this stage: the other list may be one person's alone.
    for Person { preferences, .. } in state.seated() {
        if state.stage == Stage::Competencies {
            let of_this_area = |id: &&CompetencyId| {
                state
                    .framework
                    .competency(id)
                    .is_some_and(|(home, _)| Some(&home.id) == state.choice.area.as_ref())
            };
            for competency in preferences.competencies.iter().filter(of_this_area) {
                *counted.competencies.entry(competency.clone()).or_default() += 1;
            }
            continue;
        }
        for area in &preferences.areas {
            *counted.areas.entry(area.clone()).or_default() += 1;
        }
        counted.rather_not.extend(preferences.rather_not.iter().cloned());
    }
    Ok(vec![Happened::Choosing(Event::Counted(Some(counted)))])
}

pub(super) fn choose_area(state: &State, choose: &ChooseArea, _: Timestamp) -> Decision {
    state.within(&[Stage::Area, Stage::Competencies])?;
    state.framework.area(&choose.area).ok_or(Refusal::unknown("area"))?;
    let changes = state.choice.area.as_ref() != Some(&choose.area);
    let event = Event::AreaChosen(choose.area.clone());
    Ok(changes.then_some(Happened::Choosing(event)).into_iter().collect())
}

pub(super) fn choose_competencies(state: &State, choose: &ChooseCompetencies, _: Timestamp) -> Decision {
    state.within(&[Stage::Competencies])?;
    let area = state.choice.area.as_ref().and_then(|id| state.framework.area(id)).ok_or(Refusal::NotNow)?;
    let wanted: BTreeSet<_> = choose.competencies.iter().collect();
    for id in &wanted {
        let (home, _) = state.framework.competency(id).ok_or(Refusal::unknown("competencies"))?;
        if home.id != area.id {
            return Err(Refusal::NotInArea);
        }
    }
    if wanted.len() > MOST_COMPETENCIES {
        return Err(Refusal::TooMany { most: MOST_COMPETENCIES });
    }
    if wanted.is_empty() {
        return Err(Refusal::invalid("competencies", Why::Empty));
    }
    let ordered: Vec<_> =
        area.competencies.iter().map(|c| c.id.clone()).filter(|id| wanted.contains(id)).collect();
    let changes = ordered != state.choice.competencies;
    let event = Event::CompetenciesChosen(ordered);
    Ok(changes.then_some(Happened::Choosing(event)).into_iter().collect())
}

pub(super) fn prefer_areas(state: &State, me: &Person, prefer: &PreferAreas, _: Timestamp) -> Decision {
    me.inside()?;
    let areas: BTreeSet<_> = prefer.areas.iter().cloned().collect();
    if areas.len() > MOST_PREFERRED_AREAS {
        return Err(Refusal::TooMany { most: MOST_PREFERRED_AREAS });
    }
    let rather_not = match &prefer.rather_not {
        Some(list) => list.iter().cloned().collect(),
        None => me.preferences.rather_not.clone(),
    };
    for (field, ids) in [("areas", &areas), ("ratherNot", &rather_not)] {
        if ids.iter().any(|id| state.framework.area(id).is_none()) {
            return Err(Refusal::unknown(field));
        }
    }
    preferred(me, Preferences { areas, rather_not, ..me.preferences.clone() })
}

pub(super) fn prefer_competencies(
    state: &State,
    me: &Person,
    prefer: &PreferCompetencies,
    _: Timestamp,
) -> Decision {
    me.inside()?;
    let competencies: BTreeSet<_> = prefer.competencies.iter().cloned().collect();
    for id in &competencies {
        let (home, _) = state.framework.competency(id).ok_or(Refusal::unknown("competencies"))?;
        if state.choice.area.as_ref().is_some_and(|area| *area != home.id) {
            return Err(Refusal::NotInArea);
        }
    }
    // Wishes within another area stay, should the group come back to it.
    let elsewhere = |id: &&CompetencyId| {
        let home = state.framework.competency(id).map(|(area, _)| &area.id);
        state.choice.area.is_some() && home != state.choice.area.as_ref()
    };
    let competencies =
        competencies.into_iter().chain(me.preferences.competencies.iter().filter(elsewhere).cloned());
    preferred(me, Preferences { competencies: competencies.collect(), ..me.preferences.clone() })
}

fn preferred(me: &Person, preferences: Preferences) -> Decision {
    let changes = preferences != me.preferences;
    let event = Event::Preferred { id: me.id, preferences };
    Ok(changes.then_some(Happened::Choosing(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Preferred { id, preferences } => {
            state.with_person(*id, |person| person.preferences = preferences.clone());
        }
        Event::Counted(counted) => state.choice.picks.clone_from(counted),
        Event::AreaChosen(area) => {
            remember(state);
            state.choice.area = Some(area.clone());
            state.choice.competencies.clear();
        }
        Event::CompetenciesChosen(competencies) => {
            remember(state);
            state.choice.competencies.clone_from(competencies);
            state.choice.ever.extend(competencies.iter().cloned());
        }
    }
}

fn remember(state: &mut State) {
    let undo = super::moves::Inverse::Choice {
        area: state.choice.area.clone(),
        competencies: state.choice.competencies.clone(),
    };
    state.moves.push(undo);
}

#[cfg(test)]
mod tests;
