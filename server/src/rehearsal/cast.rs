//! The three pretend people: what each is like, and their sentences by name. What they do with it is `play`'s.

use trivet_shared::words::{Key, Value, say, say_with};

/// A pretend person.
#[derive(Debug)]
pub(super) struct Part {
    /// Their place in the order they come in, from 1.
    pub(super) place: u32,
    name: Key,
    reasons: [Key; 3],
    shift: Key,
    action: Key,
    feedback: [Key; 2],
    /// Confidence at first, competency by competency.
    pub(super) scores: [u8; 3],
    /// How that has moved afterwards.
    pub(super) moved: i8,
    /// Areas they would like, by their place in the framework.
    pub(super) areas: &'static [usize],
    /// The kind of feedback they give.
    pub(super) kind: &'static str,
    /// What they show in their turn.
    pub(super) shows: Shows,
    /// What they answer to "Need anything?".
    pub(super) answer: &'static str,
    /// What they put in the record.
    pub(super) records: Records,
    /// What else they are like.
    pub(super) habits: &'static [Habit],
}

/// What somebody shows in their turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Score and reason.
    Both,
    /// The reason alone.
    Reason,
    /// Nothing: they talk.
    Nothing,
}

/// What somebody puts in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Records {
    /// Name, what they showed, their action.
    All,
    /// The action, without a name.
    Action,
    /// Nothing.
    Nothing,
}

/// Something that not everybody does. Each is done once, but for the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Habit {
    /// Begins their turn by themselves when it comes next; others wait to be given it.
    Begins,
    /// Says late that they are ready.
    Late,
    /// Asks for more time in Rate.
    MoreTime,
    /// Passes the turn with the last competency.
    Passes,
    /// Steps out while another speaks, and comes back.
    StepsOut,
    /// Raises a hand while another speaks.
    RaisesHand,
    /// Tells the facilitator feedback they were given.
    Tells,
}

/// Everybody in a rehearsal.
pub(super) const CAST: [Part; 3] = [
    Part {
        place: 1,
        name: Key::Ash,
        reasons: [Key::AshReason1, Key::AshReason2, Key::AshReason3],
        shift: Key::AshShift,
        action: Key::AshAction,
        feedback: [Key::AshFeedback1, Key::AshFeedback2],
        scores: [6, 7, 4],
        moved: 1,
        areas: &[0, 1],
        kind: "strength",
        shows: Shows::Both,
        answer: "fine",
        records: Records::All,
        habits: &[Habit::Begins, Habit::MoreTime, Habit::Tells],
    },
    Part {
        place: 2,
        name: Key::Bo,
        reasons: [Key::BoReason1, Key::BoReason2, Key::BoReason3],
        shift: Key::BoShift,
        action: Key::BoAction,
        feedback: [Key::BoFeedback1, Key::BoFeedback2],
        scores: [5, 3, 8],
        moved: 0,
        areas: &[1],
        kind: "solution",
        shows: Shows::Reason,
        answer: "time",
        records: Records::Action,
        habits: &[Habit::Passes, Habit::StepsOut],
    },
    Part {
        place: 3,
        name: Key::Cleo,
        reasons: [Key::CleoReason1, Key::CleoReason2, Key::CleoReason3],
        shift: Key::CleoShift,
        action: Key::CleoAction,
        feedback: [Key::CleoFeedback1, Key::CleoFeedback2],
        scores: [4, 6, 6],
        moved: -1,
        areas: &[1, 2],
        kind: "training",
        shows: Shows::Nothing,
        answer: "talk",
        records: Records::Nothing,
        habits: &[Habit::Late, Habit::RaisesHand],
    },
];

impl Part {
    pub(super) fn is(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }

    /// Their name, which says that they are made up.
    pub(super) fn name(&self) -> String {
        say_with(Key::RehearsalName, &[("name", Value::Text(&say(self.name)))])
    }

    /// Why that score, for the competency at that place.
    pub(super) fn reason(&self, place: usize) -> String {
        marked(self.reasons[place % self.reasons.len()])
    }

    /// What shifted.
    pub(super) fn shift(&self) -> String {
        marked(self.shift)
    }

    /// What they will do.
    pub(super) fn action(&self) -> String {
        marked(self.action)
    }

    /// Feedback for whoever talks about the competency at that place.
    pub(super) fn feedback(&self, place: usize) -> String {
        marked(self.feedback[place % self.feedback.len()])
    }
}

/// The only way words of theirs come about: with the mark that they are made up.
fn marked(key: Key) -> String {
    say_with(Key::RehearsalMarked, &[("text", Value::Text(&say(key)))])
}
