//! Names of things: newtypes over UUIDs and short strings, so that one kind of id is never taken for another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, de};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use ts_rs::TS;
use uuid::Uuid;

use crate::text::Why;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $Name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(export_to = "protocol.ts", type = "string")]
        pub struct $Name(pub Uuid);

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $Name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::parse_str(text)?))
            }
        }
    )*};
}

uuid_ids! {
    /// One session. Random; it stands in addresses, and knowing it opens nothing.
    SessionId;
    /// One person in a session, from joining to erasing.
    ParticipantId;
    /// One command, made by its sender. The same id again is the same command.
    CommandId;
    /// One development action, made by the browser that writes it.
    ActionId;
    /// One prompt that a facilitator added, made by the browser.
    PromptId;
    /// One theme or training idea of the group, made by the browser.
    ThemeId;
    /// One piece of feedback in its recipient's hands.
    FeedbackId;
    /// One person's sheet of one session: the `id` that stands in the file, in every later download of it too.
    SheetId;
}

impl FeedbackId {
    /// The id of what one person sends another about one thing: the same four always give the same id, so that
    /// no counter tells how much was written. Nobody is given `salt`: without it nobody can try out whose id it is.
    #[must_use]
    pub fn derive(
        salt: &SecretHash,
        from: ParticipantId,
        to: ParticipantId,
        competency: &CompetencyId,
        kind: &str,
    ) -> Self {
        let name = format!("{from}/{to}/{competency}/{kind}");
        let name = [&salt.0[..], name.as_bytes()].concat();
        Self(Uuid::new_v5(&Uuid::NAMESPACE_OID, &name))
    }
}

macro_rules! slug_ids {
    ($($(#[$doc:meta])* $Name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(export_to = "protocol.ts", type = "string")]
        pub struct $Name(pub String);

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

slug_ids! {
    /// An area, as its framework names it.
    AreaId;
    /// A competency, unique within its framework.
    CompetencyId;
    /// A framework: `core-competencies`, `vcse`, or one that was brought.
    FrameworkId;
    /// SHA-256 over a framework's JSON, in hex: what a session is pinned to.
    FrameworkHash;
}

/// Something shown on the table: whose, and about which competency. Written `participant/competency`; for a look-back
/// the action's id stands where the competency does.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(export_to = "protocol.ts", type = "string")]
pub struct ItemId {
    /// Who showed it.
    pub participant: ParticipantId,
    /// What it is about.
    pub competency: CompetencyId,
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.participant, self.competency)
    }
}

impl Serialize for ItemId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split_once('/').and_then(|(participant, competency)| {
            Some(Self { participant: participant.parse().ok()?, competency: competency.into() })
        });
        parts.ok_or_else(|| de::Error::custom(Why::Unknown))
    }
}

/// SHA-256 of a secret: all the server keeps of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash(pub [u8; 32]);

impl SecretHash {
    /// The hash of a secret as it travels: 43 base64url characters that hold 32 bytes. Anything else is no secret.
    #[must_use]
    pub fn of(secret: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).ok().filter(|bytes| bytes.len() == 32)?;
        Some(Self(Sha256::digest(bytes).into()))
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

impl Serialize for SecretHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for SecretHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(de::Error::custom)?;
        bytes.try_into().map(Self).map_err(|_| de::Error::custom("a hash has 32 bytes"))
    }
}

/// The 28 characters of a join code: none that is taken for another, and no vowels, so that no word comes up.
pub const CODE_ALPHABET: &[u8; 28] = b"23456789BCDFGHJKLMNPQRSTVWXZ";
/// Characters in a join code.
pub const CODE_LENGTH: usize = 8;

/// What people type to join: 8 characters of [`CODE_ALPHABET`], kept without the gap it is shown with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export_to = "protocol.ts", type = "string")]
pub struct JoinCode(String);

impl JoinCode {
    /// A code out of random bytes; every character equally likely when the bytes are drawn below 28.
    #[must_use]
    pub fn from_picks(picks: [u8; CODE_LENGTH]) -> Self {
        Self(
            picks
                .iter()
                .map(|pick| char::from(CODE_ALPHABET[usize::from(*pick) % CODE_ALPHABET.len()]))
                .collect(),
        )
    }

    /// A code as somebody typed it: case, spaces and dashes do not matter. `None` when it can be no code.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .take(CODE_LENGTH + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let fits = code.len() == CODE_LENGTH && code.bytes().all(|b| CODE_ALPHABET.contains(&b));
        fits.then_some(Self(code))
    }

    /// As it is kept and compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (front, back) = self.0.split_at(CODE_LENGTH / 2);
        write!(f, "{front} {back}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = JoinCode::from_picks([0, 1, 2, 3, 8, 9, 10, 27]);
        assert_eq!(code.to_string(), "2345 BCDZ");
        for typed in ["2345BCDZ", "2345 bcdz", " 23-45\tbc–dz "] {
            assert_eq!(JoinCode::read(typed), Some(code.clone()));
        }
        for wrong in ["", "2345BCD", "2345BCDZ2", "2345BCDO", "2345BCDé"] {
            assert_eq!(JoinCode::read(wrong), None);
        }
    }

    #[test]
    fn a_secret_has_43_characters() {
        assert!(SecretHash::of(&"A".repeat(43)).is_some());
        for wrong in [42, 44] {
            assert!(SecretHash::of(&"A".repeat(wrong)).is_none());
        }
        assert!(SecretHash::of(&"!".repeat(43)).is_none());
    }

    #[test]
    fn a_hash_is_another_one_wherever_they_differ() {
        let own = SecretHash::of(&"A".repeat(43)).unwrap();
        assert!(own.is(&own));
        for at in 0..32 {
            for bit in 0..8 {
                let mut other = own;
                other.0[at] ^= 1 << bit;
                assert!(!own.is(&other) && !other.is(&own), "byte {at}, bit {bit}");
            }
        }
    }
}
