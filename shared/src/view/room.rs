//! What everybody in the room sees. Nothing personal but names and *here, stepped out, left*. No field of a person's
//! rows, actions, feedback or preferences is read here.

use serde::Serialize;
use ts_rs::TS;

use super::{Presence, document};
use crate::id::{AreaId, CompetencyId, FrameworkId, ParticipantId, SessionId};
use crate::session::guiding::SentPrompt;
use crate::session::preparing::{Meeting, SummaryTo};
use crate::session::theming::GroupTheme;
use crate::session::turns::{Part, TurnRef, next};
use crate::session::{Person, Place, Stage, State};
use crate::time::{MINUTE, Timestamp, Zone};

document! {
    /// What everybody in the room sees.
    pub struct Room changes by RoomChange {
        sections {
            /// What the session is called.
            title: String,
            /// What was settled when it was opened.
            about: AboutView,
            /// What the facilitator settled.
            prepared: PreparedView,
            /// Where the group is.
            stage: StageView,
            /// Time, as advice.
            clock: Clock,
            /// What the group looks at.
            choice: ChoiceView,
            /// Who has a seat or had one, in seat order.
            people: Vec<RoomPerson>,
            /// Who guides.
            facilitators: Vec<FacilitatorView>,
            /// Whose turn it is.
            turn: TurnView,
            /// A prompt the facilitator sent to everybody.
            prompt: Option<SentPrompt>,
            /// Themes and training ideas of the group, as they stand.
            themes: Vec<GroupTheme>,
            /// What is connected besides phones.
            screen: Screen,
        }
        keyed {}
    }
}

/// What was settled when the session was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct AboutView {
    /// Its id.
    pub session: SessionId,
    /// Its framework.
    pub framework: FrameworkId,
    /// That framework's name.
    pub framework_name: String,
    /// Where its dates are counted.
    pub zone: Zone,
    /// Seats that a code fills.
    pub seats: u8,
    /// One person alone.
    pub solo: bool,
    /// A rehearsal with pretend people, of which nothing is kept.
    pub rehearsal: bool,
    /// These people have met before.
    pub follow_up: bool,
    /// When it was opened.
    pub opened: Timestamp,
    /// Days it is kept after close, or after its last change.
    pub kept_days: u16,
    /// When it is deleted; said once it is closed, since before that the date moves with everything anybody does.
    pub kept_until: Option<Timestamp>,
    /// All of it is deleted but one's own sheet, which one keeps.
    pub reduced: bool,
}

/// What the facilitator settled about the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct PreparedView {
    /// In one room, or in a call.
    pub meeting: Meeting,
    /// The group's agreements; none means the usual ones.
    pub agreements: Option<Vec<String>>,
    /// Where to find support; none means what the operator set.
    pub support: Option<String>,
    /// Who will get the summary.
    pub summary_to: SummaryTo,
    /// The area that is proposed.
    pub area: Option<AreaId>,
    /// The competencies that are proposed.
    pub competencies: Vec<CompetencyId>,
}

/// Where the group is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct StageView {
    /// Now.
    pub now: Stage,
    /// The furthest it has been.
    pub furthest: Stage,
}

/// Time, as advice: nothing happens when it is up. Screens count for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Clock {
    /// When this stage would end by plan; none while the clock stands.
    pub ends_at: Option<Timestamp>,
    /// Milliseconds left by plan while the clock stands (negative: over).
    pub left: Option<i64>,
    /// A break for all.
    pub paused: bool,
    /// When people are expected back from it.
    pub until: Option<Timestamp>,
}

/// What the group looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct ChoiceView {
    /// One area.
    pub area: Option<AreaId>,
    /// One to three of its competencies.
    pub competencies: Vec<CompetencyId>,
}

/// Where somebody is, as far as they said so. A connection is none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Here {
    /// Has a seat.
    Here,
    /// Stepped out for a while.
    SteppedOut,
    /// Left.
    Left,
}

/// A person, as everybody sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct RoomPerson {
    /// Their id.
    pub participant: ParticipantId,
    /// What people call them.
    pub name: String,
    /// Their seat, from 1; it never changes.
    pub seat: u32,
    /// Here, stepped out or left.
    pub here: Here,
    /// On paper.
    pub paper: bool,
}

/// A facilitator, as everybody sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct FacilitatorView {
    /// What people call them.
    pub name: Option<String>,
}

/// Whose turn it is. Empty outside the discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct TurnView {
    /// The turn that is on; nobody's at first.
    pub now: Option<NowTurn>,
    /// The turn that comes next.
    pub next: Option<TurnRef>,
}

/// The turn that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct NowTurn {
    /// Whose.
    pub participant: ParticipantId,
    /// With what.
    pub competency: CompetencyId,
    /// Where in it.
    pub part: Part,
}

/// What is connected besides phones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Screen {
    /// A room display is on.
    pub display: bool,
    /// Since when no facilitator has been connected, once that has lasted a while.
    pub facilitator_away: Option<Timestamp>,
}

/// What everybody in the room sees.
#[must_use]
pub fn room(state: &State, presence: &Presence) -> Room {
    Room {
        title: state.about.title.as_str().to_owned(),
        about: AboutView {
            session: state.about.session,
            framework: state.framework.id.clone(),
            framework_name: state.framework.name.clone(),
            zone: state.about.zone.clone(),
            seats: state.about.seats,
            solo: state.about.solo,
            rehearsal: state.about.rehearsal,
            follow_up: state.about.follow_up,
            opened: state.about.opened,
            kept_days: state.kept_days(),
            kept_until: state.closed.map(|_| state.kept_until()),
            reduced: state.reduced.is_some(),
        },
        prepared: prepared(state),
        stage: StageView { now: state.stage, furthest: state.furthest },
        clock: clock(state),
        choice: ChoiceView {
            area: state.choice.area.clone(),
            competencies: state.choice.competencies.clone(),
        },
        people: people(state),
        facilitators: state
            .facilitators
            .iter()
            .map(|f| FacilitatorView { name: f.name.as_ref().map(|name| name.as_str().to_owned()) })
            .collect(),
        turn: turn(state),
        prompt: state.prompts.sent.clone(),
        themes: state.themes.clone(),
        screen: screen(state, presence),
    }
}

fn prepared(state: &State) -> PreparedView {
    let prepared = &state.prepared;
    let words = |text: &crate::session::preparing::Agreement| text.as_str().to_owned();
    PreparedView {
        meeting: prepared.meeting,
        agreements: prepared.agreements.as_ref().map(|list| list.iter().map(words).collect()),
        support: prepared.support.as_ref().map(|text| text.as_str().to_owned()),
        summary_to: prepared.summary_to.clone(),
        area: prepared.area.clone(),
        competencies: prepared.competencies.clone(),
    }
}

fn clock(state: &State) -> Clock {
    let pacing = &state.pacing;
    let planned = pacing.minutes(state.stage) * MINUTE;
    let left = planned - pacing.spent.get(&state.stage).copied().unwrap_or_default();
    Clock {
        ends_at: pacing.since.map(|since| since.plus(left)),
        left: pacing.since.is_none().then_some(left),
        paused: pacing.paused.is_some(),
        until: pacing.paused.as_ref().and_then(|paused| paused.until),
    }
}

/// Nobody comes to a kept sheet but its owner.
fn screen(state: &State, presence: &Presence) -> Screen {
    let facilitator_away = presence.facilitator_away.filter(|_| state.reduced.is_none());
    Screen { display: presence.display, facilitator_away }
}

fn people(state: &State) -> Vec<RoomPerson> {
    if state.reduced.is_some() {
        return Vec::new(); // those who keep a sheet do not see one another
    }
    let here = |person: &Person| match person.place {
        Place::Seated if person.out => Some(Here::SteppedOut),
        Place::Seated => Some(Here::Here),
        Place::Left => Some(Here::Left),
        Place::Waiting | Place::Removed => None,
    };
    state
        .people
        .iter()
        .filter_map(|person| {
            Some(RoomPerson {
                participant: person.id,
                name: person.name.as_str().to_owned(),
                seat: person.seat,
                here: here(person)?,
                paper: person.on_paper(),
            })
        })
        .collect()
}

fn turn(state: &State) -> TurnView {
    if state.stage != Stage::Discuss {
        return TurnView { now: None, next: None };
    }
    let now = state.turns.now.as_ref().map(|turn| NowTurn {
        participant: turn.turn.participant,
        competency: turn.turn.competency.clone(),
        part: turn.part,
    });
    TurnView { now, next: next(state) }
}
