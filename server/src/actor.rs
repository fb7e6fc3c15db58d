//! One session, live. The only file that knows the order: decide, append, evolve, publish, answer. Everything that
//! happens to a session goes through its inbox, one at a time.

mod ask;
mod bringing;
mod connections;
mod keeping;

pub use ask::{Ask, BringError, ConnectionId, EraseError, Gone, JoinError};

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};
use trivet_shared::id::{CommandId, ParticipantId, SecretHash, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::keeping::Event as Kept;
use trivet_shared::session::lobby::{self, Knock};
use trivet_shared::session::{Actor, Command, Commit, Digest, DigestKey, Event, Place, State, decide};
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Limits;
use crate::hub::Slot;
use crate::journal::{Append, Journal, JournalError};
use crate::outbound::{CloseCode, Outbound};
use crate::publish::{Publisher, Reader, done, refused};
use crate::rehearsal::Rehearsals;
use connections::Connections;

/// How often an actor looks at what only time brings: sleeping phones, compaction, nobody being there.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What an actor stands on.
#[derive(Clone)]
pub struct Ground {
    /// Where commits go.
    pub journal: Journal,
    /// Limits and durations.
    pub limits: Arc<Limits>,
    /// The time of day.
    pub clock: Clock,
    /// Which sessions are rehearsals that go on.
    pub rehearsals: Rehearsals,
    /// Which build of the pages is served.
    pub build: &'static str,
}

/// A live session.
pub struct Live {
    state: State,
    ground: Ground,
    connections: Connections,
    publisher: Publisher,
    /// When the first commit after the last compaction came.
    dirty: Option<Instant>,
    /// The date of deletion as it was last written.
    expires: i64,
    idle_since: Instant,
    over: bool,
    /// The command that is being carried out changed a facilitator's link.
    links_changed: bool,
}

impl Live {
    /// A session out of the journal.
    pub fn new(state: State, ground: Ground, has_commits: bool) -> Live {
        let limits = ground.limits.clone();
        let start = Instant::now();
        Live {
            connections: Connections::new(limits, ground.clock.clone(), start),
            expires: state.due_at().0,
            state,
            ground,
            publisher: Publisher::default(),
            dirty: has_commits.then_some(start),
            idle_since: start,
            over: false,
            links_changed: false,
        }
    }

    /// Runs until nobody has been there for a while, or until the session is erased. `slot` is locked while it goes, so
    /// that nobody is sent to an actor that is leaving.
    pub async fn run(
        mut self,
        mut inbox: mpsc::Receiver<Ask>,
        mut gone: mpsc::UnboundedReceiver<Gone>,
        slot: Arc<Slot>,
    ) {
        metrics::gauge!(crate::metrics::LIVE_SESSIONS).increment(1);
        let mut look = interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !self.over {
            tokio::select! {
                biased;
                Some(gone) = gone.recv() => self.detach(gone),
                ask = inbox.recv() => match ask {
                    Some(ask) => self.answer(ask).await,
                    None => break,
                },
                _ = look.tick() => {
                    self.look().await;
                    if self.may_go() {
                        let mut place = slot.lock().await;
                        // Asks are sent under this lock: what is not in the inbox now will not come.
                        if inbox.is_empty() && self.may_go() {
                            let _ = self.compact().await; // what is not compacted now is at the next start
                            *place = None;
                            break;
                        }
                    }
                }
            }
        }
        // Whoever asks from here on wakes it again, or is told that it is gone.
        inbox.close();
        if self.over {
            *slot.lock().await = None;
        } else {
            let _ = self.compact().await; // likewise
        }
        metrics::gauge!(crate::metrics::LIVE_SESSIONS).decrement(1);
    }

    /// What a socket hears whose secret opens nothing here.
    fn unknown(&self) -> CloseCode {
        if self.state.reduced.is_some() { CloseCode::Gone } else { CloseCode::UnknownSecret }
    }

    fn session(&self) -> SessionId {
        self.state.about.session
    }

    async fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Attach { secret, key, outbound, answer } => {
                let attached = self.attach(&secret, key, outbound);
                let connection = attached.as_ref().ok().map(|(connection, _)| *connection);
                if answer.send(attached).is_err()
                    && let Some(connection) = connection
                {
                    // The socket went away while it was waiting.
                    self.detach(Gone { connection, heard: Instant::now() });
                }
            }
            Ask::Command { connection, id, command, since, place } => {
                self.command(connection, id, &command, since).await;
                drop(place);
            }

            Ask::Join { knock, answer } => {
                let joined = self.join(knock).await;
                let _ = answer.send(joined);
            }
            Ask::Read(read) => read(&self.state),
            Ask::Bring { secret, brought, answer } => {
                let taken = self.bring(&secret, &brought).await;
                let _ = answer.send(taken);
            }
            Ask::EraseMe { secret, answer } => {
                let erased = self.erase_me(&secret).await;
                let _ = answer.send(erased);
            }
            Ask::ErasePerson { id, answer } => {
                let erased = self.erase_person(id).await;
                let _ = answer.send(erased);
            }
            Ask::Sweep { answer } => {
                let swept = self.sweep().await;
                let _ = answer.send(swept);
            }
            Ask::Erase { secret, answer } => {
                let erased = self.erase(secret.as_ref()).await;
                let _ = answer.send(erased);
            }
        }
    }

    fn attach(
        &mut self,
        secret: &SecretHash,
        key: DigestKey,
        outbound: Outbound,
    ) -> Result<(ConnectionId, Actor), CloseCode> {
        let actor = self.state.who(secret).ok_or(self.unknown())?;
        let place = actor.participant.and_then(|id| self.state.person(id)).map(|person| person.place);
        if place == Some(Place::Removed) && !actor.facilitator {
            return Err(CloseCode::Removed);
        }
        let reader = Reader::of(&self.state, actor);
        let desk = self.ground.rehearsals.desk(self.session()).filter(|_| actor.facilitator);
        let connection = self.connections.add(*secret, key, reader, outbound, desk);
        self.publish(); // somebody who is back may change what others see of them
        let presence = self.connections.presence(&self.state);
        let now = self.ground.clock.now();
        let welcome = self.publisher.welcome(&self.state, &presence, reader, now, self.ground.build);
        self.connections.welcome(connection, welcome);
        Ok((connection, actor))
    }

    fn detach(&mut self, gone: Gone) {
        self.connections.remove(gone);
        self.idle_since = Instant::now();
        self.publish();
    }

    async fn command(&mut self, connection: ConnectionId, id: CommandId, command: &Command, since: Instant) {
        // A connection that was closed meanwhile has no say any more.
        let Some((actor, key, outbound)) = self.connections.who(connection) else {
            return;
        };
        let reply = match self.carry_out(actor, key, id, command).await {
            Ok(()) => {
                metrics::histogram!(crate::metrics::COMMAND_SECONDS).record(since.elapsed());
                done(id)
            }
            Err(Some(refusal)) => {
                metrics::counter!(crate::metrics::REFUSED).increment(1);
                refused(Some(id), refusal)
            }
            Err(None) => return, // the process is about to stop: nothing may be acknowledged
        };
        outbound.send(reply);
        if std::mem::take(&mut self.links_changed) {
            // After the answer: whoever made their own link anew learns that it was done before they are let go.
            self.connections.revoke_links(&self.state, connection);
        }
    }

    async fn carry_out(
        &mut self,
        actor: Actor,
        key: DigestKey,
        id: CommandId,
        command: &Command,
    ) -> Result<(), Option<Refusal>> {
        let digest = Digest::of(&key, id, command);
        if let Some(seen) = self.state.seen(actor, id, digest) {
            return seen.map_err(Some);
        }
        let at = self.ground.clock.now();
        let events = decide(&self.state, actor, command, at).map_err(Some)?;
        let commit = Commit { id, digest, at, by: actor, events };
        self.commit(commit).await.map_err(|error| match error {
            JournalError::Full => Some(Refusal::StorageFull),
            JournalError::Stopped => None,
            _ => Some(Refusal::Busy),
        })
    }

    /// Append, and only then evolve and publish.
    async fn commit(&mut self, commit: Commit) -> Result<(), JournalError> {
        let expires = self.expires_with(&commit);
        let append = Append {
            session: self.session().0,
            version: self.state.version + 1,
            commit: serde_json::to_vec(&commit).unwrap_or_default(),
            expires_at: expires,
            code: keeping::code_with(&commit),
        };
        self.ground.journal.append(append).await?;
        self.state.apply(&commit);
        self.expires = expires.unwrap_or(self.expires);
        self.dirty.get_or_insert_with(Instant::now);
        self.follow(&commit);
        self.publish();
        Ok(())
    }

    /// What events mean for connections: somebody let in is welcomed, somebody removed is closed.
    fn follow(&mut self, commit: &Commit) {
        for event in &commit.events {
            match event {
                Event::Lobby(lobby::Event::Placed { id, place: Place::Removed, .. }) => {
                    self.connections.close_person(*id, CloseCode::Removed);
                }
                Event::Lobby(lobby::Event::Erased { id }) => {
                    self.connections.close_person(*id, CloseCode::Erased);
                }
                Event::Keeping(Kept::Reduced { .. }) => self.connections.reduce(&self.state),
                Event::Keeping(Kept::Over { id }) => {
                    self.connections.close_person(*id, CloseCode::Gone);
                }
                Event::Links(_) => self.links_changed = true,
                Event::Lobby(lobby::Event::DisplaySet(_)) => {
                    self.connections.close_displays(CloseCode::UnknownSecret);
                }
                Event::Moves(_) => {
                    for person in self.state.people.iter().filter(|person| person.place == Place::Removed) {
                        self.connections.close_person(person.id, CloseCode::Removed);
                    }
                }
                _ => {}
            }
        }
    }

    fn publish(&mut self) {
        let presence = self.connections.presence(&self.state);
        let was = self.connections.readers();
        self.connections.reseat(&self.state);
        let readers = self.connections.readers();
        let mut round = self.publisher.round(&self.state, &presence, &readers);
        let entered = |reader: &Reader, before: &Reader| reader.inside != before.inside;
        for (place, (reader, before)) in readers.iter().zip(&was).enumerate() {
            let frame: Option<Utf8Bytes> = if entered(reader, before) {
                let now = self.ground.clock.now();
                Some(self.publisher.welcome(&self.state, &presence, *reader, now, self.ground.build))
            } else {
                round.frame(*reader)
            };
            if let Some(frame) = frame {
                self.connections.send(place, frame);
            }
        }
    }

    async fn join(&mut self, knock: Knock) -> Result<(ParticipantId, bool), JoinError> {
        let at = self.ground.clock.now();
        let joined = lobby::join(&self.state, &knock, at).map_err(JoinError::Refused)?;
        if !joined.events.is_empty() {
            let actor = Actor::participant(joined.participant);
            let commit = State::unasked(CommandId(Uuid::new_v4()), actor, joined.events, at);
            self.commit(commit).await.map_err(JoinError::Journal)?;
        }
        Ok((joined.participant, joined.seated))
    }

    async fn look(&mut self) {
        self.connections.sweep();
        if self.connections.presence_may_change(&self.state) {
            self.publish();
        }
        let due = self.dirty.is_some_and(|since| since.elapsed() >= self.ground.limits.compact_every);
        if due {
            // An error is logged, and tried again at the next look; nothing is lost by it, only not forgotten yet.
            let _ = self.compact().await;
        }
    }

    fn may_go(&self) -> bool {
        self.connections.is_empty() && self.idle_since.elapsed() >= self.ground.limits.hibernate_after
    }
}
