//! What each connection has been sent, and what it must be sent now. Views are built and compared here; the part that is
//! common to all is serialised once, a table once for each audience that sees something else.
//!
//! A connection gets a frame only when something *it* sees changed. That is a promise about privacy, not about speed.

use std::collections::HashMap;

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use trivet_shared::id::{CommandId, ParticipantId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::{Actor, Place, State};
use trivet_shared::time::Timestamp;
use trivet_shared::view::{
    Audience, Desk, Mine, Presence, Room, RoomChange, Table, TableChange, desk, mine, room, table,
};
use trivet_shared::wire::{ServerFrame, You};

/// The documents as they were last sent.
#[derive(Debug, Default)]
pub struct Publisher {
    room: Option<Room>,
    desk: Option<Desk>,
    tables: HashMap<Audience, Table>,
    mine: HashMap<ParticipantId, Mine>,
}

/// What a connection is there for; it follows from its actor and the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Who it is.
    pub actor: Actor,
    /// Past the door: somebody who waits gets the title only.
    pub inside: bool,
}

impl Reader {
    /// The reader that an actor is at this moment.
    pub fn of(state: &State, actor: Actor) -> Reader {
        let place = actor.participant.and_then(|id| state.person(id)).map(|person| person.place);
        Reader { actor, inside: actor.facilitator || actor.display || place != Some(Place::Waiting) }
    }
}

/// Serialised parts of one round of changes.
#[derive(Debug, Default)]
pub struct Round {
    room: Option<String>,
    desk: Option<String>,
    tables: HashMap<Audience, String>,
    mine: HashMap<ParticipantId, String>,
    room_only: Option<Utf8Bytes>,
    /// The frame made last: those who see the same wait for the same bytes, however slowly they read.
    last: Option<Utf8Bytes>,
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// A frame as text.
pub fn frame(frame: &ServerFrame) -> Utf8Bytes {
    json(frame).into()
}

/// `done`.
pub fn done(id: CommandId) -> Utf8Bytes {
    frame(&ServerFrame::Done { id })
}

/// `refused`.
pub fn refused(id: Option<CommandId>, refusal: Refusal) -> Utf8Bytes {
    frame(&ServerFrame::Refused { id, refusal })
}

impl Publisher {
    /// The first frame of a connection: whole documents. Afterwards they count as sent.
    pub fn welcome(
        &mut self,
        state: &State,
        presence: &Presence,
        reader: Reader,
        now: Timestamp,
        build: &str,
    ) -> Utf8Bytes {
        let Actor { participant, facilitator, display, co } = reader.actor;
        let whole = room(state, presence);
        let you = You { participant, facilitator, co, display, seated: reader.inside };
        let mut welcome =
            (RoomChange { title: Some(whole.title.clone()), ..RoomChange::default() }, None, None, None);
        if reader.inside {
            let audience = Audience::of(state, reader.actor);
            welcome = (
                whole.whole(),
                audience.map(|audience| table(state, audience)),
                participant.and_then(|id| mine(state, id)),
                facilitator.then(|| desk(state, presence)),
            );
        }
        let (room_part, table_part, mine_part, desk_part) = welcome;
        // What others were sent last is at least as old; only what nobody had is new here.
        self.room.get_or_insert(whole);
        if let (Some(audience), Some(table)) = (Audience::of(state, reader.actor), &table_part) {
            self.tables.entry(audience).or_insert_with(|| table.clone());
        }
        if let (Some(id), Some(mine)) = (participant, &mine_part) {
            self.mine.entry(id).or_insert_with(|| mine.clone());
        }
        if let Some(desk) = &desk_part {
            self.desk.get_or_insert_with(|| desk.clone());
        }
        let build = build.to_owned();
        frame(&ServerFrame::Welcome {
            you,
            now,
            build,
            room: room_part,
            table: table_part,
            mine: mine_part,
            desk: desk_part,
        })
    }

    /// Compares what stands with what was sent, for these readers.
    pub fn round(&mut self, state: &State, presence: &Presence, readers: &[Reader]) -> Round {
        let mut round = Round::default();
        let now = room(state, presence);
        if let Some(change) = self.room.as_ref().and_then(|before| now.since(before)) {
            round.room = Some(json(&change));
        }
        self.room = Some(now);
        if readers.iter().any(|reader| reader.actor.facilitator) {
            let now = desk(state, presence);
            if let Some(change) = self.desk.as_ref().and_then(|before| now.since(before)) {
                round.desk = Some(json(&change));
            }
            self.desk = Some(now);
        } else {
            self.desk = None;
        }
        self.compare_tables(state, readers, &mut round);
        self.compare_mine(state, readers, &mut round);
        round
    }

    fn compare_tables(&mut self, state: &State, readers: &[Reader], round: &mut Round) {
        let mut before = std::mem::take(&mut self.tables);
        let mut written: Vec<(TableChange, String)> = Vec::new();
        for audience in readers.iter().filter_map(|reader| Audience::of(state, reader.actor)) {
            if self.tables.contains_key(&audience) {
                continue;
            }
            let now = table(state, audience);
            let known = before.remove(&audience).unwrap_or_else(Table::bare);
            if let Some(change) = now.since(&known) {
                let same = written.iter().find(|(other, _)| *other == change).map(|(_, text)| text.clone());
                let text = same.unwrap_or_else(|| {
                    let text = json(&change);
                    written.push((change, text.clone()));
                    text
                });
                round.tables.insert(audience, text);
            }
            self.tables.insert(audience, now);
        }
        // Whoever sat here and left sees what is shown no longer.
        for (audience, table) in before {
            if let Some(change) = Table::bare().since(&table) {
                round.tables.insert(audience, json(&change));
            }
        }
    }

    fn compare_mine(&mut self, state: &State, readers: &[Reader], round: &mut Round) {
        let mut before = std::mem::take(&mut self.mine);
        for id in readers.iter().filter(|reader| reader.inside).filter_map(|reader| reader.actor.participant)
        {
            if self.mine.contains_key(&id) {
                continue;
            }
            let Some(now) = mine(state, id) else { continue };
            if let Some(change) = before.remove(&id).and_then(|before| now.since(&before)) {
                round.mine.insert(id, json(&change));
            }
            self.mine.insert(id, now);
        }
    }
}

impl Round {
    /// The frame this reader gets; none when nothing they see changed.
    pub fn frame(&mut self, reader: Reader) -> Option<Utf8Bytes> {
        if !reader.inside {
            return None;
        }
        let actor = reader.actor;
        let audience = match actor {
            Actor { facilitator: true, .. } => Some(Audience::Desk),
            Actor { display: true, .. } => Some(Audience::Display),
            Actor { participant, .. } => participant.map(Audience::Participant),
        };
        let table = audience.and_then(|audience| self.tables.get(&audience));
        let mine = actor.participant.and_then(|id| self.mine.get(&id));
        let desk = self.desk.as_ref().filter(|_| actor.facilitator);
        if table.is_none() && mine.is_none() && desk.is_none() {
            let room = self.room.as_ref()?;
            let common = || format!(r#"{{"type":"changed","room":{room}}}"#).into();
            return Some(self.room_only.get_or_insert_with(common).clone());
        }
        let mut text = String::from(r#"{"type":"changed""#);
        for (name, part) in [("room", self.room.as_ref()), ("table", table), ("mine", mine), ("desk", desk)] {
            if let Some(part) = part {
                text.push_str(",\"");
                text.push_str(name);
                text.push_str("\":");
                text.push_str(part);
            }
        }
        text.push('}');
        if self.last.as_ref().is_none_or(|last| last.as_str() != text) {
            text.shrink_to_fit();
            self.last = Some(text.into());
        }
        self.last.clone()
    }
}
