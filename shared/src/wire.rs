//! Every frame in both directions, as JSON. The server writes `changed` from parts it serialised once; these types say
//! what it looks like and generate the browser's.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use ts_rs::TS;

use crate::id::{CommandId, ParticipantId};
use crate::refusal::Refusal;
use crate::session::{Command, read_payload};
use crate::text::Why;
use crate::time::Timestamp;
use crate::view::{Desk, DeskChange, Mine, MineChange, RoomChange, Table, TableChange};

/// What a browser sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum ClientFrame {
    /// First of all: what says who this is.
    Hello {
        /// 43 base64url characters.
        secret: String,
    },
    /// Something to do.
    Command {
        /// Made by the browser; the same id again is the same command.
        id: CommandId,
        /// What to do.
        command: Command,
    },
    /// Are you there?
    Ping,
}

/// What the server sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum ServerFrame {
    /// Whole documents, after `hello`, and again when somebody who waited is let in.
    Welcome {
        /// Who this connection is.
        you: You,
        /// The server's clock.
        now: Timestamp,
        /// Which build of the pages the server has.
        build: String,
        /// For somebody who waits it holds the title only.
        room: RoomChange,
        /// What people showed.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        table: Option<Table>,
        /// A participant's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        mine: Option<Mine>,
        /// The facilitator's.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        desk: Option<Desk>,
    },
    /// The sections that changed, each whole, of all documents together.
    Changed {
        /// Of the room.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        room: Option<RoomChange>,
        /// Of the table.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        table: Option<TableChange>,
        /// Of one's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        mine: Option<MineChange>,
        /// Of the desk.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        desk: Option<DeskChange>,
    },
    /// That command is done, and on the disk.
    Done {
        /// Which.
        id: CommandId,
    },
    /// That command was not carried out.
    Refused {
        /// Which; none when the frame could not be read so far.
        id: Option<CommandId>,
        /// Why.
        refusal: Refusal,
    },
    /// I am.
    Pong {
        /// The server's clock.
        now: Timestamp,
    },
}

/// Who a connection is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct You {
    /// The participant, if it is one's.
    pub participant: Option<ParticipantId>,
    /// A facilitator's.
    pub facilitator: bool,
    /// A facilitator by the co-facilitator's link.
    pub co: bool,
    /// A room display's.
    pub display: bool,
    /// Not waiting to be let in.
    pub seated: bool,
}

/// A frame as far as it is read before anybody is asked whether it is allowed.
#[derive(Debug)]
pub enum Incoming<'a> {
    /// Who this is.
    Hello(Cow<'a, str>),
    /// Something to do, still unread: whose it is decides how it is answered.
    Command(CommandId, &'a RawValue),
    /// Are you there?
    Ping,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    id: Option<CommandId>,
    #[serde(borrow)]
    secret: Option<Cow<'a, str>>,
    #[serde(borrow)]
    command: Option<&'a RawValue>,
}

/// Reads a frame's envelope.
///
/// # Errors
/// `invalid` with the field; the deepest one the parser came to.
pub fn read(text: &str) -> Result<Incoming<'_>, Refusal> {
    let envelope: Envelope<'_> = read_payload(text).map_err(|refusal| deepest(text).unwrap_or(refusal))?;
    let missing = |field: &str| Refusal::invalid(field, Why::Missing);
    match &*envelope.kind {
        "hello" => envelope.secret.map(Incoming::Hello).ok_or(missing("secret")),
        "command" => {
            let id = envelope.id.ok_or(missing("id"))?;
            envelope.command.map(|command| Incoming::Command(id, command)).ok_or(missing("command"))
        }
        "ping" => Ok(Incoming::Ping),
        _ => Err(Refusal::invalid("type", Why::Unknown)),
    }
}

/// Where JSON itself breaks off inside a command, the envelope alone cannot say in which field.
fn deepest(text: &str) -> Option<Refusal> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, serde_json::Value>(&mut parser).err()?;
    let path = error.path().to_string();
    // A question mark stands for a name that was not read to its end.
    let path = path.split(['[', '?']).next()?.trim_end_matches('.');
    let field = path.strip_prefix("command.").unwrap_or(path);
    if field.is_empty() { None } else { Some(Refusal::invalid(field, Why::Kind)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<String> {
        match read(text) {
            Err(Refusal::Invalid { field, .. }) => Some(field),
            _ => None,
        }
    }

    #[test]
    fn what_is_wrong_with_an_envelope_is_named() {
        assert_eq!(field("").as_deref(), Some("command"));
        assert_eq!(field("{}").as_deref(), Some("type"));
        assert_eq!(field(r#"{"type":"nothing"}"#).as_deref(), Some("type"));
        assert_eq!(field(r#"{"type":"hello"}"#).as_deref(), Some("secret"));
        assert_eq!(field(r#"{"type":"command","id":"x","command":{}}"#).as_deref(), Some("id"));
        assert_eq!(field(r#"{"type":"ping","type":"ping"}"#).as_deref(), Some("type"));
        assert_eq!(field(r#"{"type":"ping"} more"#).as_deref(), Some("command"));
        assert_eq!(field(r#"["ping",null,null,null]"#).as_deref(), Some("command"));
        assert_eq!(field("{\"type\":\"hello\",\"\":{\"a\u{0}\"}}").as_deref(), Some("command"));
        let id = "00000000-0000-4000-8000-000000000001";
        let nan = format!(r#"{{"type":"command","id":"{id}","command":{{"type":"rate","score":NaN}}}}"#);
        assert_eq!(field(&nan).as_deref(), Some("score"));
        let within = format!(
            r#"{{"type":"command","id":"{id}","command":{{"type":"plan","minutes":{{"rate":NaN}}}}}}"#
        );
        assert_eq!(field(&within).as_deref(), Some("minutes.rate"));
        let deep = format!(r#"{{"type":"command","id":"{id}","command":{}}}"#, "[".repeat(10_000));
        assert_eq!(field(&deep).as_deref(), Some("command"));
    }
}
