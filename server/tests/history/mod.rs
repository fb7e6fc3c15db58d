//! Random histories of a session, and two runs of one in step: the same but for one person's private words.

#![expect(clippy::unwrap_used, reason = "a history that cannot be told ends there")]

mod commands;
mod documents;
mod earlier;
mod runs;

use proptest::prelude::*;

pub(crate) use runs::Runs;

/// Something to do. Numbers stand for people, competencies, words and scores; what they stand for depends on the run.
#[derive(Clone, Debug)]
pub(crate) enum Do {
    Rate { competency: usize, score: Option<u8>, reason: Option<u8> },
    Decline { competency: usize, declined: bool },
    Ready(bool),
    MoreTime(bool),
    StartTurn,
    Later(usize),
    Pass(usize),
    Show { competency: usize, score: bool, reason: bool, on: bool },
    ShowAfter { competency: usize, rescore: bool, shift: bool, display: bool },
    TakeBack(usize),
    ShowTo { competency: usize, to: usize },
    Feedback { to: usize, competency: usize, kind: u8, draft: bool, text: Option<u8> },
    Keep { at: usize, kept: bool, tell: bool },
    Hand(bool),
    Rescore { competency: usize, score: Option<u8>, shift: Option<u8> },
    Act { action: u8, text: Option<u8>, review: Option<u8> },
    Drop(u8),
    Jot { competency: usize, text: Option<u8> },
    Record { name: bool, shown: Option<(usize, bool)>, action: Option<(u8, bool)> },
    KeepSheet(bool),
    StepOut(bool),
    Leave,
    Describe(u8),
    PreferAreas(u8),
    PreferCompetencies(u8),
    GoTo(usize),
    Admit(usize),
    Remove(usize),
    Lock(bool),
    Picks(bool),
    ChooseArea(usize),
    ChooseCompetencies(u8),
    Extend(i8),
    Pause,
    Resume,
    GiveTurn { to: usize, competency: usize },
    NextTurn,
    Part(u8),
    Park { of: usize, competency: usize, parked: bool },
    Cover { of: usize, competency: usize },
    Note(u8),
    SummaryTo(bool),
    ByPerson(bool),
    Nudge(usize),
    Theme { theme: u8, text: Option<u8>, agreed: bool },
    Undo,
    Bring { sheet: u8, number: u8, action: u8 },
    Forget(u8),
    Typed { competency: usize, day: u8, first: Option<u8> },
    LookBack { action: u8, outcome: Option<u8>, note: Option<u8> },
    ShowLook { action: u8, on: bool },
    CoverLook { of: usize, action: u8 },
}

impl Do {
    /// Something written that nobody else sees by itself.
    fn is_writing(&self) -> bool {
        matches!(
            self,
            Self::Rate { .. }
                | Self::Decline { .. }
                | Self::Rescore { .. }
                | Self::Act { .. }
                | Self::Drop(_)
                | Self::Jot { .. }
                | Self::Describe(_)
                | Self::KeepSheet(_)
                | Self::Feedback { draft: true, .. }
                | Self::Bring { .. }
                | Self::Forget(_)
                | Self::Typed { .. }
                | Self::LookBack { .. }
        )
    }
}

/// Who does it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The person whose private words differ between the runs.
    Secretive(Do),
    /// One of the others.
    Other(usize, Do),
    /// The facilitator.
    Desk(Do),
    /// Somebody joins.
    Join,
    /// Time passes, in minutes.
    Wait(u8),
}

fn own() -> impl Strategy<Value = Do> {
    let competency = 0usize..4;
    let value = || proptest::option::of(0u8..9);
    prop_oneof![
        6 => (competency.clone(), value(), value()).prop_map(|(competency, score, reason)| Do::Rate { competency, score, reason }),
        2 => (competency.clone(), value(), value()).prop_map(|(competency, score, shift)| Do::Rescore { competency, score, shift }),
        3 => (competency.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(competency, score, reason, on)| Do::Show { competency, score, reason, on }),
        2 => (competency.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(competency, rescore, shift, display)| Do::ShowAfter { competency, rescore, shift, display }),
        1 => competency.clone().prop_map(Do::TakeBack),
        1 => (competency.clone(), 0usize..5).prop_map(|(competency, to)| Do::ShowTo { competency, to }),
        3 => (0usize..5, competency.clone(), 0u8..3, any::<bool>(), value())
            .prop_map(|(to, competency, kind, draft, text)| Do::Feedback { to, competency, kind, draft, text }),
        1 => (0usize..3, any::<bool>(), any::<bool>()).prop_map(|(at, kept, tell)| Do::Keep { at, kept, tell }),
        3 => (0u8..3, value(), value()).prop_map(|(action, text, review)| Do::Act { action, text, review }),
        1 => (0u8..3).prop_map(Do::Drop),
        2 => (competency.clone(), value()).prop_map(|(competency, text)| Do::Jot { competency, text }),
        2 => (any::<bool>(), proptest::option::of((competency.clone(), any::<bool>())), proptest::option::of((0u8..3, any::<bool>())))
            .prop_map(|(name, shown, action)| Do::Record { name, shown, action }),
        1 => (competency.clone(), any::<bool>()).prop_map(|(competency, declined)| Do::Decline { competency, declined }),
        1 => any::<bool>().prop_map(Do::Ready),
        1 => any::<bool>().prop_map(Do::MoreTime),
        1 => any::<bool>().prop_map(Do::Hand),
        1 => Just(Do::StartTurn),
        1 => competency.clone().prop_map(Do::Later),
        1 => competency.prop_map(Do::Pass),
        1 => any::<bool>().prop_map(Do::KeepSheet),
        1 => any::<bool>().prop_map(Do::StepOut),
        1 => Just(Do::Leave),
        1 => (0u8..9).prop_map(Do::Describe),
        1 => (0u8..4).prop_map(Do::PreferAreas),
        1 => (0u8..8).prop_map(Do::PreferCompetencies),
        3 => (0u8..3, 0u8..9, 0u8..4).prop_map(|(sheet, number, action)| Do::Bring { sheet, number, action }),
        1 => (0u8..3).prop_map(Do::Forget),
        1 => (0usize..4, 0u8..3, value()).prop_map(|(competency, day, first)| Do::Typed { competency, day, first }),
        2 => (0u8..4, proptest::option::of(0u8..4), value())
            .prop_map(|(action, outcome, note)| Do::LookBack { action, outcome, note }),
        3 => (0u8..4, any::<bool>()).prop_map(|(action, on)| Do::ShowLook { action, on }),
    ]
}

fn desk() -> impl Strategy<Value = Do> {
    let (person, competency) = (0usize..5, 0usize..4);
    prop_oneof![
        5 => (0usize..8).prop_map(Do::GoTo),
        1 => person.clone().prop_map(Do::Admit),
        1 => person.clone().prop_map(Do::Remove),
        1 => any::<bool>().prop_map(Do::Lock),
        1 => any::<bool>().prop_map(Do::Picks),
        1 => (0usize..2).prop_map(Do::ChooseArea),
        1 => (1u8..8).prop_map(Do::ChooseCompetencies),
        1 => (-5i8..9).prop_map(Do::Extend),
        1 => Just(Do::Pause),
        1 => Just(Do::Resume),
        1 => (person.clone(), competency.clone()).prop_map(|(to, competency)| Do::GiveTurn { to, competency }),
        3 => Just(Do::NextTurn),
        1 => (0u8..3).prop_map(Do::Part),
        1 => (person.clone(), competency.clone(), any::<bool>())
            .prop_map(|(of, competency, parked)| Do::Park { of, competency, parked }),
        2 => (person.clone(), competency).prop_map(|(of, competency)| Do::Cover { of, competency }),
        1 => (person, 0u8..4).prop_map(|(of, action)| Do::CoverLook { of, action }),
        1 => (0u8..9).prop_map(Do::Note),
        1 => any::<bool>().prop_map(Do::SummaryTo),
        1 => any::<bool>().prop_map(Do::ByPerson),
        1 => (0usize..5).prop_map(Do::Nudge),
        2 => (0u8..3, proptest::option::of(0u8..9), any::<bool>())
            .prop_map(|(theme, text, agreed)| Do::Theme { theme, text, agreed }),
        2 => Just(Do::Undo),
    ]
}

/// Histories of up to so many steps.
pub(crate) fn steps(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => own().prop_map(Step::Secretive),
        4 => (0usize..4, own()).prop_map(|(who, what)| Step::Other(who, what)),
        4 => desk().prop_map(Step::Desk),
        1 => Just(Step::Join),
        1 => (0u8..40).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..longest)
}
