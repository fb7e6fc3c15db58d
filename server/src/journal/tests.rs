//! The journal's promises, on real files.

mod brought;
mod faults;
mod forgetting;
mod keeping;
mod refusing;

use std::fs;
use std::path::{Path, PathBuf};

use futures_util::future::join_all;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

/// A directory with a journal's file in it, both gone after the test.
struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { directory: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("data").join("trivet.sqlite")
    }

    fn open(&self) -> Result<Journal, OpenError> {
        Journal::open(Some(&self.file()), Options::default())
    }

    /// What a crash at this moment would leave, elsewhere.
    fn crashed(&self) -> Place {
        let copy = Place::new();
        let to = copy.file().parent().unwrap().to_owned();
        fs::create_dir(&to).unwrap();
        for entry in fs::read_dir(self.file().parent().unwrap()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
        copy
    }

    /// The files of the directory that hold `canary`.
    fn holding(&self, canary: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.file().parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            if position(&fs::read(&path).unwrap(), canary.as_bytes()).is_some() {
                found.push(path);
            }
        }
        found
    }
}

fn position(bytes: &[u8], canary: &[u8]) -> Option<usize> {
    bytes.windows(canary.len()).position(|window| window == canary)
}

fn new(session: Uuid) -> NewSession {
    NewSession {
        session,
        code: None,
        owner: None,
        created_at: 1,
        expires_at: 1_000,
        version: 0,
        state: b"{}".to_vec(),
        framework: "hash".to_owned(),
        framework_json: b"{\"areas\":[]}".to_vec(),
    }
}

fn commit(session: Uuid, version: u64, text: &str) -> Append {
    Append { session, version, commit: text.into(), expires_at: None, code: CodeChange::Keep }
}
