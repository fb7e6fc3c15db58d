//! Takes the JSON back out of a sheet that somebody brings. It looks for embedded files alone and reads nothing else of the
//! PDF: also after other software saved it anew, as long as it is not encrypted.

use std::io::Read;

use flate2::read::ZlibDecoder;
use serde_json::Value;

use crate::MOST_BYTES;

/// What the dictionary before an embedded file says.
const KIND: &[u8] = b"/EmbeddedFile";

/// How far its words can be from that, in bytes: the rest of one dictionary.
const DICTIONARY: usize = 4096;

/// What zlib begins with, and no JSON does.
const ZLIB: u8 = 0x78;

/// Embedded files that are tried; a sheet has one.
const MOST_FILES: usize = 8;

/// The document that a PDF from this crate carries; none when there is none, or it is no JSON. At most [`MOST_BYTES`] are
/// unpacked, whatever the file says of itself. What comes back is as its bearer made it: hold it to the schema.
pub fn attached(pdf: &[u8]) -> Option<Value> {
    let mut rest = pdf;
    for _ in 0..MOST_FILES {
        rest = rest.get(find(rest, KIND)? + KIND.len()..)?;
        let near = rest.get(..rest.len().min(DICTIONARY))?;
        if let Some(value) = find(near, b"stream").and_then(|at| read(rest, at)) {
            return Some(value);
        }
    }
    None
}

/// The file whose `stream` begins there: packed as zlib does it, or plain.
fn read(rest: &[u8], at: usize) -> Option<Value> {
    let data = rest.get(at + b"stream".len()..)?;
    let data = data.strip_prefix(b"\r").unwrap_or(data);
    let data = data.strip_prefix(b"\n")?;
    let mut unpacked = Vec::new();
    let json = if data.first() == Some(&ZLIB) {
        ZlibDecoder::new(data).take(MOST_BYTES as u64).read_to_end(&mut unpacked).ok()?;
        &unpacked
    } else {
        data.get(..find(data, b"endstream")?)?
    };
    if json.len() > MOST_BYTES { None } else { serde_json::from_slice(json).ok() }
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sheet_is_none() {
        for bytes in
            [&b""[..], b"%PDF-1.7", b"/EmbeddedFile", b"/EmbeddedFile>>stream", b"/EmbeddedFile>>stream\n{"]
        {
            assert_eq!(attached(bytes), None);
        }
        assert_eq!(attached(b"/EmbeddedFile /Filter /FlateDecode >> stream\n no zlib endstream"), None);
        assert_eq!(
            attached(b"<</Type /EmbeddedFile>> stream\r\n{\"a\":1}\nendstream"),
            Some(serde_json::json!({"a": 1}))
        );
    }
}
