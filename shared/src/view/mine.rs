//! What is one participant's own: everything they wrote, and what others gave them. It goes to that person's own
//! connections and into their own sheet, nowhere else.

mod earlier;
mod keeping;
mod record;

pub use earlier::{EarlierView, MineCarried};
use earlier::{carried, earlier};
pub use keeping::KeepingView;
use keeping::{keeping, writer};
use record::record;
pub use record::{RecordAction, RecordLine, RecordView};

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

use super::document;
use crate::id::{ActionId, AreaId, CompetencyId, FeedbackId, ParticipantId};
use crate::session::feedback::Kind;
use crate::session::guiding::Answer;
use crate::session::jotting::JotBox;
use crate::session::record::ShownLine;
use crate::session::{Person, Place, Row, State};
use crate::text::{Line, Score, Words};
use crate::time::Date;

document! {
    /// What is one participant's own.
    pub struct Mine changes by MineChange {
        sections {
            /// Who they are here.
            me: Me,
            /// What they would like to look at.
            preferences: MinePreferences,
            /// Feedback they were given, oldest first.
            received: Vec<ReceivedView>,
            /// Feedback they write or wrote, oldest first.
            sent: Vec<SentView>,
            /// What of theirs goes into the summary.
            record: RecordView,
            /// Earlier sessions, oldest first. A score is in it only once its owner has answered this time.
            earlier: Vec<EarlierView>,
            /// Whether they keep their sheet until they have looked back.
            keeping: KeepingView,
        }
        keyed {
            /// What they wrote, by competency.
            rows: CompetencyId => MineRow,
            /// Their actions, by id.
            actions: ActionId => MineAction,
            /// Actions of earlier sessions, by id.
            carried: ActionId => MineCarried,
        }
    }
}

/// Who somebody is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Me {
    /// Their id.
    pub participant: ParticipantId,
    /// What people call them.
    pub name: String,
    /// Waiting, seated, left or removed.
    pub place: Place,
    /// Stepped out.
    pub out: bool,
    /// Their role.
    pub role: Option<String>,
    /// Their organisation.
    pub organisation: Option<String>,
    /// They said they are ready in this stage.
    pub ready: bool,
    /// They would like more time in this stage.
    pub more_time: bool,
    /// Their hand is up.
    pub hand: bool,
    /// They asked the facilitator to check in with them afterwards.
    pub check_in: bool,
    /// The facilitator asked in this stage whether they need anything.
    pub nudged: bool,
    /// What they answered.
    pub answer: Option<Answer>,
}

/// What somebody would like to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct MinePreferences {
    /// Up to two areas.
    pub areas: BTreeSet<AreaId>,
    /// Areas they would rather not look at today.
    pub rather_not: BTreeSet<AreaId>,
    /// Competencies.
    pub competencies: BTreeSet<CompetencyId>,
}

/// What somebody wrote about one competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct MineRow {
    /// Which.
    pub competency: CompetencyId,
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<String>,
    /// Would rather not score it.
    pub declined: bool,
    /// Confidence afterwards; the same as at first means kept.
    pub rescore: Option<Score>,
    /// What shifted.
    pub shift: Option<String>,
    /// Lines for themselves.
    pub jots: BTreeMap<JotBox, String>,
    /// What of it lies on the table; none when nothing does.
    pub shown: Option<MineShown>,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

/// What of a row lies on the table, as its author sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct MineShown {
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<String>,
    /// Confidence afterwards.
    pub rescore: Option<Score>,
    /// What shifted.
    pub shift: Option<String>,
    /// On the big screen too.
    pub display: bool,
    /// Participants who may see any part of it.
    pub to: BTreeSet<ParticipantId>,
    /// Something of it was changed since it was shown.
    pub changed: bool,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct MineAction {
    /// Its id.
    pub action: ActionId,
    /// Its place among one's own, from 0.
    pub order: u32,
    /// What I'll do.
    pub text: Option<String>,
    /// Towards which competency; none means the whole area.
    pub competency: Option<CompetencyId>,
    /// When I'll look back.
    pub review: Option<Date>,
}

/// Feedback somebody was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct ReceivedView {
    /// Its id.
    pub feedback: FeedbackId,
    /// From whom; nobody any more when its writer erased themselves.
    pub from: Option<ParticipantId>,
    /// That person's name.
    pub name: Option<String>,
    /// About what.
    pub competency: CompetencyId,
    /// Which kind.
    pub kind: Kind,
    /// The words.
    pub text: String,
    /// Kept; otherwise set aside.
    pub kept: bool,
    /// The facilitator may see it.
    pub told: bool,
}

/// Feedback somebody writes or wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SentView {
    /// To whom.
    pub to: ParticipantId,
    /// About what.
    pub competency: CompetencyId,
    /// Which kind.
    pub kind: Kind,
    /// Not sent yet, or changed since.
    pub draft: Option<String>,
    /// As that person has it.
    pub text: Option<String>,
}

/// What is that participant's own.
#[must_use]
pub fn mine(state: &State, id: ParticipantId) -> Option<Mine> {
    let person = state.person(id)?;
    let received = person.received.iter().map(|received| ReceivedView {
        feedback: received.feedback,
        from: received.from,
        name: writer(state, received),
        competency: received.competency.clone(),
        kind: received.kind,
        text: received.text.as_str().to_owned(),
        kept: received.kept,
        told: received.told,
    });
    let sent = person.sent.iter().map(|sent| SentView {
        to: sent.to,
        competency: sent.competency.clone(),
        kind: sent.kind,
        draft: words(sent.draft.as_ref()),
        text: words(sent.text.as_ref()),
    });
    let actions = (0..).zip(&person.actions).map(|(order, action)| {
        let view = MineAction {
            action: action.action,
            order,
            text: words(action.text.as_ref()),
            competency: action.competency.clone(),
            review: action.review,
        };
        (action.action, view)
    });
    Some(Mine {
        me: me(state, person),
        preferences: MinePreferences {
            areas: person.preferences.areas.clone(),
            rather_not: person.preferences.rather_not.clone(),
            competencies: wishes(state, person),
        },
        received: received.collect(),
        sent: sent.collect(),
        record: record(person),
        earlier: earlier(state, person),
        keeping: keeping(state, person),
        rows: person.rows.iter().map(|(id, own)| (id.clone(), row(id, own))).collect(),
        actions: actions.collect(),
        carried: carried(state, person),
    })
}

/// Wishes within the area that was chosen; those within another wait for it to be chosen again.
fn wishes(state: &State, person: &Person) -> BTreeSet<CompetencyId> {
    let home = |id: &CompetencyId| state.framework.competency(id).map(|(area, _)| &area.id);
    let fits = |id: &&CompetencyId| state.choice.area.is_none() || home(id) == state.choice.area.as_ref();
    person.preferences.competencies.iter().filter(fits).cloned().collect()
}

fn words(text: Option<&Words>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn line(text: Option<&Line>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn me(state: &State, person: &Person) -> Me {
    Me {
        participant: person.id,
        name: person.name.as_str().to_owned(),
        place: person.place,
        out: person.out,
        role: line(person.role.as_ref()),
        organisation: line(person.organisation.as_ref()),
        ready: person.ready.contains(&state.stage),
        more_time: person.more_time.contains(&state.stage),
        hand: person.hand,
        check_in: person.check_in,
        nudged: person.nudges.contains_key(&state.stage),
        answer: person.nudges.get(&state.stage).copied().flatten(),
    }
}

fn row(id: &CompetencyId, row: &Row) -> MineRow {
    let now = ShownLine {
        score: row.score,
        reason: row.reason.clone(),
        rescore: row.rescore.score,
        shift: row.rescore.shift.clone(),
    };
    let lies = ShownLine::of(&row.shown);
    let differs = lies.score.is_some() && lies.score != now.score
        || lies.reason.is_some() && lies.reason != now.reason
        || lies.rescore.is_some() && lies.rescore != now.rescore
        || lies.shift.is_some() && lies.shift != now.shift;
    let shown = (!row.shown.is_empty()).then(|| MineShown {
        score: lies.score,
        reason: words(lies.reason.as_ref()),
        rescore: lies.rescore,
        shift: words(lies.shift.as_ref()),
        display: row.shown.display(),
        to: row.shown.audience(),
        changed: differs,
    });
    MineRow {
        competency: id.clone(),
        score: row.score,
        reason: words(row.reason.as_ref()),
        declined: row.declined,
        rescore: row.rescore.score,
        shift: words(row.rescore.shift.as_ref()),
        jots: row.jots.iter().map(|(which, text)| (*which, text.as_str().to_owned())).collect(),
        shown,
        covered: row.covered,
    }
}
