//! A competency framework as data: areas, competencies, glossary, roles. Reading one checks it, and every problem names
//! its line and field. The bundled two are data files beside the crate.
//!
//! A reader's order: `model` is the parts and their bounds; `check` goes from bytes to a framework, by way of `source`
//! (JSON with its lines), `shape` (the schema) and `meaning` (what no schema can say); `problem` is what it says.

mod characters;
mod check;
mod meaning;
mod model;
mod problem;
mod shape;
mod source;

use std::sync::{Arc, LazyLock};

use schemars::generate::SchemaSettings;
use sha2::{Digest, Sha256};

use crate::id::{AreaId, CompetencyId, FrameworkHash};

pub use check::{Checked, MOST_BYTES, Whose};
pub use model::{
    Area, Competency, Delivery, Framework, Indicator, Level, Management, Role, Source, Term, Thrive,
};
pub use problem::{FrameworkError, FrameworkProblems, MOST_TOLD};

impl Framework {
    /// Reads a framework that was checked when it was brought. It is not held against today's bounds, so that a session
    /// goes on with the framework it began with, whatever later editions of the program ask of new ones.
    ///
    /// # Errors
    /// serde's, when it is no framework at all.
    pub fn thaw(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// The SHA-256 of its JSON as it was written: what a session is pinned to.
    #[must_use]
    pub fn hash(json: &str) -> FrameworkHash {
        FrameworkHash(Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// A name of ours as it stands in running text: sentence case. In a framework that was brought a capital may be
    /// a name, and stays.
    #[must_use]
    pub fn in_text(&self, name: &str) -> String {
        if !bundled().iter().any(|bundled| bundled.framework.id == self.id) {
            return name.to_owned();
        }
        let letters: Vec<char> = name.chars().collect();
        let plain = |(at, letter): (usize, &char)| {
            let begins_a_word = at > 0 && matches!(letters[at - 1], ' ' | '/' | '-');
            let in_a_word = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            if begins_a_word && in_a_word { letter.to_ascii_lowercase() } else { *letter }
        };
        letters.iter().enumerate().map(plain).collect()
    }

    /// The area of that id.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// The competency of that id, with its area.
    #[must_use]
    pub fn competency(&self, id: &CompetencyId) -> Option<(&Area, &Competency)> {
        self.areas.iter().find_map(|area| Some((area, area.competencies.iter().find(|c| c.id == *id)?)))
    }
}

/// A framework that comes with the program.
#[derive(Debug)]
pub struct Bundled {
    /// Its JSON.
    pub json: &'static str,
    /// The SHA-256 of that.
    pub hash: FrameworkHash,
    /// Read and checked.
    pub framework: Arc<Framework>,
}

/// The frameworks that come with the program, in the order they are offered.
#[must_use]
pub fn bundled() -> &'static [Bundled] {
    static BUNDLED: LazyLock<Vec<Bundled>> = LazyLock::new(|| {
        [include_str!("../frameworks/core-competencies.json"), include_str!("../frameworks/vcse.json")]
            .into_iter()
            .filter_map(|json| {
                let Checked { hash, framework, .. } = Framework::check(json.as_bytes(), Whose::Ours).ok()?;
                Some(Bundled { json, hash, framework }) // a test holds that both are read
            })
            .collect()
    });
    &BUNDLED
}

/// The JSON Schema (draft 2020-12) of a framework file.
#[must_use]
pub fn schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| {
        let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Framework>();
        schema.to_value()
    });
    &SCHEMA
}
