//! Framework files as people bring them: good ones are read, and everything else is told with its line and field.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

mod hostile;

use std::path::{Path, PathBuf};

use hostile::{EXAMPLE, hostile_files};
use serde_json::{Value, json};
use trivet_shared::framework::{Framework, FrameworkProblems, MOST_BYTES, MOST_TOLD, Whose, bundled, schema};

fn read(file: impl AsRef<[u8]>) -> Result<Framework, FrameworkProblems> {
    Framework::check(file.as_ref(), Whose::Brought).map(|checked| (*checked.framework).clone())
}

/// The example with something else in one place.
fn with(change: impl Fn(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(EXAMPLE).unwrap();
    change(&mut file);
    serde_json::to_string_pretty(&file).unwrap()
}

/// What is told of a file: line and field of each problem.
fn places(file: &str) -> Vec<(usize, String)> {
    read(file).unwrap_err().told.into_iter().map(|problem| (problem.line, problem.field)).collect()
}

/// The line on which a piece of text stands.
fn line_of(file: &str, text: &str) -> usize {
    1 + file.lines().position(|line| line.contains(text)).unwrap()
}

#[test]
fn the_example_says_that_it_is_made_up_and_is_read() {
    let checked = Framework::check(EXAMPLE.as_bytes(), Whose::Brought).unwrap();
    assert!(checked.framework.scope.contains("made-up") && checked.framework.source.note.contains("Made up"));
    assert_eq!(checked.hash, Framework::hash(EXAMPLE));
    assert_eq!(Framework::thaw(&checked.json).unwrap(), *checked.framework);
    let with_mark = [b"\xef\xbb\xbf", EXAMPLE.as_bytes()].concat();
    assert_eq!(Framework::check(&with_mark, Whose::Brought).unwrap().hash, checked.hash);
}

#[test]
fn a_capital_of_a_framework_that_was_brought_may_be_a_name() {
    assert_eq!(read(EXAMPLE).unwrap().in_text("Working in Kent"), "Working in Kent");
}

#[test]
fn every_hostile_file_is_told_with_line_and_field() {
    for file in hostile_files() {
        let problems = Framework::check(&file.bytes, Whose::Brought).err();
        let problems = problems.unwrap_or_else(|| panic!("{} was taken", file.name));
        let first = &problems.told[0];
        assert!(problems.told.len() <= MOST_TOLD, "{}", file.name);
        let lines = 1 + file.bytes.iter().filter(|byte| **byte == b'\n').count();
        for told in &problems.told {
            assert!((1..=lines).contains(&told.line) && !told.field.is_empty(), "{}: {told}", file.name);
            assert!(told.problem.ends_with('.') && told.to_string().lines().count() == 1, "{told}");
            assert!(!told.to_string().chars().any(char::is_control), "{told:?}");
        }
        assert!(first.field.starts_with(file.field), "{}: {first}", file.name);
        if let Some(line) = file.line {
            assert_eq!(first.line, line, "{}: {first}", file.name);
        }
    }
}

#[test]
fn script_is_text_and_stays_text() {
    let script = "<img src=x onerror=alert(1)> ${7*7} =HYPERLINK(\"http://x\")";
    let file = with(|file| file["areas"][0]["name"] = script.into());
    assert_eq!(read(file).unwrap().areas[0].name, script);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_their_lines() {
    let file = with(|file| {
        file["name"] = "x".repeat(200).into();
        file["areas"][0]["competencies"][1]["id"] = "sowing".into();
        file["areas"][0]["competencies"][0]["terms"] = json!(["compost"]);
        file["areas"][1]["colour"] = "blue".into();
        file["areas"][1]["summary"] = "".into();
    });
    let told = places(&file);
    let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
    assert!(lines.is_sorted());
    for (field, text) in
        [("name", "xxxx"), ("areas[1].colour", "blue"), ("areas[1].summary", "\"summary\": \"\"")]
    {
        assert!(told.contains(&(line_of(&file, text), field.to_owned())), "{field}: {told:?}");
    }
    // A file of another shape has no meaning yet; once its fields are known, ids are looked at.
    let file = with(|file| {
        file["areas"][0]["competencies"][1]["id"] = "sowing".into();
        file["areas"][0]["competencies"][0]["terms"] = json!(["compost"]);
        file["name"] = "x".repeat(200).into();
    });
    assert_eq!(places(&file).len(), 3, "{:?}", places(&file));
}

#[test]
fn problems_beyond_what_anybody_reads_are_counted() {
    let file = with(|file| file["training"] = json!(vec![7; 50]));
    let problems = read(file).unwrap_err();
    assert_eq!((problems.told.len(), problems.more), (MOST_TOLD, 50 - MOST_TOLD));
}

#[test]
fn the_bounds_are_where_the_schema_says() {
    for (change, good) in [
        (json!({"name": "x".repeat(120)}), true),
        (json!({"name": "x".repeat(121)}), false),
        (json!({"id": "x".repeat(64)}), true),
        (json!({"id": "x".repeat(65)}), false),
        (json!({"training": vec!["x"; 60]}), true),
        (json!({"training": vec!["x"; 61]}), false),
        (json!({"scope": "é".repeat(1_000)}), true),
        (json!({"scope": "é".repeat(1_001)}), false),
    ] {
        let file = with(|file| file.as_object_mut().unwrap().extend(change.as_object().unwrap().clone()));
        assert_eq!(read(&file).is_ok(), good, "{change}");
        assert_eq!(other_opinion(&file), good, "{change}");
    }
    let mut padded = EXAMPLE.trim_end().to_owned();
    padded.push_str(&" ".repeat(MOST_BYTES - padded.len()));
    assert!(read(&padded).is_ok());
    padded.push(' ');
    assert_eq!(read(&padded).unwrap_err().told[0].field, "file");
}

/// What a validator that is not ours makes of a file.
fn other_opinion(file: &str) -> bool {
    jsonschema::draft202012::is_valid(schema(), &serde_json::from_str(file).unwrap())
}

#[test]
fn our_files_are_valid_by_the_published_schema() {
    jsonschema::draft202012::meta::validate(schema()).unwrap();
    for (name, json) in
        bundled().iter().map(|ours| (ours.framework.id.0.as_str(), ours.json)).chain([("example", EXAMPLE)])
    {
        let file: Value = serde_json::from_str(json).unwrap();
        let validator = jsonschema::draft202012::new(schema()).unwrap();
        let wrong: Vec<_> =
            validator.iter_errors(&file).map(|e| format!("{name} {}: {e}", e.instance_path())).collect();
        assert_eq!(wrong, [""; 0]);
    }
    assert!(!other_opinion(r#"{"id": "x"}"#));
}

/// `TRIVET_WRITE=1 cargo test -p trivet-shared --test framework_files` writes it.
#[test]
fn the_schema_is_checked_in() {
    let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks/framework.schema.json");
    let generated = format!("{}\n", serde_json::to_string_pretty(schema()).unwrap());
    if std::env::var_os("TRIVET_WRITE").is_some() {
        std::fs::write(&file, &generated).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(checked_in == generated, "{} is out of date; run this with TRIVET_WRITE=1", file.display());
}
