//! What readers of a session are welcomed with, and what they can take away.

use trivet_server::export::{Format, held, sheet, summary};
use trivet_server::publish::{Publisher, Reader};
use trivet_shared::session::State;
use trivet_shared::time::Timestamp;
use trivet_shared::view::Presence;

/// Welcomes, and what is quick to export: each under its name.
pub(super) fn texts(state: &State, readers: &[Reader], now: Timestamp) -> Vec<(String, String)> {
    let presence = Presence { display: true, ..Presence::default() };
    let welcomes = readers.iter().map(|reader| {
        let welcome = Publisher::default().welcome(state, &presence, *reader, now, "build");
        (format!("welcome of {:?}", reader.actor), welcome.to_string())
    });
    let quick = exports(state, readers, now, &[Format::Json, Format::Markdown]).into_iter();
    let about = readers.iter().filter_map(|reader| held::build(state, reader.actor.participant?, now, true));
    let about = about.map(|held| (format!("held about {}", held.person.participant), held::to_json(&held)));
    welcomes
        .chain(about)
        .chain(quick.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())))
        .collect()
}

/// Every file of every format; this takes long.
pub(super) fn files(state: &State, readers: &[Reader], now: Timestamp) -> Vec<(String, Vec<u8>)> {
    exports(state, readers, now, &Format::ALL)
}

fn exports(state: &State, readers: &[Reader], now: Timestamp, formats: &[Format]) -> Vec<(String, Vec<u8>)> {
    let summary = summary::build(state, &Presence { display: true, ..Presence::default() }, now, true);
    let sheets: Vec<_> = readers
        .iter()
        .filter_map(|reader| reader.actor.participant)
        .filter_map(|id| Some((id, sheet::build(state, id, now, true)?)))
        .collect();
    let mut files = Vec::new();
    for format in formats {
        let ending = format.ending();
        files.push((format!("summary.{ending}"), format.summary(&summary).unwrap()));
        for (id, sheet) in &sheets {
            files.push((format!("sheet.{ending} of {id}"), format.sheet(sheet).unwrap()));
        }
    }
    files
}
