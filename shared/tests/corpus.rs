//! The kept corpus of the fuzz targets (`tests/fuzz`), replayed: inputs that led somewhere new, and those that once found
//! a fault. Each target has a folder under `tests/fuzz/corpus`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test says by panicking what it found")]

#[path = "../../tests/fuzz/looks.rs"]
mod looks;

use std::path::Path;

/// What holds for every input of one target.
type Look = fn(&[u8]);

/// Runs one target over its folder; answers with how many inputs there were.
fn replay(target: &str, look: Look) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display()); // seen only when the look after it panics
        look(&std::fs::read(&path).unwrap());
        count += 1;
    }
    count
}

#[test]
fn every_kept_input_is_read_or_refused_as_promised() {
    let targets: [(&str, Look); 4] = [
        ("frame", looks::frame),
        ("framework", looks::framework),
        ("join_code", looks::join_code),
        ("sheet", looks::sheet),
    ];
    for (target, look) in targets {
        assert!(replay(target, look) > 0, "there is nothing to replay for {target}");
    }
}
