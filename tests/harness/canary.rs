//! Words, and a score, that can be found wherever they turn up: in frames, documents, files.

use std::path::Path;

use uuid::Uuid;

use crate::Client;

/// Something that must be found nowhere but where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary(pub String);

impl Canary {
    /// A word that nobody else uses.
    pub fn new(what: &str) -> Canary {
        Canary(format!("canary-{what}-{}", Uuid::new_v4().simple()))
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// Whether a client ever received it.
    pub fn reached(&self, client: &Client) -> bool {
        client.frames.iter().any(|frame| frame.contains(&self.0))
    }

    /// Cut anywhere once, one of these is still whole.
    fn halves(&self) -> [&[u8]; 2] {
        let (first, second) = self.0.as_bytes().split_at(self.0.len() / 2);
        [first, second]
    }

    /// The files of a directory that hold it, or half of it: a database splits a text between pages, with bytes of its own
    /// in between. Folders are looked into.
    pub fn found_in(&self, directory: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(self.found_in(&path));
            } else if let Ok(bytes) = std::fs::read(&path)
                && self.halves().iter().any(|half| bytes.windows(half.len()).any(|part| part == *half))
            {
                found.push(path.display().to_string());
            }
        }
        found
    }
}
