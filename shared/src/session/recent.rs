//! The last command ids of each person: what makes sending a command twice do it once, also after a restart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, de};
use sha2::Digest as _;
use std::collections::VecDeque;
use std::fmt;
use uuid::Uuid;

use super::Command;
use crate::id::CommandId;

/// How many command ids of each person are remembered. An outbox holds 100 at most, in each of a few tabs.
pub const REMEMBERED: usize = 256;

/// Bytes of one entry: a UUID and a digest.
const ENTRY: usize = 16 + 4;

/// What digests are made with: it follows from the sender's secret, which is on no disk. Without it a digest beside its id
/// would give away a score that was cleared: there are only ten to try.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct DigestKey([u8; 32]);

impl DigestKey {
    /// Of a secret as it travels.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(sha2::Sha256::new().chain_update(b"trivet digest ").chain_update(secret).finalize().into())
    }
}

impl fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestKey(…)")
    }
}

/// The first 32 bits of SHA-256 over key, id and command: enough to notice another command under the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub u32);

impl Digest {
    /// Of a command, under its sender's key.
    #[must_use]
    pub fn of(key: &DigestKey, id: CommandId, command: &Command) -> Self {
        let json = serde_json::to_vec(command).unwrap_or_default();
        let hash = sha2::Sha256::new()
            .chain_update(key.0)
            .chain_update(id.0.as_bytes())
            .chain_update(json)
            .finalize();
        Self(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }
}

/// Up to [`REMEMBERED`] command ids, oldest first. In a snapshot they are one string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent(VecDeque<(Uuid, u32)>);

impl Recent {
    /// What that id stood for, if it was seen.
    #[must_use]
    pub fn find(&self, id: CommandId) -> Option<Digest> {
        self.0.iter().rev().find(|(seen, _)| *seen == id.0).map(|(_, digest)| Digest(*digest))
    }

    /// How many are remembered.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn remember(&mut self, id: CommandId, digest: Digest) {
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((id.0, digest.0));
    }
}

impl Serialize for Recent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self
            .0
            .iter()
            .flat_map(|(id, digest)| id.into_bytes().into_iter().chain(digest.to_be_bytes()))
            .collect();
        serializer.serialize_str(&STANDARD_NO_PAD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Recent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD_NO_PAD.decode(text).map_err(de::Error::custom)?;
        let entry = |bytes: &[u8]| {
            let (id, digest) = bytes.split_at_checked(16)?;
            Some((Uuid::from_slice(id).ok()?, u32::from_be_bytes(digest.try_into().ok()?)))
        };
        let entries: Option<VecDeque<_>> = bytes.chunks(ENTRY).map(entry).collect();
        entries.map(Self).ok_or_else(|| de::Error::custom("command ids of another length"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::example::{Table, rate};
    use crate::session::lobby::Leave;
    use crate::session::pacing::Extend;
    use crate::session::{Actor, Commit, Stage, decide};

    #[test]
    fn without_its_key_a_digest_tells_nothing() {
        let id = CommandId(Uuid::from_u128(1));
        let command = rate("persevering", Some(2), None);
        let of = |secret: &str| Digest::of(&DigestKey::of(secret), id, &command);
        assert_eq!(of("one"), of("one"));
        assert_ne!(of("one"), of("another"));
    }

    #[test]
    fn outsiders_push_no_command_of_a_facilitator_out() {
        let mut table = Table::open();
        let (id, by) = (CommandId(Uuid::from_u128(1)), Actor::facilitator());
        let command = Command::Extend(Extend { stage: Stage::Rate, minutes: 10 });
        let digest = Digest::of(&DigestKey::default(), id, &command);
        let events = decide(&table.state, by, &command, table.now).unwrap();
        table.state.apply(&Commit { id, digest, at: table.now, by, events });
        for n in 0..2 * REMEMBERED {
            let (who, _) = table.join(&format!("P{n}")).unwrap();
            if n % 2 == 0 {
                table.as_person(who, Command::Leave(Leave {})).unwrap();
            } else {
                table.erase(who);
            }
        }
        assert_eq!(table.state.seen(by, id, digest), Some(Ok(())));
    }
}
