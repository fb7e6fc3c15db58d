//! The documents as a browser holds them: what `welcome` brought, with every `changed` merged in as the contract says.
//! Sections are replaced whole; the keyed ones entry by entry, `null` taking an entry out.

use serde_json::{Map, Value};

/// The keyed sections of each document.
const KEYED: [(&str, &[&str]); 4] =
    [("room", &[]), ("table", &["items"]), ("mine", &["rows", "actions", "carried"]), ("desk", &[])];

/// What one connection sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documents {
    /// Who the connection is.
    pub you: Value,
    /// What everybody sees.
    pub room: Value,
    /// What people showed; null before anything was sent of it.
    pub table: Value,
    /// A participant's own.
    pub mine: Value,
    /// The facilitator's.
    pub desk: Value,
}

impl Documents {
    /// Takes a frame in; frames of other types change nothing.
    ///
    /// # Panics
    /// When a `changed` frame is empty, or changes something that `welcome` never brought.
    pub fn take(&mut self, frame: &Value) {
        match frame["type"].as_str() {
            Some("welcome") => {
                *self = Documents { you: frame["you"].clone(), ..Documents::default() };
                for (name, _) in KEYED {
                    *self.of(name) = frame[name].clone();
                }
            }
            Some("changed") => {
                assert!(!self.you.is_null(), "changed came before welcome: {frame}");
                let parts = frame.as_object().unwrap();
                assert!(parts.len() > 1, "a changed frame without a change: {frame}");
                for (name, keyed) in KEYED {
                    if let Some(change) = parts.get(name) {
                        let change = change.as_object().unwrap();
                        assert!(!change.is_empty(), "an empty change of {name}: {frame}");
                        merge(self.of(name), change, keyed);
                    }
                }
            }
            _ => {}
        }
    }

    fn of(&mut self, name: &str) -> &mut Value {
        match name {
            "room" => &mut self.room,
            "table" => &mut self.table,
            "mine" => &mut self.mine,
            _ => &mut self.desk,
        }
    }
}

fn merge(document: &mut Value, change: &Map<String, Value>, keyed: &[&str]) {
    if document.is_null() {
        *document = Value::Object(Map::new());
    }
    for (section, value) in change {
        if !keyed.contains(&section.as_str()) {
            document[section] = value.clone();
            continue;
        }
        if document[section].is_null() {
            document[section] = Value::Object(Map::new());
        }
        let entries = document[section].as_object_mut().unwrap();
        for (key, entry) in value.as_object().unwrap() {
            if entry.is_null() {
                entries.remove(key);
            } else {
                entries.insert(key.clone(), entry.clone());
            }
        }
    }
}
