//! The record: what each person puts into the group's summary. Chosen line by line, all off at first; nothing chosen
//! means nothing of theirs is in it. A line is a copy: later edits stay out until it is put in again.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::actions::Action;
use super::preparing::SummaryTo;
use super::showing::Shown;
use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{ActionId, CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Score, Words, unique_map};
use crate::time::Timestamp;

/// What somebody put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// They have answered, if only with nothing.
    pub answered: bool,
    /// Their name stands beside their lines.
    pub name: bool,
    /// What they showed, by competency.
    pub shown: BTreeMap<CompetencyId, ShownLine>,
    /// Their actions.
    pub actions: BTreeMap<ActionId, Action>,
}

/// What somebody showed about a competency, as they put it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownLine {
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<Words>,
    /// Confidence afterwards.
    pub rescore: Option<Score>,
    /// What shifted.
    pub shift: Option<Words>,
}

impl ShownLine {
    /// What lies on the table, as a line.
    #[must_use]
    pub fn of(shown: &Shown) -> Self {
        Self {
            score: shown.score.as_ref().map(|copy| copy.value),
            reason: shown.reason.as_ref().map(|copy| copy.value.clone()),
            rescore: shown.rescore.as_ref().map(|copy| copy.value),
            shift: shown.shift.as_ref().map(|copy| copy.value.clone()),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Chosen {
    /// Takes out of the line what is no longer on the table.
    pub(super) fn trim(&mut self, competency: &CompetencyId, shown: &Shown) {
        let Some(line) = self.shown.get_mut(competency) else {
            return;
        };
        line.score = line.score.filter(|_| shown.score.is_some());
        line.reason = line.reason.take().filter(|_| shown.reason.is_some());
        line.rescore = line.rescore.filter(|_| shown.rescore.is_some());
        line.shift = line.shift.take().filter(|_| shown.shift.is_some());
        if line.is_empty() {
            self.shown.remove(competency);
        }
    }
}

payloads! {
    /// `record`: true puts in as it stands now, false takes out, absent leaves.
    #[ts(rename = "RecordLines")]
    pub struct Record {
        /// My name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub name: Option<bool>,
        /// What I showed, by competency.
        #[serde(default, deserialize_with = "unique_map", skip_serializing_if = "BTreeMap::is_empty")]
        #[ts(as = "Option<BTreeMap<CompetencyId, bool>>", optional)]
        pub shown: BTreeMap<CompetencyId, bool>,
        /// My actions.
        #[serde(default, deserialize_with = "unique_map", skip_serializing_if = "BTreeMap::is_empty")]
        #[ts(as = "Option<BTreeMap<ActionId, bool>>", optional)]
        pub actions: BTreeMap<ActionId, bool>,
        /// Who gets the summary, as I saw it when I chose: if more do by now, I choose anew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub to: Option<SummaryTo>,
    }
}

/// The record, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What stands afterwards.
    Chosen {
        /// Whose.
        id: ParticipantId,
        /// What.
        chosen: Chosen,
    },
}

pub(super) fn record(state: &State, me: &Person, record: &Record, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    if record.to.as_ref().is_some_and(|seen| state.prepared.summary_to.is_wider_than(seen)) {
        return Err(Refusal::Stale { now: None });
    }
    let mut chosen = me.record.clone();
    chosen.answered = true;
    chosen.name = record.name.unwrap_or(chosen.name);
    for (competency, wanted) in &record.shown {
        state.framework.competency(competency).ok_or(Refusal::unknown("shown"))?;
        let line = me.rows.get(competency).map(|row| ShownLine::of(&row.shown)).unwrap_or_default();
        match *wanted {
            true if line.is_empty() => return Err(Refusal::NothingToShow),
            true => drop(chosen.shown.insert(competency.clone(), line)),
            false => drop(chosen.shown.remove(competency)),
        }
    }
    for (id, wanted) in &record.actions {
        let action =
            me.actions.iter().find(|action| action.action == *id).ok_or(Refusal::unknown("actions"))?;
        match *wanted {
            true if action.text.is_none() => return Err(Refusal::NothingToShow),
            true => drop(chosen.actions.insert(*id, action.clone())),
            false => drop(chosen.actions.remove(id)),
        }
    }
    let changes = chosen != me.record;
    Ok(changes.then_some(Happened::Record(Event::Chosen { id: me.id, chosen })).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let Event::Chosen { id, chosen } = event;
    state.with_person(*id, |person| person.record = chosen.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Command;
    use crate::session::example::{Table, act, rate, show};

    const C: &str = "reliable-and-consistent";

    fn put(competency: Option<bool>, action: Option<bool>) -> Command {
        Command::Record(Record {
            name: None,
            shown: competency.map(|wanted| (C.into(), wanted)).into_iter().collect(),
            actions: action.map(|wanted| (ActionId(uuid::Uuid::from_u128(1)), wanted)).into_iter().collect(),
            to: None,
        })
    }

    fn chosen(table: &Table, id: ParticipantId) -> Chosen {
        table.state.person(id).unwrap().record.clone()
    }

    #[test]
    fn only_what_is_shown_goes_in_and_what_is_taken_back_goes_out() {
        let (mut table, alex, _) = Table::at(Stage::Discuss);
        table.as_person(alex, rate(C, Some(4), Some("why"))).unwrap();
        assert_eq!(table.as_person(alex, put(Some(true), None)), Err(Refusal::NothingToShow));
        table.as_person(alex, show(C, Some(true), Some(true))).unwrap();
        table.as_person(alex, put(Some(true), None)).unwrap();
        table.as_person(alex, show(C, None, Some(false))).unwrap();
        let line = chosen(&table, alex).shown[&C.into()].clone();
        assert_eq!((line.score, line.reason), (Score::new(4), None));
        table.as_person(alex, show(C, Some(false), None)).unwrap();
        assert!(chosen(&table, alex).shown.is_empty());
    }

    #[test]
    fn a_line_is_a_copy_until_it_is_put_in_again() {
        let (mut table, alex, _) = Table::at(Stage::Actions);
        table.as_person(alex, act(1, Some("as put in"), None)).unwrap();
        table.as_person(alex, put(None, Some(true))).unwrap();
        table.as_person(alex, act(1, Some("edited since"), None)).unwrap();
        let text = |table: &Table| chosen(table, alex).actions.into_values().next().unwrap().text.unwrap();
        assert_eq!(text(&table).as_str(), "as put in");
        table.as_person(alex, put(None, Some(true))).unwrap();
        assert_eq!(text(&table).as_str(), "edited since");
        table.as_person(alex, put(None, Some(false))).unwrap();
        assert!(chosen(&table, alex).actions.is_empty() && chosen(&table, alex).answered);
    }

    #[test]
    fn covering_takes_it_out_of_the_record_too() {
        let (mut table, alex, _) = Table::at(Stage::Discuss);
        table.as_person(alex, rate(C, Some(4), None)).unwrap();
        table.as_person(alex, show(C, Some(true), None)).unwrap();
        table.as_person(alex, put(Some(true), None)).unwrap();
        let item = crate::id::ItemId { participant: alex, competency: C.into() };
        table.desk(Command::Cover(crate::session::showing::Cover { item })).unwrap();
        assert!(chosen(&table, alex).shown.is_empty());
    }
}
