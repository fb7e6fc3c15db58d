//! The browser's types are generated from these; this holds that the file that is checked in is up to date.
//! `TRIVET_WRITE=1 cargo test -p trivet-shared --test typescript` writes it.

use std::path::Path;
use trivet_shared::framework::Framework;
use trivet_shared::session::earlier::Taken;
use trivet_shared::view::Room;
use trivet_shared::wire::{ClientFrame, ServerFrame};
use ts_rs::{Config, ExportError, TS};

const HEADER: &str = "// Generated from the Rust types in shared/src. Do not edit: run\n\
                      // TRIVET_WRITE=1 cargo test -p trivet-shared --test typescript\n";

fn generate(into: &Path) -> Result<String, ExportError> {
    let config = Config::new().with_large_int("number").with_out_dir(into);
    ServerFrame::export_all(&config)?;
    ClientFrame::export_all(&config)?;
    Room::export_all(&config)?;
    Framework::export_all(&config)?;
    Taken::export_all(&config)?;
    let text = std::fs::read_to_string(into.join("protocol.ts"))?;
    let body = text.split_once('\n').map_or(text.as_str(), |(_, body)| body).trim_start();
    Ok(format!("{HEADER}\n{body}"))
}

#[test]
fn the_generated_types_are_checked_in() {
    let folder = std::env::temp_dir().join(format!("trivet-types-{}", std::process::id()));
    let generated = generate(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web-client/src/lib/protocol.ts");
    if std::env::var_os("TRIVET_WRITE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &generated).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        checked_in == generated,
        "{} is out of date; {}",
        file.display(),
        HEADER.lines().nth(1).unwrap_or("")
    );
}
