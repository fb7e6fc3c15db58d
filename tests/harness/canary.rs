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

    /// The files of a directory that hold it, as plain bytes; folders are looked into.
    pub fn found_in(&self, directory: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(self.found_in(&path));
            } else if let Ok(bytes) = std::fs::read(&path)
                && bytes.windows(self.0.len()).any(|part| part == self.0.as_bytes())
            {
                found.push(path.display().to_string());
            }
        }
        found
    }
}
