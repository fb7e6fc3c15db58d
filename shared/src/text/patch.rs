//! Fields of commands: one that may be left, cleared or set, and maps in which no key stands twice.

use serde::de::{self, IntoDeserializer as _};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use super::{Text, Why};

/// A field of a command: absent leaves what stands, `null` clears it, a value sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The field was absent.
    #[default]
    Leave,
    /// The field was `null`.
    Clear,
    /// The field had a value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field was absent.
    #[must_use]
    pub fn leaves(&self) -> bool {
        matches!(self, Self::Leave)
    }

    /// What stands afterwards.
    #[must_use]
    pub fn over(self, stands: Option<T>) -> Option<T> {
        match self {
            Self::Leave => stands,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<const MOST: usize> Patch<Text<MOST>> {
    /// Nothing but white space clears, as an emptied field does on the screen.
    #[must_use]
    pub fn blank_clears(self) -> Self {
        match self {
            Self::Set(text) if text.is_blank() => Self::Clear,
            other => other,
        }
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leave | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// Reads a key by way of its text: then whoever follows the path to what is wrong knows the key's name, also where the
/// key is one of a list of names, which serde would otherwise read without ever showing its text.
struct NamedKey<K>(PhantomData<K>);

impl<'de, K: Deserialize<'de>> de::DeserializeSeed<'de> for NamedKey<K> {
    type Value = K;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, K: Deserialize<'de>> de::Visitor<'de> for NamedKey<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<K, E> {
        K::deserialize(name.into_deserializer())
    }
}

/// Reads a map in which no key stands twice: which of the two was meant, nobody knows.
///
/// # Errors
/// [`Why::Kind`] for a key that stands twice.
pub fn unique_map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(PhantomData<(K, V)>);
    impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> de::Visitor<'de> for Unique<K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = entries.next_key_seed(NamedKey(PhantomData))? {
                let value = entries.next_value()?;
                if map.insert(key, value).is_some() {
                    return Err(de::Error::custom(Why::Kind));
                }
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Unique(PhantomData))
}
