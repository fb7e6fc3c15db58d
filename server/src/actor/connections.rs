//! The sockets of one session, and what they say about who is there. Presence is no event: it is kept here, shown a
//! little, and moves nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use tokio::time::Instant;
use trivet_shared::id::{ParticipantId, SecretHash};
use trivet_shared::session::{Actor, DigestKey, State};
use trivet_shared::time::Timestamp;
use trivet_shared::view::Presence;

use super::{ConnectionId, Gone};
use crate::clock::Clock;
use crate::config::Limits;
use crate::outbound::{CloseCode, Outbound};
use crate::publish::Reader;
use crate::rehearsal::DeskHere;

struct Connection {
    id: ConnectionId,
    secret: SecretHash,
    key: DigestKey,
    reader: Reader,
    outbound: Outbound,
    /// It has had its `welcome`, which is always the first frame.
    welcomed: bool,
    /// A rehearsal's facilitator is here as long as this is.
    _desk: Option<DeskHere>,
}

/// The sockets of one session.
pub(super) struct Connections {
    limits: Arc<Limits>,
    clock: Clock,
    list: Vec<Connection>,
    count: u64,
    started: Instant,
    /// When somebody whose sockets went was last heard; never since the start otherwise.
    last_seen: HashMap<ParticipantId, Instant>,
    desk_gone: Option<(Instant, Timestamp)>,
    shown: Presence,
}

impl Connections {
    pub(super) fn new(limits: Arc<Limits>, clock: Clock, started: Instant) -> Connections {
        Connections {
            desk_gone: Some((started, clock.now())),
            limits,
            clock,
            list: Vec::new(),
            count: 0,
            started,
            last_seen: HashMap::new(),
            shown: Presence::default(),
        }
    }

    /// A new socket. The oldest of the same secret makes room for it when there are too many.
    pub(super) fn add(
        &mut self,
        secret: SecretHash,
        key: DigestKey,
        reader: Reader,
        outbound: Outbound,
        desk: Option<DeskHere>,
    ) -> ConnectionId {
        let own = self.list.iter().filter(|c| c.secret == secret).count();
        if own >= self.limits.sockets_per_person
            && let Some(place) = self.list.iter().position(|c| c.secret == secret)
        {
            let oldest = self.list.remove(place);
            oldest.outbound.close(CloseCode::Silent);
        }
        self.count += 1;
        let id = ConnectionId(self.count);
        if reader.actor.facilitator {
            self.desk_gone = None;
        }
        self.list.push(Connection { id, secret, key, reader, outbound, welcomed: false, _desk: desk });
        id
    }

    pub(super) fn remove(&mut self, gone: Gone) {
        if let Some(place) = self.list.iter().position(|c| c.id == gone.connection) {
            let connection = self.list.remove(place);
            self.note_gone(connection.reader.actor, gone.heard);
        }
    }

    fn note_gone(&mut self, actor: Actor, heard: Instant) {
        if let Some(id) = actor.participant {
            // Another socket of theirs may have been heard later, and have gone before.
            let last = self.last_seen.entry(id).or_insert(heard);
            *last = heard.max(*last);
        }
        if actor.facilitator && !self.list.iter().any(|c| c.reader.actor.facilitator) {
            self.desk_gone = Some((Instant::now(), self.clock.now()));
        }
    }

    /// Takes out sockets that this side has closed: they get nothing more.
    pub(super) fn sweep(&mut self) {
        let closed: Vec<ConnectionId> =
            self.list.iter().filter(|c| c.outbound.is_closed()).map(|c| c.id).collect();
        for connection in closed {
            self.remove(Gone { connection, heard: Instant::now() });
        }
    }

    pub(super) fn who(&self, id: ConnectionId) -> Option<(Actor, DigestKey, Outbound)> {
        let connection = self.list.iter().find(|c| c.id == id && !c.outbound.is_closed())?;
        Some((connection.reader.actor, connection.key, connection.outbound.clone()))
    }

    pub(super) fn close_person(&mut self, id: ParticipantId, code: CloseCode) {
        self.close_where(code, |c| c.reader.actor.participant == Some(id));
    }

    pub(super) fn close_displays(&mut self, code: CloseCode) {
        self.close_where(code, |c| c.reader.actor.display);
    }

    /// Facilitators' sockets whose link opens nothing any more; the one that made it so once it has had its answer.
    /// Another name for a co-facilitator ends no link.
    pub(super) fn revoke_links(&mut self, state: &State, by: ConnectionId) {
        let revoked = |c: &Connection| c.reader.actor.facilitator && state.who(&c.secret).is_none();
        if let Some(own) = self.list.iter().find(|c| c.id == by && revoked(c)) {
            own.outbound.close_after_all(CloseCode::UnknownSecret);
        }
        self.close_where(CloseCode::UnknownSecret, revoked);
    }

    /// The session is gone but for kept sheets: their owners come back to theirs, everybody else is told.
    pub(super) fn reduce(&mut self, state: &State) {
        self.close_where(CloseCode::Gone, |c| state.who(&c.secret).is_none());
        self.close_all(CloseCode::Draining);
    }

    pub(super) fn close_all(&mut self, code: CloseCode) {
        self.close_where(code, |_| true);
    }

    fn close_where(&mut self, code: CloseCode, which: impl Fn(&Connection) -> bool) {
        // One that is closed already may still have an answer to send.
        for connection in self.list.iter().filter(|c| which(c) && !c.outbound.is_closed()) {
            connection.outbound.close(code);
        }
        self.sweep();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn readers(&self) -> Vec<Reader> {
        self.list.iter().map(|c| c.reader).collect()
    }

    /// Looks again at who is inside.
    pub(super) fn reseat(&mut self, state: &State) {
        for connection in &mut self.list {
            connection.reader = Reader::of(state, connection.reader.actor);
        }
    }

    /// Sends a frame to a connection that has had its `welcome`.
    pub(super) fn send(&self, place: usize, frame: Utf8Bytes) {
        if let Some(connection) = self.list.get(place).filter(|connection| connection.welcomed) {
            connection.outbound.send(frame);
        }
    }

    /// Sends a connection its first frame.
    pub(super) fn welcome(&mut self, id: ConnectionId, frame: Utf8Bytes) {
        if let Some(connection) = self.list.iter_mut().find(|connection| connection.id == id) {
            connection.welcomed = true;
            connection.outbound.send(frame);
        }
    }

    /// What the connections say now.
    pub(super) fn presence(&mut self, state: &State) -> Presence {
        self.shown = self.look(state);
        self.shown.clone()
    }

    /// Whether time alone has changed what they say.
    pub(super) fn presence_may_change(&self, state: &State) -> bool {
        self.look(state) != self.shown
    }

    fn look(&self, state: &State) -> Presence {
        let there: BTreeSet<ParticipantId> =
            self.list.iter().filter_map(|c| c.reader.actor.participant).collect();
        let away = |id: &ParticipantId| {
            let since = self.last_seen.get(id).copied().unwrap_or(self.started);
            !there.contains(id) && since.elapsed() >= self.limits.asleep_after
        };
        let phones = state.seated().filter(|person| !person.on_paper()).map(|person| person.id);
        let away_for = |since: &Instant| since.elapsed() >= self.limits.facilitator_away_after;
        Presence {
            asleep: phones.filter(away).collect(),
            facilitator_away: self
                .desk_gone
                .filter(|(since, _)| away_for(since) && !state.about.solo)
                .map(|(_, at)| at),
            display: self.list.iter().any(|c| c.reader.actor.display),
        }
    }
}
