//! Guiding: prompts the facilitator adds and sends to phones, and the quiet question "Need anything?" with its canned
//! replies, between the facilitator and one person alone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::given;
use super::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::id::{CompetencyId, ParticipantId, PromptId};
use crate::refusal::Refusal;
use crate::text::{Patch, Text, Why};
use crate::time::Timestamp;

/// Characters in a prompt.
pub const PROMPT: usize = 300;
/// Prompts a facilitator can add.
pub const MOST_PROMPTS: usize = 40;

/// The words of a prompt.
pub type PromptText = Text<PROMPT>;

/// A prompt the facilitator added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Added {
    /// Its id.
    pub prompt: PromptId,
    /// For which competency; none: for any.
    pub competency: Option<CompetencyId>,
    /// The words.
    #[ts(type = "string")]
    pub text: PromptText,
}

/// A prompt on everybody's phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SentPrompt {
    /// Which competency it is about, if any.
    pub competency: Option<CompetencyId>,
    /// The words.
    #[ts(type = "string")]
    pub text: PromptText,
}

/// Prompts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Prompts {
    /// Added by the facilitator, oldest first.
    pub added: Vec<Added>,
    /// On the phones now.
    pub sent: Option<SentPrompt>,
}

/// What somebody answers to "Need anything?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Answer {
    /// I'm fine, thank you.
    #[default]
    Fine,
    /// A little more time, please.
    Time,
    /// Please come over, or write to me.
    Talk,
}

payloads! {
    /// `prompt`
    pub struct Prompt {
        /// Its id, made by the browser.
        pub prompt: PromptId,
        /// For which competency; absent: for any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub competency: Option<CompetencyId>,
        /// The words, at most 300 characters; `null` takes it out.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        pub text: Patch<PromptText>,
    }
    /// `sendPrompt`
    pub struct SendPrompt {
        /// The words; `null` takes them off the phones. They go by themselves with the stage.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        pub text: Patch<PromptText>,
        /// Which competency it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub competency: Option<CompetencyId>,
    }
    /// `nudge`
    pub struct Nudge {
        /// Whom to ask whether they need anything; once in a stage.
        pub participant: ParticipantId,
    }
    /// `reply`
    pub struct Reply {
        /// The answer to the facilitator's question.
        pub answer: Answer,
    }
}

/// Guiding, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A prompt was added or changed.
    Added(Added),
    /// A prompt was taken out.
    Dropped(PromptId),
    /// What is on the phones.
    Sent(Option<SentPrompt>),
    /// Somebody was asked, or answered.
    Asked {
        /// Who.
        id: ParticipantId,
        /// In which stage.
        stage: Stage,
        /// The answer, if there is one by now.
        answer: Option<Answer>,
    },
}

fn check_competency(state: &State, id: Option<&CompetencyId>) -> Result<(), Refusal> {
    match id {
        Some(id) if state.framework.competency(id).is_none() => Err(Refusal::unknown("competency")),
        _ => Ok(()),
    }
}

pub(super) fn prompt(state: &State, prompt: &Prompt, _: Timestamp) -> Decision {
    let before = state.prompts.added.iter().find(|added| added.prompt == prompt.prompt);
    let Some(text) = given(&prompt.text)? else {
        let dropped = Happened::Guiding(Event::Dropped(prompt.prompt));
        return Ok(before.map(|_| dropped).into_iter().collect());
    };
    check_competency(state, prompt.competency.as_ref())?;
    let added = Added { prompt: prompt.prompt, competency: prompt.competency.clone(), text };
    if before.is_none() && state.prompts.added.len() >= MOST_PROMPTS {
        return Err(Refusal::TooMany { most: MOST_PROMPTS });
    }
    let changes = before != Some(&added);
    Ok(changes.then_some(Happened::Guiding(Event::Added(added))).into_iter().collect())
}

pub(super) fn send_prompt(state: &State, send: &SendPrompt, _: Timestamp) -> Decision {
    check_competency(state, send.competency.as_ref())?;
    let sent = given(&send.text)?.map(|text| SentPrompt { competency: send.competency.clone(), text });
    let changes = sent != state.prompts.sent;
    Ok(changes.then_some(Happened::Guiding(Event::Sent(sent))).into_iter().collect())
}

pub(super) fn nudge(state: &State, nudge: &Nudge, _: Timestamp) -> Decision {
    let person = state.person(nudge.participant).ok_or(Refusal::unknown("participant"))?;
    person.seated()?;
    if person.on_paper() {
        return Err(Refusal::NotNow);
    }
    if person.nudges.contains_key(&state.stage) {
        return Ok(Vec::new()); // once in a stage, however often it is pressed
    }
    let event = Event::Asked { id: person.id, stage: state.stage, answer: None };
    Ok(vec![Happened::Guiding(event)])
}

pub(super) fn reply(state: &State, me: &Person, reply: &Reply, _: Timestamp) -> Decision {
    me.inside()?;
    match me.nudges.get(&state.stage) {
        None => Err(Refusal::invalid("answer", Why::Unknown)),
        Some(stands) if *stands == Some(reply.answer) => Ok(Vec::new()),
        Some(_) => {
            let event = Event::Asked { id: me.id, stage: state.stage, answer: Some(reply.answer) };
            Ok(vec![Happened::Guiding(event)])
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Added(added) => match state.prompts.added.iter_mut().find(|a| a.prompt == added.prompt) {
            Some(before) => *before = added.clone(),
            None => state.prompts.added.push(added.clone()),
        },
        Event::Dropped(id) => state.prompts.added.retain(|added| added.prompt != *id),
        Event::Sent(sent) => state.prompts.sent.clone_from(sent),
        Event::Asked { id, stage, answer } => {
            state.with_person(*id, |person| {
                person.nudges.insert(*stage, *answer);
            });
        }
    }
}

#[cfg(test)]
mod tests;
