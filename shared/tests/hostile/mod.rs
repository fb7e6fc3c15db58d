//! Files that are no framework, each with the field it should be told about, and its line where that is one line.

use serde_json::{Value, json};

/// The example of the repository: what every hostile file is made from.
pub(crate) const EXAMPLE: &str = include_str!("../../frameworks/example/kitchen-garden.json");

/// A file that nobody should get in.
pub(crate) struct Hostile {
    /// What it tries.
    pub(crate) name: String,
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// What the first problem's field begins with.
    pub(crate) field: &'static str,
    /// The line of the first problem, where it is told here.
    pub(crate) line: Option<usize>,
}

/// The example's line on which `text` stands first.
fn line(text: &str) -> Option<usize> {
    Some(1 + EXAMPLE.lines().position(|line| line.contains(text)).unwrap())
}

/// The example with one piece of its text replaced.
fn replaced(from: &str, to: &[u8]) -> Vec<u8> {
    let (before, after) = EXAMPLE.split_once(from).unwrap();
    [before.as_bytes(), to, after.as_bytes()].concat()
}

const NAME: &str = r#""name": "Sowing""#;
const STATEMENT: &str = r#""summary": "Getting from seed to supper.""#;

/// All of them.
pub(crate) fn hostile_files() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, field: &'static str, line: Option<usize>| {
        all.push(Hostile { name: name.to_owned(), bytes, field, line });
    };
    // No JSON, or not of the kind that is meant.
    add("empty", vec![], "file", Some(1));
    add("blank", b" \n \n".to_vec(), "file", Some(3));
    for (name, text) in
        [("null", "null"), ("number", "7"), ("text", "\"x\""), ("list", "[]"), ("true", "true")]
    {
        add(name, text.into(), "file", Some(1));
    }
    add("bare word", b"hello".to_vec(), "file", Some(1));
    add("an empty object", b"{}".to_vec(), "id", Some(1));
    add(
        "something after the end",
        format!("{EXAMPLE}{{}}").into(),
        "file",
        Some(EXAMPLE.lines().count() + 1),
    );
    add("HTML", b"<!doctype html>".to_vec(), "file", Some(1));
    add("NaN", replaced("2026", b"NaN"), "source.year", line("2026"));
    add("Infinity", replaced("2026", b"-Infinity"), "source.year", line("2026"));
    add("a comma too many", replaced("\"Sharing\",", b"\"Sharing\",,"), "areas[1]", line("\"Sharing\""));
    add("a comment", replaced(NAME, b"// name\n\"name\": 1"), "areas[0].competencies[0]", line(NAME));
    add("single quotes", replaced("\"Growing\"", b"'Growing'"), "areas[0].name", line("\"Growing\""));
    // Cut off, at every twentieth byte.
    for end in (1..EXAMPLE.trim_end().len()).step_by(20) {
        add(&format!("cut off at {end}"), EXAMPLE.as_bytes()[..end].to_vec(), "", None);
    }
    // Too much of it.
    add("a megabyte", vec![b' '; 1 << 20], "file", Some(1));
    add("one byte too many", [EXAMPLE.as_bytes(), &vec![b' '; 256 * 1024]].concat(), "file", Some(1));
    for (name, open, close) in [("lists", "[", "]"), ("objects", "{\"a\":", "}")] {
        let inner = if open == "[" { "" } else { "1" };
        let deep = format!("{}{inner}{}", open.repeat(10_000), close.repeat(10_000));
        add(&format!("10,000 {name} deep"), deep.clone().into(), "", Some(1));
        add(&format!("10,000 {name} deep, unclosed"), open.repeat(10_000).into(), "", Some(1));
        let within = replaced("\"Sowing\"", deep.as_bytes());
        add(&format!("10,000 {name} deep in a name"), within, "areas[0].competencies[0].name", line(NAME));
    }
    let area: Value = json!({"id": "a", "name": "A", "summary": "A", "competencies": []});
    add("10,000 areas", with("areas", vec![area; 4_000].into()), "areas", None);
    add("no areas", with("areas", json!([])), "areas", None);
    add("a name of 100,000 characters", with("name", "x".repeat(100_000).into()), "name", None);
    add("a year of 400 digits", replaced("2026", "9".repeat(400).as_bytes()), "source.year", line("2026"));
    add("1e999", replaced("2026", b"1e999"), "source.year", line("2026"));
    // Twice, unknown, missing, of another kind.
    add(
        "a key twice",
        replaced(NAME, br#""name": "A", "name": "B""#),
        "areas[0].competencies[0].name",
        line(NAME),
    );
    add(
        "an escaped twin of a key",
        replaced(NAME, br#""name": "A", "n\u0061me": "B""#),
        "areas[0].competencies[0].name",
        line(NAME),
    );
    add(
        "an unknown field",
        replaced(NAME, br#""name": "A", "colour": 1"#),
        "areas[0].competencies[0].colour",
        line(NAME),
    );
    add(
        "__proto__",
        replaced(NAME, br#""name": "A", "__proto__": {"admin": true}"#),
        "areas[0].competencies[0].__proto__",
        line(NAME),
    );
    add(
        "an escape for a terminal in a key",
        replaced(NAME, br#""name": "A", "\u001b[2J\u202e": 1"#),
        "areas[0].competencies[0].U+001B",
        line(NAME),
    );
    add("a field too few", replaced(NAME, br#""level": "core""#), "areas[0].competencies[0].name", None);
    for (name, value) in
        [("a number", "7"), ("null", "null"), ("a list", "[\"A\"]"), ("an object", "{}"), ("true", "true")]
    {
        let bytes = replaced("\"Sowing\"", value.as_bytes());
        add(&format!("{name} for a name"), bytes, "areas[0].competencies[0].name", line(NAME));
    }
    for (name, value) in
        [("text", "\"2026\""), ("a fraction", "2026.5"), ("minus", "-2026"), ("zero", "0"), ("much", "20260")]
    {
        add(&format!("{name} for a year"), replaced("2026", value.as_bytes()), "source.year", line("2026"));
    }
    add(
        "an unknown level",
        replaced(NAME, br#""name": "A", "level": "expert""#),
        "areas[0].competencies[0].level",
        line(NAME),
    );
    // Ids.
    for id in
        ["", "..", "../../etc/passwd", "a/b", "A", "a b", "é", "a\\u0000", "a.json", "%2e", "<b>", "a\\n"]
    {
        let bytes = replaced(r#""id": "sowing""#, format!(r#""id": "{id}""#).as_bytes());
        add(&format!("the id {id:?}"), bytes, "areas[0].competencies[0].id", line(r#""id": "sowing""#));
    }
    add(
        "an id twice",
        replaced(r#""id": "soil-care""#, br#""id": "sowing""#),
        "areas[0].competencies[1].id",
        line(r#""id": "soil-care""#),
    );
    add(
        "an id of ours",
        replaced(r#""id": "kitchen-garden""#, br#""id": "vcse""#),
        "id",
        line("kitchen-garden"),
    );
    add(
        "a term that is nowhere",
        replaced(r#"["mulch"]"#, br#"["compost"]"#),
        "areas[0].competencies[1].terms[0]",
        line(r#"["mulch"]"#),
    );
    add(
        "a term twice",
        replaced(r#"["mulch"]"#, br#"["mulch", "mulch"]"#),
        "areas[0].competencies[1].terms[1]",
        line(r#"["mulch"]"#),
    );
    let role = json!({"delivery": "frontline", "management": "self", "core": ["digging"], "secondary": []});
    add("a competency that is nowhere", with("roles", json!([role])), "roles[0].core[0]", None);
    let role = json!({"delivery": "frontline", "management": "self", "core": [], "secondary": []});
    add("a role twice", with("roles", json!([role, role])), "roles[1]", None);
    add("no language", replaced("en-GB", b"English, please"), "language", line("en-GB"));
    // Text that isn't.
    for (name, text) in [
        ("nothing", ""),
        ("blanks", "  \\t "),
        ("a space of no width", "\u{200b}"),
        ("U+202E", "gnp\u{202e}exe"),
        ("an escaped U+202E", "\\u202eexe"),
        ("U+2066", "\u{2066}x"),
        ("U+200F", "\u{200f}x"),
        ("NUL", "a\\u0000b"),
        ("a line break", "a\\nb"),
        ("U+2028", "a\u{2028}b"),
        ("an escape", "\\u001b[31m"),
        ("U+0085", "a\u{85}b"),
        ("half a pair", "\\ud800"),
        ("a pair turned round", "\\udc00\\ud800"),
        ("a raw NUL", "a\0b"),
        ("a raw tab", "a\tb"),
        ("an unknown escape", "\\x41"),
    ] {
        let bytes = replaced(STATEMENT, format!(r#""summary": "{text}""#).as_bytes());
        add(&format!("{name} in a text"), bytes, "areas[0].summary", line(STATEMENT));
    }
    for (name, bytes) in [
        ("Latin-1", &b"caf\xe9"[..]),
        ("a lone continuation", b"\x80"),
        ("an overlong slash", b"\xc0\xaf"),
        ("a surrogate in UTF-8", b"\xed\xa0\x80"),
        ("beyond Unicode", b"\xf5\x80\x80\x80"),
    ] {
        let text = [&br#""summary": ""#[..], bytes, b"\""].concat();
        add(&format!("{name} in a text"), replaced(STATEMENT, &text), "areas[0].summary", line(STATEMENT));
    }
    for (name, mark, little) in [("little", [0xff, 0xfe], true), ("big", [0xfe, 0xff], false)] {
        let units = EXAMPLE.encode_utf16();
        let bytes: Vec<u8> =
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
        add(&format!("UTF-16, {name} end first"), [&mark[..], &bytes].concat(), "file", Some(1));
        add(&format!("UTF-16, {name} end first, unmarked"), bytes, "file", Some(1));
    }
    add(
        "random bytes",
        (0..4_096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect(),
        "",
        None,
    );
    add("a ZIP file", b"PK\x03\x04\x14\0\0\0".to_vec(), "", Some(1));
    all
}

/// The example with another value for one field of the whole, as text.
fn with(field: &str, value: Value) -> Vec<u8> {
    let mut file: Value = serde_json::from_str(EXAMPLE).unwrap();
    file[field] = value;
    file.to_string().into_bytes()
}
