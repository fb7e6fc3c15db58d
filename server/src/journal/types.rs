//! What goes into the journal and comes out of it.

use uuid::Uuid;

/// A session to be.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id, never used before.
    pub session: Uuid,
    /// The code that people join by.
    pub code: Option<String>,
    /// SHA-256 of the secret it was opened with, so that asking twice opens once.
    pub owner: Option<[u8; 32]>,
    /// When it was opened, in ms since the epoch.
    pub created_at: i64,
    /// When it may be deleted, in ms since the epoch.
    pub expires_at: i64,
    /// Version of the first snapshot, usually 0 or 1.
    pub version: u64,
    /// The first snapshot.
    pub state: Vec<u8>,
    /// Name of the framework it keeps.
    pub framework: String,
    /// That framework; stored once for all sessions that name it.
    pub framework_json: Vec<u8>,
}

/// One commit to be kept.
#[derive(Clone, Debug)]
pub struct Append {
    /// Whose.
    pub session: Uuid,
    /// Exactly one above the last commit, or above the snapshot where there is none.
    pub version: u64,
    /// The commit.
    pub commit: Vec<u8>,
    /// The new time of expiry in ms since the epoch; `None` leaves it (and saves a page write).
    pub expires_at: Option<i64>,
    /// What becomes of the code with this commit, in the same transaction.
    pub code: CodeChange,
}

/// What becomes of what a session is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CodeChange {
    /// It stays.
    #[default]
    Keep,
    /// It dies: nobody finds the session by it any more.
    Drop,
    /// It dies, and so does the secret that the session was opened with: nobody finds it by either.
    DropWithOwner,
    /// It is replaced.
    Set(String),
}

/// A session as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Version of the snapshot.
    pub version: u64,
    /// The snapshot.
    pub state: Vec<u8>,
    /// Commits since, in order and without a gap: (version, commit).
    pub commits: Vec<(u64, Vec<u8>)>,
    /// Name of its framework.
    pub framework: String,
    /// When it may be deleted, in ms since the epoch.
    pub expires_at: i64,
    /// The code people join by, where it has one.
    pub code: Option<String>,
}
