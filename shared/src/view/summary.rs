//! What people put into the record, and nothing else of theirs, with the themes the group said yes to: the facilitator's
//! preview and the group's summary.

use serde::Serialize;
use ts_rs::TS;

use crate::id::CompetencyId;
use crate::session::theming::ThemeKind;
use crate::session::{Person, State};
use crate::text::{Score, Words};
use crate::time::Date;

/// What people put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Summary {
    /// Those who put their name in, in seat order; then each line without a name by itself.
    pub people: Vec<SummaryPerson>,
    /// The themes and training ideas the group said yes to, oldest first.
    pub themes: Vec<SummaryTheme>,
}

/// A theme or training idea of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryTheme {
    /// Which of the two.
    pub kind: ThemeKind,
    /// The words.
    pub text: String,
}

/// What one person put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryPerson {
    /// Their name, if they put it in.
    pub name: Option<String>,
    /// What they showed.
    pub shown: Vec<SummaryShown>,
    /// What they will do.
    pub actions: Vec<SummaryAction>,
}

/// A line: what somebody showed about a competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryShown {
    /// What about.
    pub competency: CompetencyId,
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<String>,
    /// Confidence afterwards.
    pub rescore: Option<Score>,
    /// What shifted.
    pub shift: Option<String>,
}

/// A line: an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryAction {
    /// What they will do.
    pub text: String,
    /// Towards which competency.
    pub competency: Option<CompetencyId>,
    /// When they will look back.
    pub review: Option<Date>,
}

/// What people put in.
#[must_use]
pub fn summary(state: &State) -> Summary {
    let (named, unnamed): (Vec<_>, Vec<_>) = state.people.iter().partition(|person| person.record.name);
    let mut people: Vec<SummaryPerson> = named.into_iter().map(lines).collect();
    people.extend(apart(unnamed.into_iter().map(lines)));
    let agreed = state.themes.iter().filter(|theme| theme.agreed);
    let themes =
        agreed.map(|theme| SummaryTheme { kind: theme.kind, text: theme.text.as_str().to_owned() }).collect();
    Summary { people, themes }
}

/// Lines without a name stand one by one, in an order that follows from the words alone: neither the order of people nor
/// what stands together may tell whose they are.
fn apart(people: impl Iterator<Item = SummaryPerson>) -> Vec<SummaryPerson> {
    let (mut shown, mut actions) = (Vec::new(), Vec::new());
    for person in people {
        shown.extend(person.shown);
        actions.extend(person.actions);
    }
    shown.sort_by(|a, b| {
        let key = |line: &SummaryShown| {
            (line.competency.clone(), line.reason.clone(), line.shift.clone(), line.score, line.rescore)
        };
        key(a).cmp(&key(b))
    });
    actions.sort_by(|a, b| (&a.text, a.review).cmp(&(&b.text, b.review)));
    let nobody = || SummaryPerson { name: None, shown: Vec::new(), actions: Vec::new() };
    let shown = shown.into_iter().map(|line| SummaryPerson { shown: vec![line], ..nobody() });
    let actions = actions.into_iter().map(|action| SummaryPerson { actions: vec![action], ..nobody() });
    shown.chain(actions).collect()
}

fn lines(person: &Person) -> SummaryPerson {
    let words = |text: Option<&Words>| text.map(|text| text.as_str().to_owned());
    let chosen = &person.record;
    SummaryPerson {
        name: chosen.name.then(|| person.name.as_str().to_owned()),
        shown: chosen
            .shown
            .iter()
            .map(|(id, line)| SummaryShown {
                competency: id.clone(),
                score: line.score,
                reason: words(line.reason.as_ref()),
                rescore: line.rescore,
                shift: words(line.shift.as_ref()),
            })
            .collect(),
        actions: chosen
            .actions
            .values()
            .map(|action| SummaryAction {
                text: words(action.text.as_ref()).unwrap_or_default(),
                competency: action.competency.clone(),
                review: action.review,
            })
            .collect(),
    }
}
