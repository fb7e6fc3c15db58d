//! The list beside the file of who was erased, so that yesterday's copy of the file, put back, does not bring them back.
//!
//! One line each: a session's id, or a session's and a participant's. It is only ever added to, and holds no words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use uuid::Uuid;

use super::open::{beside, private_file};
use super::rows::RowError;

/// Who was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Whole sessions.
    pub sessions: BTreeSet<Uuid>,
    /// Participants, by session.
    pub people: BTreeMap<Uuid, BTreeSet<Uuid>>,
}

/// `FILE.erased`, open for adding.
#[derive(Debug)]
pub(super) struct ErasedFile {
    file: File,
    /// Bytes of whole lines that are known to be on the disk.
    length: u64,
    list: Erased,
}

impl ErasedFile {
    /// Opens or makes the list beside `data`.
    ///
    /// A last line without its end was never acknowledged and is cut off.
    ///
    /// # Errors
    /// `InvalidData` when a line is not an id or two.
    pub(super) fn open(data: &Path) -> io::Result<ErasedFile> {
        let mut file = private_file(&beside(data, ".erased"))?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let whole = text.rfind('\n').map_or("", |end| text.get(..=end).unwrap_or_default());
        let mut list = Erased::default();
        for (at, line) in whole.lines().enumerate() {
            let bad = || io::Error::new(io::ErrorKind::InvalidData, format!("line {} is no id", at + 1));
            let ids: Vec<Uuid> =
                line.split(' ').map(Uuid::parse_str).collect::<Result<_, _>>().map_err(|_| bad())?;
            match *ids.as_slice() {
                [session] => drop(list.sessions.insert(session)),
                [session, person] => drop(list.people.entry(session).or_default().insert(person)),
                _ => return Err(bad()),
            }
        }
        let length = whole.len() as u64;
        file.set_len(length)?;
        Ok(ErasedFile { file, length, list })
    }

    pub(super) fn list(&self) -> Erased {
        self.list.clone()
    }

    pub(super) fn add_session(&mut self, session: Uuid) -> Result<(), RowError> {
        if self.list.sessions.contains(&session) {
            return Ok(());
        }
        self.add(&format!("{session}\n"))?;
        self.list.sessions.insert(session);
        Ok(())
    }

    pub(super) fn add_person(&mut self, session: Uuid, person: Uuid) -> Result<(), RowError> {
        if self.list.people.get(&session).is_some_and(|people| people.contains(&person)) {
            return Ok(());
        }
        self.add(&format!("{session} {person}\n"))?;
        self.list.people.entry(session).or_default().insert(person);
        Ok(())
    }

    /// Adds a line and waits until it is on the disk. After an error the file ends as before, or is of no more use.
    fn add(&mut self, line: &str) -> Result<(), RowError> {
        self.file.seek(SeekFrom::Start(self.length)).map_err(RowError::List)?;
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            // Half a line would spoil the next one.
            self.file.set_len(self.length).map_err(RowError::List)?;
            return Err(RowError::List(error));
        }
        self.file.sync_data().map_err(RowError::List)?;
        self.length += line.len() as u64;
        Ok(())
    }
}
