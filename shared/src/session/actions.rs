//! Development actions: what somebody will do, perhaps towards one competency, and when they will look back at it. Open
//! from Discuss on; private unless put in the record.

use serde::{Deserialize, Serialize};

use super::person::check_was;
use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{ActionId, CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Patch, Why, Words};
use crate::time::{Date, Timestamp};

/// Actions one person can have.
pub const MOST_ACTIONS: usize = 20;

/// One action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Its id.
    pub action: ActionId,
    /// What I'll do.
    pub text: Option<Words>,
    /// Towards which competency; none means the whole area.
    pub competency: Option<CompetencyId>,
    /// When I'll look back at it.
    pub review: Option<Date>,
}

payloads! {
    /// `act`
    pub struct Act {
        /// Which action; a new id begins one.
        pub action: ActionId,
        /// What I'll do.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub text: Patch<Words>,
        /// Towards which competency; `null` means the whole area.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<CompetencyId>")]
        pub competency: Patch<CompetencyId>,
        /// When I'll look back: later than today where the session is.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Date>")]
        pub review: Patch<Date>,
        /// The text as I saw it before I changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
    /// `dropAction`
    pub struct DropAction {
        /// Which.
        pub action: ActionId,
    }
}

/// Actions, as they happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What stands afterwards.
    Written {
        /// Whose.
        id: ParticipantId,
        /// The action.
        action: Action,
    },
    /// Gone.
    Dropped {
        /// Whose.
        id: ParticipantId,
        /// Which.
        action: ActionId,
    },
}

pub(super) fn act(state: &State, me: &Person, act: &Act, now: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    let before = me.actions.iter().find(|action| action.action == act.action);
    if before.is_none() && me.actions.len() >= MOST_ACTIONS {
        return Err(Refusal::TooMany { most: MOST_ACTIONS });
    }
    if let Patch::Set(id) = &act.competency {
        state.open_to(me, id)?;
    }
    if let Patch::Set(review) = &act.review
        && *review <= state.about.zone.date(now)
    {
        return Err(Refusal::invalid("review", Why::NotAfterToday));
    }
    let stands =
        before.cloned().unwrap_or(Action { action: act.action, text: None, competency: None, review: None });
    check_was(&act.was, stands.text.as_ref())?;
    let action = Action {
        action: act.action,
        text: act.text.clone().blank_clears().over(stands.text),
        competency: act.competency.clone().over(stands.competency),
        review: act.review.clone().over(stands.review),
    };
    let changes = before != Some(&action);
    Ok(changes.then_some(Happened::Actions(Event::Written { id: me.id, action })).into_iter().collect())
}

pub(super) fn drop_action(_: &State, me: &Person, drop: &DropAction, _: Timestamp) -> Decision {
    me.inside()?;
    let known = me.actions.iter().any(|action| action.action == drop.action);
    let event = Event::Dropped { id: me.id, action: drop.action };
    if known { Ok(vec![Happened::Actions(event)]) } else { Err(Refusal::unknown("action")) }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Written { id, action } => state.with_person(*id, |person| {
            match person.actions.iter_mut().find(|known| known.action == action.action) {
                Some(known) => *known = action.clone(),
                None => person.actions.push(action.clone()),
            }
        }),
        Event::Dropped { id, action } => state.with_person(*id, |person| {
            person.actions.retain(|known| known.action != *action);
            person.record.actions.remove(action);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Command;
    use crate::session::example::{Table, act};
    use crate::time::DAY;

    #[test]
    fn the_review_date_lies_after_today_where_the_session_is() {
        let (mut table, alex, _) = Table::at(Stage::Actions);
        let today = table.state.about.zone.date(table.now);
        let tomorrow = table.state.about.zone.date(table.now.plus(DAY));
        let refused = table.as_person(alex, act(1, Some("x"), Some(today)));
        assert_eq!(refused, Err(Refusal::invalid("review", Why::NotAfterToday)));
        table.as_person(alex, act(1, Some("x"), Some(tomorrow))).unwrap();
        table.now = table.now.plus(3 * DAY);
        table.as_person(alex, act(1, Some("still editable"), None)).unwrap();
    }

    #[test]
    fn an_action_is_written_bit_by_bit_and_dropped() {
        let (mut table, alex, priya) = Table::at(Stage::Discuss);
        table.as_person(alex, act(1, Some("Ask"), None)).unwrap();
        table.as_person(alex, act(1, Some("Ask about training"), None)).unwrap();
        table.as_person(alex, act(2, Some("Practise"), None)).unwrap();
        let texts: Vec<_> =
            table.state.person(alex).unwrap().actions.iter().map(|a| a.text.clone()).collect();
        assert_eq!(texts.len(), 2);
        let drop = |n| Command::DropAction(DropAction { action: ActionId(uuid::Uuid::from_u128(n)) });
        assert_eq!(table.as_person(priya, drop(1)), Err(Refusal::unknown("action")));
        table.as_person(alex, drop(1)).unwrap();
        assert_eq!(table.state.person(alex).unwrap().actions.len(), 1);
    }

    #[test]
    fn twenty_are_the_most() {
        let (mut table, alex, _) = Table::at(Stage::Actions);
        for n in 0..20 {
            table.as_person(alex, act(n, Some("x"), None)).unwrap();
        }
        assert_eq!(
            table.as_person(alex, act(20, Some("x"), None)),
            Err(Refusal::TooMany { most: MOST_ACTIONS })
        );
        table.as_person(alex, act(3, Some("y"), None)).unwrap();
    }
}
