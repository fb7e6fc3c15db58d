//! Showing: copies of parts of what somebody wrote, laid on the table for the people here now. Each part lists who may
//! see it. Its author takes it back at any time; the facilitator can cover it, never uncover or reveal one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::{Decision, Event as Happened, Person, Place, Row, Stage, State, earlier, payloads};
use crate::id::{CompetencyId, ItemId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Score, Words};
use crate::time::Timestamp;

/// A copy on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Copy<T> {
    /// As it stood when it was shown.
    pub value: T,
    /// Participants who may see it: those seated then, and later yeses. Facilitators may besides.
    pub audience: BTreeSet<ParticipantId>,
    /// On the big screen too: ticked when it was shown, or since.
    #[serde(default)]
    pub display: bool,
}

/// What of a row lies on the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// The first score.
    pub score: Option<Copy<Score>>,
    /// The reason.
    pub reason: Option<Copy<Words>>,
    /// The score afterwards.
    pub rescore: Option<Copy<Score>>,
    /// What shifted.
    pub shift: Option<Copy<Words>>,
}

impl Shown {
    /// Some part is on the big screen too.
    #[must_use]
    pub fn display(&self) -> bool {
        let scores = self.score.iter().chain(&self.rescore).any(|copy| copy.display);
        scores || self.reason.iter().chain(&self.shift).any(|copy| copy.display)
    }

    fn set_display(&mut self, display: bool) {
        for copy in self.score.iter_mut().chain(&mut self.rescore) {
            copy.display = display;
        }
        for copy in self.reason.iter_mut().chain(&mut self.shift) {
            copy.display = display;
        }
    }

    /// Nothing is on the table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.score.is_none() && self.reason.is_none() && self.rescore.is_none() && self.shift.is_none()
    }

    /// Everybody who may see any part.
    #[must_use]
    pub fn audience(&self) -> BTreeSet<ParticipantId> {
        let scores = self.score.iter().chain(&self.rescore).flat_map(|copy| &copy.audience);
        let words = self.reason.iter().chain(&self.shift).flat_map(|copy| &copy.audience);
        scores.chain(words).copied().collect()
    }

    fn audiences(&mut self) -> impl Iterator<Item = &mut BTreeSet<ParticipantId>> {
        let scores = self.score.iter_mut().chain(&mut self.rescore).map(|copy| &mut copy.audience);
        let words = self.reason.iter_mut().chain(&mut self.shift).map(|copy| &mut copy.audience);
        scores.chain(words)
    }

    pub(super) fn forget(&mut self, id: ParticipantId) {
        for audience in self.audiences() {
            audience.remove(&id);
        }
    }
}

payloads! {
    /// `show`: true shows, false takes back, absent leaves.
    pub struct Show {
        /// What about.
        pub competency: CompetencyId,
        /// The first score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub score: Option<bool>,
        /// The reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub reason: Option<bool>,
        /// The score afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub rescore: Option<bool>,
        /// What shifted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub shift: Option<bool>,
        /// On the big screen too, or there no longer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub display: Option<bool>,
        /// What its author saw on the card, part by part: only those exact words are shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<Seen>,
    }
    /// What somebody saw of their own row; parts not named are not looked at.
    pub struct Seen {
        /// The first score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub score: Option<Score>,
        /// The reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub reason: Option<Words>,
        /// The score afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub rescore: Option<Score>,
        /// What shifted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub shift: Option<Words>,
    }
    /// `takeBack`
    pub struct TakeBack {
        /// What about.
        pub competency: CompetencyId,
    }
    /// `showTo`
    pub struct ShowTo {
        /// What about.
        pub competency: CompetencyId,
        /// Who may see it too.
        pub participant: ParticipantId,
    }
    /// `cover`
    pub struct Cover {
        /// What to take off the screens.
        pub item: ItemId,
    }
}

impl Seen {
    fn differs_from(&self, row: &Row) -> bool {
        let other = |seen: Option<&Words>, stands: Option<&Words>| seen.is_some() && seen != stands;
        self.score.is_some() && self.score != row.score
            || self.rescore.is_some() && self.rescore != row.rescore.score
            || other(self.reason.as_ref(), row.reason.as_ref())
            || other(self.shift.as_ref(), row.rescore.shift.as_ref())
    }
}

/// Showing, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What of a row lies on the table now.
    Laid {
        /// Whose.
        id: ParticipantId,
        /// What about.
        competency: CompetencyId,
        /// All that lies there.
        shown: Shown,
    },
    /// The facilitator took it off the screens.
    Covered {
        /// Whose.
        id: ParticipantId,
        /// What about.
        competency: CompetencyId,
    },
}

fn lay<T: Clone>(
    wanted: Option<bool>,
    lies: Option<Copy<T>>,
    stands: Option<&T>,
    here: &BTreeSet<ParticipantId>,
) -> Result<Option<Copy<T>>, Refusal> {
    match wanted {
        None => Ok(lies),
        Some(false) => Ok(None),
        Some(true) => {
            let value = stands.ok_or(Refusal::NothingToShow)?.clone();
            // Those here now, and nobody else: whoever left since was shown the words as they were, not these.
            Ok(Some(Copy { value, audience: here.clone(), display: false }))
        }
    }
}

pub(super) fn show(state: &State, me: &Person, show: &Show, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    state.open_to(me, &show.competency)?;
    let parts = [show.score, show.reason, show.rescore, show.shift];
    if parts.contains(&Some(true)) {
        me.seated()?;
    }
    let row = me.rows.get(&show.competency).cloned().unwrap_or_default();
    if show.was.as_ref().is_some_and(|was| was.differs_from(&row)) {
        return Err(Refusal::Stale { now: None }); // another device of theirs wrote something else meanwhile
    }
    let here: BTreeSet<ParticipantId> = state.seated().map(|person| person.id).collect();
    let lies = row.shown.clone();
    let mut shown = Shown {
        score: lay(show.score, lies.score, row.score.as_ref(), &here)?,
        reason: lay(show.reason, lies.reason, row.reason.as_ref(), &here)?,
        rescore: lay(show.rescore, lies.rescore, row.rescore.score.as_ref(), &here)?,
        shift: lay(show.shift, lies.shift, row.rescore.shift.as_ref(), &here)?,
    };
    // Absent leaves what lies there; what is laid down now is on the big screen only if that was ticked now.
    if let Some(display) = show.display {
        shown.set_display(display);
    }
    laid(me, &show.competency, shown)
}

pub(super) fn take_back(state: &State, me: &Person, take: &TakeBack, _: Timestamp) -> Decision {
    state.framework.competency(&take.competency).ok_or(Refusal::unknown("competency"))?;
    laid(me, &take.competency, Shown::default())
}

pub(super) fn show_to(state: &State, me: &Person, yes: &ShowTo, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    let other = state.person(yes.participant).filter(|person| person.place == Place::Seated);
    let other = other.ok_or(Refusal::unknown("participant"))?;
    let row =
        me.rows.get(&yes.competency).filter(|row| !row.shown.is_empty()).ok_or(Refusal::NothingToShow)?;
    let mut shown = row.shown.clone();
    for audience in shown.audiences() {
        audience.insert(other.id);
    }
    laid(me, &yes.competency, shown)
}

fn laid(me: &Person, competency: &CompetencyId, shown: Shown) -> Decision {
    let changes = match me.rows.get(competency) {
        Some(row) => row.shown != shown || row.covered,
        None => !shown.is_empty(),
    };
    let event = Event::Laid { id: me.id, competency: competency.clone(), shown };
    Ok(changes.then_some(Happened::Showing(event)).into_iter().collect())
}

pub(super) fn cover(state: &State, cover: &Cover, _: Timestamp) -> Decision {
    let ItemId { participant, competency } = &cover.item;
    let owner = state.person(*participant).ok_or(Refusal::unknown("item"))?;
    if owner.rows.get(competency).is_none_or(|row| row.shown.is_empty()) {
        let look_back = earlier::cover(owner, competency).ok_or(Refusal::unknown("item"))?;
        return Ok(vec![look_back]);
    }
    let event = Event::Covered { id: *participant, competency: competency.clone() };
    Ok(vec![Happened::Showing(event)])
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let (id, competency, shown, covered) = match event {
        Event::Laid { id, competency, shown } => (id, competency, shown.clone(), false),
        Event::Covered { id, competency } => (id, competency, Shown::default(), true),
    };
    state.with_person(*id, |person| {
        // What is off the table is out of the record too.
        person.record.trim(competency, &shown);
        let row = person.rows.entry(competency.clone()).or_default();
        row.shown = shown;
        row.covered = covered;
    });
}

#[cfg(test)]
mod tests;
