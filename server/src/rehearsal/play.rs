//! What a pretend person does next, given what they see: a plain function without clock or socket. It gives everything
//! they might do now in their order, and a command only while it would change something they see.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use trivet_shared::framework::Framework;
use uuid::Uuid;

use super::cast::{Habit, Part, Records, Shows};
use super::seen::{Seen, Turn};

/// How long somebody takes for something, in pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// A press.
    Short,
    /// A sentence.
    Write,
    /// They take their time.
    Long,
}

impl Pace {
    /// In pauses.
    pub(super) fn pauses(self) -> u32 {
        match self {
            Pace::Short => 1,
            Pace::Write => 2,
            Pace::Long => 8,
        }
    }
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// The command.
    pub(super) command: Value,
    /// How long they take for it.
    pub(super) pace: Pace,
    /// What they have done once and for all with it.
    pub(super) once: Option<Habit>,
}

/// What a pretend person remembers beside what they see.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    /// What they have done once and for all.
    pub(super) did: HashSet<Habit>,
    /// The id of their action, made as a browser makes it.
    pub(super) action: Uuid,
    /// The day they will look back, as ISO date.
    pub(super) review: String,
}

struct Play<'a> {
    part: &'a Part,
    memory: &'a Memory,
    seen: &'a Seen,
    framework: &'a Framework,
    steps: Vec<Step>,
}

/// Everything to do now, the first thing first.
pub(super) fn steps(part: &Part, memory: &Memory, seen: &Seen, framework: &Framework) -> Vec<Step> {
    let mut play = Play { part, memory, seen, framework, steps: Vec::new() };
    let Some(stage) = seen.stage().filter(|_| !seen.on_a_break()) else {
        return Vec::new();
    };
    if seen.am("nudged") && seen.me("answer").is_null() {
        play.add(Pace::Short, json!({"type": "reply", "answer": part.answer}));
    }
    if seen.am("out") {
        play.add(Pace::Long, json!({"type": "stepOut", "out": false}));
        return play.steps; // whoever is out does nothing else
    }
    if seen.am("hand") {
        play.add(Pace::Long, json!({"type": "raiseHand", "raised": false}));
    }
    match stage {
        "area" => play.area(),
        "competencies" => play.competencies(),
        "rate" => play.rate(),
        "discuss" => play.discuss(),
        "rescore" => play.rescore(),
        "actions" => play.actions(),
        _ => {}
    }
    play.steps
}

impl Play<'_> {
    fn add(&mut self, pace: Pace, command: Value) {
        self.steps.push(Step { command, pace, once: None });
    }

    /// Does it if this person is like that and has not done it yet.
    fn once(&mut self, habit: Habit, pace: Pace, command: Value) {
        if self.part.is(habit) && !self.memory.did.contains(&habit) {
            self.steps.push(Step { command, pace, once: Some(habit) });
        }
    }

    fn ready(&mut self) {
        if self.steps.is_empty() && !self.seen.am("ready") {
            let pace = if self.part.is(Habit::Late) { Pace::Long } else { Pace::Short };
            self.add(pace, json!({"type": "ready", "ready": true}));
        }
    }

    fn place_of(&self, competency: &str) -> usize {
        self.seen.chosen().position(|chosen| chosen == competency).unwrap_or_default()
    }

    fn area(&mut self) {
        let areas = &self.framework.areas;
        let wanted: Vec<_> =
            self.part.areas.iter().filter_map(|place| areas.get(*place)).map(|area| &area.id).collect();
        if !wanted.is_empty() && is_empty(&self.seen.mine["preferences"]["areas"]) {
            self.add(Pace::Write, json!({"type": "preferAreas", "areas": wanted}));
        }
        self.ready();
    }

    fn competencies(&mut self) {
        let area = self.seen.area().and_then(|id| self.framework.area(&id.into()));
        // Two of them, not the same two for everybody.
        let wanted: Vec<_> = area.map_or(Vec::new(), |area| {
            let first = self.part.place as usize - 1;
            area.competencies
                .iter()
                .cycle()
                .skip(first)
                .take(2.min(area.competencies.len()))
                .map(|c| &c.id)
                .collect()
        });
        if !wanted.is_empty() && is_empty(&self.seen.mine["preferences"]["competencies"]) {
            self.add(Pace::Write, json!({"type": "preferCompetencies", "competencies": wanted}));
        }
        if area.is_some() {
            self.ready();
        }
    }

    fn rate(&mut self) {
        let seen = self.seen;
        let rated = |competency: &str| {
            let row = seen.row(competency);
            !row["score"].is_null() || !row["reason"].is_null() || row["declined"] == true
        };
        if seen.chosen().any(rated) {
            self.once(Habit::MoreTime, Pace::Short, json!({"type": "moreTime", "wanted": true}));
        }
        for (place, competency) in seen.chosen().enumerate().filter(|(_, competency)| !rated(competency)) {
            let score = self.part.scores[place % self.part.scores.len()];
            let reason = self.part.reason(place);
            let rate = json!({"type": "rate", "competency": competency, "score": score, "reason": reason});
            self.add(Pace::Write, rate);
        }
        self.ready();
    }

    fn discuss(&mut self) {
        if self.part.is(Habit::Tells) {
            let received = self.seen.mine["received"].as_array().and_then(|all| all.first());
            if let Some(feedback) = received.map(|received| received["feedback"].clone()) {
                let tell = json!({"type": "keepFeedback", "feedback": feedback, "kept": true, "tellFacilitator": true});
                self.once(Habit::Tells, Pace::Write, tell);
            }
        }
        let (seen, me) = (self.seen, self.seen.id());
        match seen.turn() {
            Some(turn) if turn.participant == me => self.speak(turn.competency),
            Some(turn) => self.listen(&turn),
            None if self.part.is(Habit::Begins)
                && seen.next_turn().is_some_and(|next| next.participant == me) =>
            {
                self.add(Pace::Write, json!({"type": "startTurn"}));
            }
            None => {}
        }
    }

    fn speak(&mut self, competency: &str) {
        let chosen = self.seen.chosen();
        if chosen.skip(1).last() == Some(competency) {
            let pass = json!({"type": "pass", "competency": competency});
            self.once(Habit::Passes, Pace::Write, pass);
        }
        let row = self.seen.row(competency);
        let has = |part: &str| !row[part].is_null();
        let (score, reason) = match self.part.shows {
            Shows::Both => (has("score"), has("reason")),
            Shows::Reason => (false, has("reason")),
            Shows::Nothing => (false, false),
        };
        // Covered by the facilitator: they do not show it again.
        if (score || reason) && row["shown"].is_null() && row["covered"] != true {
            let mut show = json!({"type": "show", "competency": competency});
            for part in [("score", score), ("reason", reason)].into_iter().filter(|(_, shown)| *shown) {
                show[part.0] = true.into();
            }
            self.add(Pace::Write, show);
        }
    }

    fn listen(&mut self, turn: &Turn<'_>) {
        self.once(Habit::RaisesHand, Pace::Write, json!({"type": "raiseHand", "raised": true}));
        if self.seen.reads(turn.participant) && !self.seen.wrote_to(turn.participant, turn.competency) {
            // Nobody replies while somebody speaks; but who listens for long sends what they wrote.
            let pace = if turn.part == "speak" { Pace::Long } else { Pace::Write };
            let text = self.part.feedback(self.place_of(turn.competency) + self.seen.seat(turn.participant));
            let feedback = json!({"type": "feedback", "to": turn.participant, "competency": turn.competency,
                "kind": self.part.kind, "text": text});
            self.add(pace, feedback);
        } else {
            self.once(Habit::StepsOut, Pace::Write, json!({"type": "stepOut", "out": true}));
        }
    }

    fn rescore(&mut self) {
        let seen = self.seen;
        for (place, competency) in seen.chosen().enumerate() {
            let row = seen.row(competency);
            let Some(score) = row["score"].as_i64().filter(|_| row["rescore"].is_null()) else {
                continue;
            };
            let score = (score + i64::from(self.part.moved)).clamp(1, 10);
            let mut rescore = json!({"type": "rescore", "competency": competency, "score": score});
            if place == 0 {
                rescore["shift"] = self.part.shift().into();
            }
            self.add(Pace::Write, rescore);
        }
        self.ready();
    }

    fn actions(&mut self) {
        let action = self.memory.action.to_string();
        if self.seen.mine["actions"][&action].is_null() {
            let mut act = json!({"type": "act", "action": action, "text": self.part.action(), "review": self.memory.review});
            if let Some(first) = self.seen.chosen().next() {
                act["competency"] = first.into();
            }
            self.add(Pace::Write, act);
        } else if self.seen.mine["record"]["answered"] != true {
            let record = self.record(&action);
            self.add(Pace::Write, record);
        }
        self.ready();
    }

    fn record(&self, action: &str) -> Value {
        let mut record = json!({"type": "record"});
        if self.part.records != Records::Nothing {
            record["actions"] = json!({action: true});
        }
        if self.part.records == Records::All {
            let shown: Map<String, Value> = self
                .seen
                .shown()
                .into_iter()
                .map(|competency| (competency.to_owned(), true.into()))
                .collect();
            record["name"] = true.into();
            record["shown"] = shown.into();
        }
        record
    }
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

#[cfg(test)]
mod tests;
