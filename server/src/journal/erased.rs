//! The list beside the file of who was erased, so that yesterday's copy of the file, put back, does not bring them back.
//!
//! One line each: a session's id, or a session's and a participant's. It is only ever added to, and holds no words. It
//! is also how an operator's command tells a running server whom to erase: several processes may add to it, each while
//! it holds the lock of the list, and whoever has the data file notes beside its own lock how far it has got.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use uuid::Uuid;

use super::open::{beside, private_file};

/// What the list's name ends in.
pub(super) const ENDING: &str = ".erased";
/// What the name of the file ends in that is locked while a process has the data file.
pub(super) const LOCK_ENDING: &str = ".lock";

/// How often, and how long apart, the list's lock is tried: somebody else holds it for one line and its fsync.
const TRIES: u32 = 50;
const TRY_AGAIN: Duration = Duration::from_millis(10);

/// Who was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Whole sessions.
    pub sessions: BTreeSet<Uuid>,
    /// Participants, by session.
    pub people: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// Bytes of the list that say so.
    pub bytes: u64,
}

impl Erased {
    /// Whether it names that session, or that participant of it.
    #[must_use]
    pub fn names(&self, session: Uuid, person: Option<Uuid>) -> bool {
        match person {
            None => self.sessions.contains(&session),
            Some(person) => self.people.get(&session).is_some_and(|people| people.contains(&person)),
        }
    }

    /// Everything it names, line by line.
    pub fn lines(&self) -> impl Iterator<Item = (Uuid, Option<Uuid>)> {
        let sessions = self.sessions.iter().map(|session| (*session, None));
        let people = self
            .people
            .iter()
            .flat_map(|(session, people)| people.iter().map(|person| (*session, Some(*person))));
        sessions.chain(people)
    }

    pub(super) fn insert(&mut self, session: Uuid, person: Option<Uuid>) {
        match person {
            None => drop(self.sessions.insert(session)),
            Some(person) => drop(self.people.entry(session).or_default().insert(person)),
        }
    }

    /// Reads on: `text` begins where what is known ends. Answers with the last line if it has no end, which is left out.
    fn read_on<'a>(&mut self, text: &'a str) -> io::Result<&'a str> {
        let (whole, rest) = text.split_at(text.rfind('\n').map_or(0, |end| end + 1));
        for line in whole.lines() {
            let bad = || io::Error::new(io::ErrorKind::InvalidData, format!("a line is no id: {line:.40}"));
            let ids: Vec<Uuid> =
                line.split(' ').map(Uuid::parse_str).collect::<Result<_, _>>().map_err(|_| bad())?;
            match *ids.as_slice() {
                [session] => self.insert(session, None),
                [session, person] => self.insert(session, Some(person)),
                _ => return Err(bad()),
            }
        }
        self.bytes += whole.len() as u64;
        Ok(rest)
    }
}

/// Whether a line without its end can only be a whole one: a session's id alone may be the beginning of a person's line.
fn is_whole(line: &str) -> bool {
    matches!(line.split_once(' '), Some((session, person)) if [session, person].into_iter().all(is_id))
}

fn is_id(text: &str) -> bool {
    text.len() == uuid::fmt::Hyphenated::LENGTH && Uuid::parse_str(text).is_ok()
}

/// The list beside `data` as it stands, also while others add to it; empty when there is none.
///
/// # Errors
/// `InvalidData` when a line is not an id or two; the system's.
pub fn listed(data: &Path) -> io::Result<Erased> {
    let mut erased = Erased::default();
    match fs::read_to_string(beside(data, ENDING)) {
        Ok(text) => drop(erased.read_on(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(erased)
}

/// A list of any name, which nobody adds to: all of it counts.
///
/// # Errors
/// `InvalidData` when a line is not an id or two, or the last one may be cut off; the system's.
pub fn of_file(list: &Path) -> io::Result<Erased> {
    let mut erased = Erased::default();
    let text = fs::read_to_string(list)?;
    let rest = erased.read_on(&text)?;
    if is_whole(rest) {
        erased.read_on(&format!("{rest}\n"))?;
    } else if !rest.is_empty() {
        let told =
            format!("its last line may be cut off; if it is whole, end it with a new line: {rest:.80}");
        return Err(io::Error::new(io::ErrorKind::InvalidData, told));
    }
    Ok(erased)
}

/// How many bytes of its list the process that has `data` has honoured; `None` when it has not said so.
pub fn honoured(data: &Path) -> Option<u64> {
    fs::read_to_string(beside(data, LOCK_ENDING)).ok()?.trim_end().parse().ok()
}

/// Says in the lock file how many bytes of the list are honoured. Always as long, so that nobody reads half a number.
pub(super) fn say_honoured(mut lock: &File, bytes: u64) -> io::Result<()> {
    lock.seek(SeekFrom::Start(0))?;
    lock.write_all(format!("{bytes:020}\n").as_bytes())
}

/// `FILE.erased`, open for adding.
#[derive(Debug)]
pub struct ErasedFile {
    file: File,
    list: Erased,
}

impl ErasedFile {
    /// Opens or makes the list beside `data`.
    ///
    /// A last line without its end was never acknowledged: it is cut off, unless it can only be a whole one.
    ///
    /// # Errors
    /// `InvalidData` when a line is not an id or two; `WouldBlock` when somebody else holds the list for too long.
    pub fn open(data: &Path) -> io::Result<ErasedFile> {
        let file = private_file(&beside(data, ENDING))?;
        let mut list = ErasedFile { file, list: Erased::default() };
        list.while_locked(ErasedFile::catch_up)?;
        Ok(list)
    }

    /// What it says, as far as it was read.
    pub fn list(&self) -> &Erased {
        &self.list
    }

    /// Adds a session, or a participant of it, and waits until that is on the disk. What is there already is not added
    /// again. Afterwards [`Erased::bytes`] counts to the end of it.
    ///
    /// # Errors
    /// The system's, `WouldBlock` as in [`ErasedFile::open`]. The list then ends as before, or is of no more use.
    pub fn add(&mut self, session: Uuid, person: Option<Uuid>) -> io::Result<()> {
        if self.list.names(session, person) {
            return Ok(());
        }
        self.while_locked(|list| list.add_line(session, person))
    }

    fn add_line(&mut self, session: Uuid, person: Option<Uuid>) -> io::Result<()> {
        self.catch_up()?;
        if self.list.names(session, person) {
            return Ok(());
        }
        let line = match person {
            None => format!("{session}\n"),
            Some(person) => format!("{session} {person}\n"),
        };
        self.file.seek(SeekFrom::Start(self.list.bytes))?;
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            // Half a line would spoil the next one.
            self.file.set_len(self.list.bytes)?;
            return Err(error);
        }
        self.file.sync_data()?;
        self.list.read_on(&line).map(drop)
    }

    /// Reads what others have added, and cuts off what a crash left half written: nobody writes while we hold the lock.
    fn catch_up(&mut self) -> io::Result<()> {
        let mut text = String::new();
        self.file.seek(SeekFrom::Start(self.list.bytes))?;
        self.file.read_to_string(&mut text)?;
        let rest = self.list.read_on(&text)?;
        if is_whole(rest) {
            self.file.write_all(b"\n")?;
            return self.list.read_on(&format!("{rest}\n")).map(drop);
        }
        self.file.set_len(self.list.bytes)
    }

    fn while_locked<T>(&mut self, work: impl FnOnce(&mut ErasedFile) -> io::Result<T>) -> io::Result<T> {
        for _ in 1..TRIES {
            match self.file.try_lock() {
                Ok(()) => {
                    let outcome = work(self);
                    self.file.unlock()?;
                    return outcome;
                }
                Err(TryLockError::WouldBlock) => thread::sleep(TRY_AGAIN),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::WouldBlock, "somebody else holds the list"))
    }
}
