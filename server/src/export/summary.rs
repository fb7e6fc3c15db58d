//! The group's summary: what people put in the record, the themes the group said yes to, what was looked at, and time.
//! Built from what the facilitator's view holds; no average, no ranking, nothing of anybody who put nothing in.

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::CompetencyId;
use trivet_shared::session::preparing::Meeting;
use trivet_shared::session::theming::ThemeKind;
use trivet_shared::session::{Stage, State};
use trivet_shared::time::{MINUTE, Timestamp};
use trivet_shared::view::{Presence, SummaryAction, SummaryPerson, SummaryShown, desk};
use trivet_shared::words::{Key, Value, say, say_with};

use super::{Confidence, Frame};

/// The group's summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SummaryDocument {
    /// `summary`.
    #[schemars(extend("const" = "summary"))]
    pub kind: &'static str,
    /// What stands on every document.
    #[serde(flatten)]
    pub frame: Frame,
    /// Who guided it, as far as they gave a name.
    pub facilitators: Vec<String>,
    /// How many took part.
    pub present: u32,
    /// "2 of 4 have chosen what goes in", while some have not.
    pub chosen: Option<String>,
    /// What was looked at.
    pub competencies: Vec<Competency>,
    /// What people put in.
    pub people: Vec<PersonLines>,
    /// Before and after, of those who put both in; in the order of `people`.
    pub before_and_after: Vec<BeforeAfter>,
    /// Themes and training ideas that the group said yes to.
    pub themes: Vec<Theme>,
    /// What the group agreed.
    pub agreements: Vec<String>,
    /// Planned and actual minutes.
    pub minutes: Vec<StageMinutes>,
    /// Minutes planned in all.
    pub planned: i64,
    /// Minutes it took in all.
    pub took: i64,
}

impl SummaryDocument {
    /// Names that were put in, and nothing else with them.
    pub(super) fn only_named(&self) -> impl Iterator<Item = &str> {
        let bare = |person: &&PersonLines| person.lines.is_empty() && person.actions.is_empty();
        self.people.iter().filter(bare).map(|person| person.name.as_str())
    }

    /// The themes, then the training ideas, each under its heading.
    pub(super) fn themes(&self) -> impl Iterator<Item = (Key, impl Iterator<Item = &str>)> {
        [(Key::Themes, ThemeKind::Theme), (Key::TrainingIdeas, ThemeKind::Training)].into_iter().map(
            |(name, kind)| {
                let lines = self.themes.iter().filter(move |theme| theme.kind == kind);
                (name, lines.map(|theme| theme.text.as_str()))
            },
        )
    }
}

/// A theme or training idea of the group, as the facilitator wrote it with everybody there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Theme {
    /// Which of the two.
    #[schemars(with = "String", extend("enum" = ["theme", "training"]))]
    pub kind: ThemeKind,
    /// The words.
    pub text: String,
}

/// Before and after of one person about one competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BeforeAfter {
    /// Whose: their name, if they put it in; otherwise "Somebody".
    pub who: String,
    /// The competency's name.
    pub name: String,
    /// Both.
    pub confidence: Confidence,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Competency {
    /// Its id.
    #[schemars(with = "String")]
    pub id: CompetencyId,
    /// Its name.
    pub name: String,
    /// What it means.
    pub statement: String,
}

/// What one person put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonLines {
    /// Their name, if they put it in; otherwise "Somebody".
    pub name: String,
    /// What they showed.
    pub lines: Vec<Line>,
    /// What they will do.
    pub actions: Vec<ActionLine>,
}

/// What somebody showed about a competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The competency's name.
    pub name: String,
    /// Confidence, as far as it was put in.
    pub confidence: Option<Confidence>,
    /// Why.
    pub reason: Option<String>,
    /// What shifted.
    pub shift: Option<String>,
}

/// What somebody will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionLine {
    /// What.
    pub text: String,
    /// Towards which competency.
    pub name: Option<String>,
    /// When they will look back, `2027-01-19`.
    #[schemars(extend("format" = "date"))]
    pub review: Option<String>,
    /// That day in words.
    pub review_in_words: Option<String>,
}

/// Planned and actual minutes of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StageMinutes {
    /// Which.
    #[schemars(with = "String", extend("enum" = ["lobby", "area", "competencies", "rate", "discuss", "rescore", "actions", "closed"]))]
    pub stage: Stage,
    /// Its name.
    pub name: String,
    /// Planned.
    pub planned: i64,
    /// Actual, to the nearest whole minute.
    pub took: i64,
}

/// The summary as it stands.
pub fn build(state: &State, presence: &Presence, at: Timestamp, private: bool) -> SummaryDocument {
    let desk = desk(state, presence);
    let record = desk.record;
    let some_have_not = record.answered < record.of;
    let chosen = some_have_not.then(|| {
        let values =
            [("answered", Value::Number(record.answered.into())), ("of", Value::Number(record.of.into()))];
        say_with(Key::Chosen, &values)
    });
    let looked_at = state.choice.competencies.iter().filter_map(|id| state.framework.competency(id));
    let minutes = desk.plan.stages.iter().map(|planned| {
        let running =
            desk.plan.since.filter(|_| planned.stage == state.stage).map_or(0, |since| at.since(since));
        let took = (planned.took + running + MINUTE / 2) / MINUTE;
        StageMinutes { stage: planned.stage, name: stage_name(planned.stage), planned: planned.minutes, took }
    });
    let minutes: Vec<StageMinutes> = minutes.collect();
    let themes = record.summary.themes.into_iter();
    let people: Vec<PersonLines> =
        record.summary.people.into_iter().map(|person| lines(state, person)).collect();
    SummaryDocument {
        kind: "summary",
        frame: Frame::of(state, None, at, private),
        facilitators: state
            .facilitators
            .iter()
            .filter_map(|f| Some(f.name.as_ref()?.as_str().to_owned()))
            .collect(),
        present: u32::try_from(state.seated().count()).unwrap_or(u32::MAX),
        chosen,
        competencies: looked_at
            .map(|(_, c)| Competency {
                id: c.id.clone(),
                name: state.framework.in_text(&c.name),
                statement: c.statement.clone(),
            })
            .collect(),
        before_and_after: people.iter().flat_map(before_and_after).collect(),
        people,
        themes: themes.map(|theme| Theme { kind: theme.kind, text: theme.text }).collect(),
        agreements: agreements(state),
        planned: minutes.iter().map(|stage| stage.planned).sum(),
        took: minutes.iter().map(|stage| stage.took).sum(),
        minutes,
    }
}

fn name(state: &State, id: &CompetencyId) -> String {
    state
        .framework
        .competency(id)
        .map_or_else(|| id.to_string(), |(_, competency)| state.framework.in_text(&competency.name))
}

fn lines(state: &State, person: SummaryPerson) -> PersonLines {
    let shown = |shown: SummaryShown| {
        let scored = shown.score.is_some() || shown.rescore.is_some();
        Line {
            name: name(state, &shown.competency),
            confidence: scored.then(|| Confidence::of(shown.score, shown.rescore, false)),
            reason: shown.reason,
            shift: shown.shift,
        }
    };
    let action = |action: SummaryAction| ActionLine {
        name: action.competency.as_ref().map(|id| name(state, id)),
        text: action.text,
        review: action.review.map(|date| date.to_string()),
        review_in_words: action.review.map(|date| date.in_words()),
    };
    PersonLines {
        name: person.name.unwrap_or_else(|| say(Key::Somebody)),
        lines: person.shown.into_iter().map(shown).collect(),
        actions: person.actions.into_iter().map(action).collect(),
    }
}

fn before_and_after(person: &PersonLines) -> impl Iterator<Item = BeforeAfter> {
    person.lines.iter().filter_map(|line| {
        let both = line.confidence.clone().filter(|both| both.first.is_some() && both.after.is_some());
        Some(BeforeAfter { who: person.name.clone(), name: line.name.clone(), confidence: both? })
    })
}

/// As on everybody's page: the group's own, or the usual ones; in a call one more.
fn agreements(state: &State) -> Vec<String> {
    let usual =
        || [Key::AgreedStays, Key::AgreedNames, Key::AgreedShare, Key::AgreedLearning].map(say).to_vec();
    let own = state.prepared.agreements.as_ref().filter(|list| !list.is_empty());
    let mut all = own.map_or_else(usual, |list| list.iter().map(|one| one.as_str().to_owned()).collect());
    let call = say(Key::AgreedCall);
    if state.prepared.meeting == Meeting::Call && !all.contains(&call) {
        all.push(call);
    }
    all
}

fn stage_name(stage: Stage) -> String {
    say(match stage {
        Stage::Lobby => Key::StageLobby,
        Stage::Area => Key::StageArea,
        Stage::Competencies => Key::StageCompetencies,
        Stage::Rate => Key::StageRate,
        Stage::Discuss => Key::StageDiscuss,
        Stage::Rescore => Key::StageRescore,
        Stage::Actions => Key::StageActions,
        Stage::Closed => Key::StageClosed,
    })
}
