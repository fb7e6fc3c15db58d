//! What the numbers of a history stand for in a run, and the commands they make.

use trivet_shared::id::{ActionId, CompetencyId, ItemId};
use trivet_shared::session::earlier::Outcome;
use trivet_shared::session::feedback::Kind;
use trivet_shared::session::turns::Part;
use trivet_shared::session::{
    Command, Stage, State, actions, choosing, earlier, feedback, guiding, jotting, keeping, lobby, moves,
    pacing, preparing, rating, record, rescoring, showing, theming, turns,
};
use trivet_shared::text::{Patch, Score, Words};
use trivet_shared::time::{DAY, Timestamp};
use uuid::Uuid;

use super::Do;
use super::earlier::{carried_id, day, sheet_id};

pub(super) const COMPETENCIES: [&str; 4] =
    ["reliable-and-consistent", "reconcilers", "empathic-listeners", "persevering"];
const AREAS: [&str; 2] = ["building-trusting-relationships", "values-and-attitudes"];

pub(super) fn action_id(who: usize, action: u8) -> ActionId {
    ActionId(Uuid::from_u128(500 + 10 * who as u128 + u128::from(action)))
}

/// What a number stands for: words that share no byte run between flavours, of different lengths.
pub(super) fn words(number: u8, flavour: u8) -> Words {
    let text = match flavour {
        0 => format!("alder {number}"),
        1 => format!("birch birch birch birch {number}{number}"),
        _ => format!("common {number}"),
    };
    Words::new(&text).unwrap()
}

/// 1 to 5 in one run, 6 to 10 in the other, anything for everybody else.
pub(super) fn score(number: u8, flavour: u8) -> Score {
    let value = match flavour {
        0 => 1 + number % 5,
        1 => 6 + number % 5,
        _ => 1 + number,
    };
    Score::new(value.into()).unwrap()
}

/// 0 clears, so that clearing is tried too.
fn patch<T>(number: Option<u8>, value: impl Fn(u8) -> T) -> Patch<T> {
    match number {
        None => Patch::Leave,
        Some(0) => Patch::Clear,
        Some(number) => Patch::Set(value(number)),
    }
}

pub(super) fn command(
    state: &State,
    who: Option<usize>,
    what: &Do,
    flavour: u8,
    now: Timestamp,
) -> Option<Command> {
    let competency = |at: &usize| CompetencyId::from(COMPETENCIES[*at]);
    let person = |at: &usize| state.people.get(*at).map(|person| person.id);
    let who = who.unwrap_or_default();
    Some(match what {
        Do::Bring { .. } => return None, // no command: see runs.rs
        Do::Rate { competency: c, score: s, reason } => Command::Rate(rating::Rate {
            competency: competency(c),
            score: patch(*s, |n| score(n, flavour)),
            reason: patch(*reason, |n| words(n, flavour)),
            was: None,
        }),
        Do::Decline { competency: c, declined } => {
            Command::Decline(rating::Decline { competency: competency(c), declined: *declined })
        }
        Do::Ready(ready) => Command::Ready(rating::Ready { ready: *ready }),
        Do::MoreTime(wanted) => Command::MoreTime(rating::MoreTime { wanted: *wanted }),
        Do::StartTurn => Command::StartTurn(turns::StartTurn {}),
        Do::Later(c) => Command::Later(turns::Later { competency: competency(c) }),
        Do::Pass(c) => Command::Pass(turns::Pass { competency: competency(c) }),
        Do::Show { competency: c, score, reason, on } => Command::Show(showing::Show {
            competency: competency(c),
            score: score.then_some(*on),
            reason: reason.then_some(*on),
            ..Default::default()
        }),
        Do::ShowAfter { competency: c, rescore, shift, display } => Command::Show(showing::Show {
            competency: competency(c),
            rescore: rescore.then_some(true),
            shift: shift.then_some(true),
            display: Some(*display),
            ..Default::default()
        }),
        Do::TakeBack(c) => Command::TakeBack(showing::TakeBack { competency: competency(c) }),
        Do::ShowTo { competency: c, to } => {
            Command::ShowTo(showing::ShowTo { competency: competency(c), participant: person(to)? })
        }
        Do::Feedback { to, competency: c, kind, draft, text } => Command::Feedback(feedback::Feedback {
            to: person(to)?,
            competency: competency(c),
            kind: [Kind::Strength, Kind::Solution, Kind::Training][usize::from(*kind)],
            text: text.map_or(Patch::Clear, |n| Patch::Set(words(n, flavour))),
            draft: Some(*draft),
            was: None,
        }),
        Do::Keep { at, kept, tell } => {
            let feedback = state.people.get(who)?.received.get(*at)?.feedback;
            let tell_facilitator = Some(*tell);
            Command::KeepFeedback(feedback::KeepFeedback { feedback, kept: *kept, tell_facilitator })
        }
        Do::Hand(raised) => Command::RaiseHand(turns::RaiseHand { raised: *raised }),
        Do::Rescore { competency: c, score: s, shift } => Command::Rescore(rescoring::Rescore {
            competency: competency(c),
            score: patch(*s, |n| score(n, flavour)),
            shift: patch(*shift, |n| words(n, flavour)),
            was: None,
        }),
        Do::Act { action, text, review } => Command::Act(actions::Act {
            action: action_id(who, *action),
            text: patch(*text, |n| words(n, flavour)),
            review: patch(*review, |n| state.about.zone.date(now.plus(i64::from(n + 10 * flavour) * DAY))),
            ..Default::default()
        }),
        Do::Drop(action) => Command::DropAction(actions::DropAction { action: action_id(who, *action) }),
        Do::Jot { competency: c, text } => Command::Jot(jotting::Jot {
            competency: competency(c),
            which: jotting::JotBox::Heard,
            text: text.map_or(Patch::Clear, |n| Patch::Set(words(n, flavour))),
            was: None,
        }),
        Do::Record { name, shown, action } => Command::Record(record::Record {
            name: Some(*name),
            shown: shown.iter().map(|(c, on)| (competency(c), *on)).collect(),
            actions: action.iter().map(|(a, on)| (action_id(who, *a), *on)).collect(),
            to: None,
        }),
        Do::SummaryTo(wide) => Command::Prepare(preparing::Prepare {
            summary_to: Some(if *wide {
                preparing::SummaryTo::Here
            } else {
                preparing::SummaryTo::Facilitators
            }),
            ..Default::default()
        }),
        Do::ByPerson(by) => Command::TurnOrder(turns::TurnOrder {
            by: Some(if *by { turns::TurnsBy::Person } else { turns::TurnsBy::Competency }),
            turns: Vec::new(),
        }),
        Do::Nudge(at) => Command::Nudge(guiding::Nudge { participant: person(at)? }),
        Do::Theme { theme, text, agreed } => Command::Theme(theming::Theme {
            theme: trivet_shared::id::ThemeId(Uuid::from_u128(700 + u128::from(*theme))),
            kind: Some(theming::ThemeKind::Theme),
            text: patch(*text, |n| theming::ThemeText::new(words(n, flavour).as_str()).unwrap()),
            agreed: Some(*agreed),
            was: None,
        }),
        // One keeps their sheet where the other does not.
        Do::KeepSheet(kept) => Command::KeepSheet(keeping::KeepSheet { kept: *kept != (flavour == 0) }),
        Do::StepOut(out) => Command::StepOut(lobby::StepOut { out: *out }),
        Do::Leave => Command::Leave(lobby::Leave {}),
        Do::Describe(n) => Command::About(lobby::About {
            role: patch(Some(*n), |n| trivet_shared::text::Line::new(words(n, flavour).as_str()).unwrap()),
            organisation: Patch::Leave,
        }),
        Do::PreferAreas(n) => Command::PreferAreas(choosing::PreferAreas {
            areas: (0..2).filter(|bit| n & (1 << bit) != 0).map(|bit| AREAS[bit].into()).collect(),
            rather_not: None,
        }),
        Do::PreferCompetencies(n) => Command::PreferCompetencies(choosing::PreferCompetencies {
            competencies: (0..3).filter(|bit| n & (1 << bit) != 0).map(|bit| competency(&bit)).collect(),
        }),
        Do::GoTo(stage) => Command::GoTo(pacing::GoTo { stage: Stage::ALL[*stage], from: None }),
        Do::Admit(at) => Command::Admit(lobby::Admit { participant: person(at)? }),
        Do::Remove(at) => Command::Remove(lobby::Remove { participant: person(at)? }),
        Do::Lock(locked) => Command::Lock(lobby::Lock { locked: *locked }),
        Do::Picks(shown) => Command::Picks(choosing::Picks { shown: *shown }),
        Do::ChooseArea(at) => Command::ChooseArea(choosing::ChooseArea { area: AREAS[*at].into() }),
        Do::ChooseCompetencies(n) => Command::ChooseCompetencies(choosing::ChooseCompetencies {
            competencies: (0..3).filter(|bit| n & (1 << bit) != 0).map(|bit| competency(&bit)).collect(),
        }),
        Do::Extend(minutes) => {
            Command::Extend(pacing::Extend { stage: state.stage, minutes: i16::from(*minutes) })
        }
        Do::Pause => Command::Pause(pacing::Pause { until: None }),
        Do::Resume => Command::Resume(pacing::Resume {}),
        Do::GiveTurn { to, competency: c } => {
            Command::GiveTurn(turns::GiveTurn { participant: person(to)?, competency: competency(c) })
        }
        Do::NextTurn => Command::NextTurn(turns::NextTurn::default()),
        Do::Part(n) => {
            let part = [Part::Speak, Part::Feedback, Part::LastWord][usize::from(*n)];
            Command::TurnPart(turns::TurnPart { part })
        }
        Do::Park { of, competency: c, parked } => Command::Park(turns::Park {
            participant: person(of)?,
            competency: competency(c),
            parked: *parked,
        }),
        Do::Cover { of, competency: c } => Command::Cover(showing::Cover {
            item: ItemId { participant: person(of)?, competency: competency(c) },
        }),
        Do::Note(n) => Command::Note(pacing::Note {
            stage: state.stage,
            text: patch(Some(*n), |n| words(n, flavour)),
            was: None,
        }),
        Do::Forget(sheet) => Command::Forget(earlier::Forget { sheet: sheet_id(who, *sheet) }),
        Do::Typed { competency: c, day: back, first } => Command::Earlier(earlier::Earlier {
            on: day(state, now, *back),
            competency: competency(c),
            first: patch(*first, |n| score(n, flavour)),
            after: Patch::Leave,
        }),
        Do::LookBack { action, outcome, note } => Command::LookBack(earlier::LookBack {
            action: carried_id(who, *action),
            outcome: patch(*outcome, |n| {
                [Outcome::Done, Outcome::Going, Outcome::Changed][usize::from(n + flavour) % 3]
            }),
            note: patch(*note, |n| words(n, flavour)),
            was: None,
        }),
        Do::ShowLook { action, on } => {
            Command::ShowLookBack(earlier::ShowLookBack { action: carried_id(who, *action), shown: *on })
        }
        Do::CoverLook { of, action } => Command::Cover(showing::Cover {
            item: ItemId {
                participant: person(of)?,
                competency: carried_id(*of, *action).to_string().as_str().into(),
            },
        }),
        Do::Undo => {
            Command::Undo(moves::Undo { which: state.moves.list.last().map_or(0, |(which, _)| *which) })
        }
    })
}
