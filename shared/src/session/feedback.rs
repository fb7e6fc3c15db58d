//! Feedback of three kinds from one person to another. Its writer and that person see it; the facilitator does only when
//! that person says so. A draft is its writer's alone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::{check_was, given};
use super::{Decision, Event as Happened, Person, Place, Stage, State, payloads};
use crate::id::{CompetencyId, FeedbackId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::{Name, Patch, Why, Words};
use crate::time::Timestamp;

/// The three kinds are the method's: strengths, solutions, opportunities for training and development.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Kind {
    /// A strength I heard.
    #[default]
    Strength,
    /// Something that might help.
    Solution,
    /// Training or development to look into.
    Training,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Strength => "strength",
            Self::Solution => "solution",
            Self::Training => "training",
        }
    }
}

/// What somebody wrote to somebody, in its writer's hands. One for each person, competency and kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// To whom.
    pub to: ParticipantId,
    /// About what.
    pub competency: CompetencyId,
    /// Which kind.
    pub kind: Kind,
    /// Not sent yet, or changed since.
    pub draft: Option<Words>,
    /// As that person has it.
    pub text: Option<Words>,
}

/// Feedback in its recipient's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// Its id.
    pub feedback: FeedbackId,
    /// From whom; nobody any more when its writer erased themselves.
    pub from: Option<ParticipantId>,
    /// That person's name, where a kept sheet is all that is left of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// About what.
    pub competency: CompetencyId,
    /// Which kind.
    pub kind: Kind,
    /// The words.
    pub text: Words,
    /// Kept; otherwise set aside.
    pub kept: bool,
    /// The facilitator may see it.
    pub told: bool,
}

payloads! {
    /// `feedback`
    pub struct Feedback {
        /// To whom.
        pub to: ParticipantId,
        /// About what.
        pub competency: CompetencyId,
        /// Which kind.
        pub kind: Kind,
        /// The words; `null` or white space takes it back.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        pub text: Patch<Words>,
        /// Keep it as a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub draft: Option<bool>,
        /// The words as I saw them before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
    /// `keepFeedback`
    pub struct KeepFeedback {
        /// Which.
        pub feedback: FeedbackId,
        /// Kept, or set aside.
        pub kept: bool,
        /// The facilitator may see it, or no longer; absent leaves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub tell_facilitator: Option<bool>,
    }
}

/// Feedback, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A draft, in its writer's hands.
    Drafted {
        /// Who writes.
        from: ParticipantId,
        /// To whom.
        to: ParticipantId,
        /// About what.
        competency: CompetencyId,
        /// Which kind.
        kind: Kind,
        /// The draft.
        draft: Option<Words>,
    },
    /// Sent, or taken back.
    Sent {
        /// Who wrote.
        from: ParticipantId,
        /// To whom.
        to: ParticipantId,
        /// About what.
        competency: CompetencyId,
        /// Which kind.
        kind: Kind,
        /// The words; none when taken back.
        text: Option<Words>,
    },
    /// What its recipient does with it.
    Kept {
        /// Whose it is.
        id: ParticipantId,
        /// Which.
        feedback: FeedbackId,
        /// Kept, or set aside.
        kept: bool,
        /// The facilitator may see it.
        told: bool,
    },
}

pub(super) fn feedback(state: &State, me: &Person, give: &Feedback, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    me.inside()?;
    if give.to == me.id {
        return Err(Refusal::invalid("to", Why::Oneself));
    }
    let text = given(&give.text)?;
    let before = me
        .sent
        .iter()
        .find(|sent| (sent.to, &sent.competency, sent.kind) == (give.to, &give.competency, give.kind));
    // Taking back what one wrote needs nobody's being here, and no choice of the group's.
    if text.is_some() || before.is_none() {
        check_recipient(state, give)?;
    }
    let stands = before.and_then(|sent| sent.draft.as_ref().or(sent.text.as_ref()));
    check_was(&give.was, stands)?;
    let (to, competency, kind) = (give.to, give.competency.clone(), give.kind);
    if give.draft == Some(true) {
        let changes = before.and_then(|sent| sent.draft.as_ref()) != text.as_ref();
        let event = Event::Drafted { from: me.id, to, competency, kind, draft: text };
        return Ok(changes.then_some(Happened::Feedback(event)).into_iter().collect());
    }
    let sent = before.and_then(|sent| sent.text.as_ref());
    let changes = sent != text.as_ref() || before.is_some_and(|sent| sent.draft.is_some());
    if sent.is_some() && sent != text.as_ref() && state.stage == Stage::Closed {
        return Err(Refusal::NotNow); // what people took away stays as it is
    }
    let event = Event::Sent { from: me.id, to, competency, kind, text };
    Ok(changes.then_some(Happened::Feedback(event)).into_iter().collect())
}

/// Whom one can write to about what. It goes by what everybody knows: whether the recipient has written about it
/// themselves must not show.
fn check_recipient(state: &State, give: &Feedback) -> Result<(), Refusal> {
    let other = state.person(give.to).filter(|p| p.place != Place::Waiting).ok_or(Refusal::unknown("to"))?;
    if other.on_paper() || other.place == Place::Removed {
        return Err(Refusal::NotNow);
    }
    state.framework.competency(&give.competency).ok_or(Refusal::unknown("competency"))?;
    if state.choice.ever.contains(&give.competency) { Ok(()) } else { Err(Refusal::NotInArea) }
}

pub(super) fn keep_feedback(_: &State, me: &Person, keep: &KeepFeedback, _: Timestamp) -> Decision {
    let received = me.received.iter().find(|received| received.feedback == keep.feedback);
    let received = received.ok_or(Refusal::unknown("feedback"))?;
    let told = keep.tell_facilitator.unwrap_or(received.told);
    let changes = (keep.kept, told) != (received.kept, received.told);
    let event = Event::Kept { id: me.id, feedback: keep.feedback, kept: keep.kept, told };
    Ok(changes.then_some(Happened::Feedback(event)).into_iter().collect())
}

fn note<'a>(
    person: &'a mut Person,
    to: ParticipantId,
    competency: &CompetencyId,
    kind: Kind,
) -> &'a mut Sent {
    let key = |sent: &Sent| sent.to == to && sent.competency == *competency && sent.kind == kind;
    let place = person.sent.iter().position(key).unwrap_or(person.sent.len());
    if place == person.sent.len() {
        person.sent.push(Sent { to, competency: competency.clone(), kind, draft: None, text: None });
    }
    &mut person.sent[place]
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Drafted { from, to, competency, kind, draft } => state.with_person(*from, |person| {
            note(person, *to, competency, *kind).draft.clone_from(draft);
            person.sent.retain(|sent| sent.draft.is_some() || sent.text.is_some());
        }),
        Event::Sent { from, to, competency, kind, text } => {
            state.with_person(*from, |person| {
                let sent = note(person, *to, competency, *kind);
                sent.draft = None;
                sent.text.clone_from(text);
                person.sent.retain(|sent| sent.draft.is_some() || sent.text.is_some());
            });
            let feedback = FeedbackId::derive(&state.salt(), *from, *to, competency, kind.name());
            state.with_person(*to, |person| {
                receive(person, feedback, *from, competency, *kind, text.as_ref())
            });
        }
        Event::Kept { id, feedback, kept, told } => state.with_person(*id, |person| {
            for received in person.received.iter_mut().filter(|received| received.feedback == *feedback) {
                received.kept = *kept;
                received.told = *told;
            }
        }),
    }
}

fn receive(
    person: &mut Person,
    feedback: FeedbackId,
    from: ParticipantId,
    competency: &CompetencyId,
    kind: Kind,
    text: Option<&Words>,
) {
    let Some(text) = text else {
        person.received.retain(|received| received.feedback != feedback);
        return;
    };
    let known = person.received.iter_mut().find(|received| received.feedback == feedback);
    match known {
        // The yes to telling the facilitator was for the words as they were.
        Some(received) if received.text != *text => {
            received.text = text.clone();
            received.told = false;
        }
        Some(_) => {}
        None => person.received.push(Received {
            feedback,
            from: Some(from),
            name: None,
            competency: competency.clone(),
            kind,
            text: text.clone(),
            kept: true,
            told: false,
        }),
    }
}

#[cfg(test)]
mod tests;
