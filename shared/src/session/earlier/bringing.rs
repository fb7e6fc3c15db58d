//! Bringing a sheet: what it holds is laid over what its owner has already. The same sheet again replaces what it
//! brought; what they answered here since stays.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

use super::{Carried, EarlierScore, EarlierSession, Event, MOST_CARRIED, MOST_SCORES, MOST_SESSIONS, just};
use crate::id::{ActionId, CompetencyId, SheetId};
use crate::refusal::Refusal;
use crate::session::{Event as Happened, Person, State};
use crate::text::{Why, Words};
use crate::time::{Date, Timestamp};

/// What a sheet holds that can be brought, by the competencies of this session's framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The session it is of.
    pub own: EarlierSession,
    /// Sessions before that one, which it carries.
    pub along: Vec<EarlierSession>,
    /// Actions, those it carries itself before its own.
    pub actions: Vec<BroughtAction>,
    /// Scores about nothing in this framework.
    pub left_out: usize,
}

/// An action on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtAction {
    /// Its id there.
    pub action: ActionId,
    /// The sheet it was written on.
    pub sheet: SheetId,
    /// The day of that session.
    pub on: Date,
    /// What its owner set out to do.
    pub text: Words,
    /// Towards which competency of this framework.
    pub competency: Option<CompetencyId>,
    /// When they wanted to look back at it.
    pub review: Option<Date>,
    /// What they noted when they last looked back at it.
    pub note: Option<Words>,
}

/// What was taken from a sheet: the answer to bringing it. It holds counts and no score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Taken {
    /// The day of the session it is of.
    pub on: Date,
    /// What that session was called; may be empty.
    pub title: String,
    /// Competencies with scores.
    pub competencies: usize,
    /// Actions.
    pub actions: usize,
    /// Scores about nothing in this framework, and actions for which there was no room.
    pub left_out: usize,
}

/// What bringing a sheet comes to.
///
/// # Errors
/// `forbidden` for somebody removed, `notNow` for somebody who waits to be let in, and `invalid` for the sheet of this
/// very session.
pub fn bring(
    state: &State,
    me: &Person,
    brought: &Brought,
    now: Timestamp,
) -> Result<(Vec<Happened>, Taken), Refusal> {
    me.inside()?;
    // Of a reduced session nobody learns whose sheets are left: there, one's own alone is known.
    let known = |person: &&Person| person.id == me.id || state.reduced.is_none();
    if state.people.iter().filter(known).any(|person| state.sheet_of(person.id) == brought.own.sheet) {
        return Err(Refusal::invalid("id", Why::Oneself));
    }
    let earlier = sessions(me, brought, state.sheet_of(me.id));
    let (carried, actions) = actions(me, brought, state.about.zone.date(now));
    let taken = Taken {
        on: brought.own.on,
        title: brought.own.title.as_str().to_owned(),
        competencies: scored(brought),
        actions,
        left_out: brought.left_out + brought.actions.len() - actions,
    };
    let changes = earlier != me.earlier || carried != me.carried;
    Ok((just(changes, Event::Kept { id: me.id, earlier, carried }), taken))
}

fn scored(brought: &Brought) -> usize {
    let all = std::iter::once(&brought.own).chain(&brought.along);
    all.flat_map(|session| session.scores.keys()).collect::<BTreeSet<_>>().len()
}

fn sessions(me: &Person, brought: &Brought, here: SheetId) -> Vec<EarlierSession> {
    let mut all = me.earlier.clone();
    all.retain(|session| session.sheet != brought.own.sheet);
    all.push(brought.own.clone());
    for along in brought.along.iter().filter(|along| along.sheet != here) {
        let same = |known: &&mut EarlierSession| {
            known.sheet == along.sheet || known.typed && along.typed && known.on == along.on
        };
        match all.iter_mut().find(same) {
            Some(known) => fill(&mut known.scores, &along.scores),
            None => all.push(along.clone()),
        }
    }
    all.sort_by_key(|session| (session.on, session.sheet));
    all.drain(..all.len().saturating_sub(MOST_SESSIONS));
    all
}

/// A sheet holds its own session's scores as they are; what another one carries of them may be less.
fn fill(scores: &mut BTreeMap<CompetencyId, EarlierScore>, more: &BTreeMap<CompetencyId, EarlierScore>) {
    for (competency, score) in more {
        if scores.len() < MOST_SCORES {
            scores.entry(competency.clone()).or_insert(*score);
        }
    }
}

fn actions(me: &Person, brought: &Brought, today: Date) -> (Vec<Carried>, usize) {
    let mut all = me.carried.clone();
    let again = |carried: &Carried| brought.actions.iter().any(|action| action.action == carried.action);
    all.retain(|carried| carried.sheet != brought.own.sheet || carried.outcome.is_some() || again(carried));
    let mut taken = 0;
    for action in &brought.actions {
        match all.iter().position(|carried| carried.action == action.action) {
            Some(at) => {
                let carried = &mut all[at];
                carried.text = action.text.clone();
                carried.competency.clone_from(&action.competency);
                carried.review = action.review;
            }
            None if all.len() >= MOST_CARRIED => continue,
            None => all.push(Carried {
                action: action.action,
                sheet: action.sheet,
                on: action.on,
                brought: today,
                text: action.text.clone(),
                competency: action.competency.clone(),
                review: action.review,
                outcome: None,
                note: action.note.clone(),
                shown: None,
                covered: false,
            }),
        }
        taken += 1;
    }
    all.sort_by_key(|carried| carried.on);
    (all, taken)
}
