//! `trivet framework …` as an author types it, and a start with the operator's own files.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const EXAMPLE: &str = include_str!("../../shared/frameworks/example/kitchen-garden.json");

fn trivet(arguments: &[&str], within: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trivet")).args(arguments).current_dir(within).output().unwrap()
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_good_file_is_told_so_and_a_bad_one_by_line_and_field() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("good.json"), EXAMPLE).unwrap();
    let (code, out, err) = said(&trivet(&["framework", "check", "good.json"], place.path()));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("good.json: ok, 2 areas, 3 competencies, hash "), "{out}");
    assert_eq!(out.trim_end().rsplit(' ').next().unwrap().len(), 64);

    let bad = EXAMPLE.replacen("\"Growing\"", "7", 1).replacen("\"soil-care\"", "\"Soil care\"", 1);
    fs::write(place.path().join("bad.json"), &bad).unwrap();
    let (code, out, err) = said(&trivet(&["framework", "check", "bad.json"], place.path()));
    assert_eq!((code, out.as_str()), (1, ""));
    let line = |text: &str| 1 + bad.lines().position(|line| line.contains(text)).unwrap();
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 2, "{err}");
    assert!(lines[0].starts_with(&format!("bad.json:{}: areas[0].name: ", line("\"name\": 7"))), "{err}");
    let second = format!("bad.json:{}: areas[0].competencies[1].id: ", line("Soil care\""));
    assert!(lines[1].starts_with(&second), "{err}");
}

#[test]
fn what_cannot_be_read_is_one_clear_line_and_another_code() {
    let place = tempfile::tempdir().unwrap();
    for arguments in [&["framework", "check", "nowhere.json"][..], &["framework", "check", "."]] {
        let (code, out, err) = said(&trivet(arguments, place.path()));
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
        assert!(err.contains(arguments[2]) && err.contains("cannot be read"), "{err}");
    }
    for arguments in [&["framework"][..], &["framework", "check"], &["framework", "dance"]] {
        assert_eq!(said(&trivet(arguments, place.path())).0, 2, "{arguments:?}");
    }
}

#[test]
fn the_schema_is_the_one_that_is_checked_in() {
    let place = tempfile::tempdir().unwrap();
    let (code, out, _) = said(&trivet(&["framework", "schema"], place.path()));
    assert_eq!((code, out.as_str()), (0, include_str!("../../shared/frameworks/framework.schema.json")));
}

#[test]
fn a_bad_file_of_the_operators_stops_the_start_with_its_line() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("own")).unwrap();
    fs::write(place.path().join("own/bad.json"), "{\n  \"id\": \"x\",\n  oops\n}").unwrap();
    let start = ["--listen", "127.0.0.1:0", "--data", "t.sqlite", "--frameworks", "own"];
    let (code, out, err) = said(&trivet(&start, place.path()));
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
    assert!(err.starts_with("trivet: own/bad.json:3: "), "{err}");
    assert!(!place.path().join("t.sqlite").exists());
}
