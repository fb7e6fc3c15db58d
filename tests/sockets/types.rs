//! The commands and their fields, read from the published types as the pages have them, so that a new one is in every test
//! that goes through them all. A test of `shared` keeps the types true to the code.

use std::collections::{BTreeMap, BTreeSet};

const TYPES: &str = include_str!("../../web-client/src/lib/protocol.ts");
/// Texts of a form of their own: what does not have it is refused, and `ids` and `bad_values` try that.
const FORMED: [&str; 2] = ["IsoDate", "JoinCode"];

/// Each type and what it is, without comments.
fn types() -> BTreeMap<String, String> {
    let mut plain = String::new();
    let mut rest = TYPES;
    while let Some((before, comment)) = rest.split_once("/**") {
        plain.push_str(before);
        rest = comment.split_once("*/").unwrap().1;
    }
    plain.push_str(rest);
    let declared = plain.split("export type ").filter_map(|declared| declared.split_once(" = "));
    declared.map(|(name, is)| (name.to_owned(), is.to_owned())).collect()
}

/// The type of each command's payload.
fn payloads(types: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let union = types["Command"].split(';').next().unwrap();
    let parts = union.split(" | ").map(|part| {
        let (kind, payload) = part.split_once("\" } & ").unwrap();
        (kind.rsplit('"').next().unwrap().to_owned(), payload.trim().to_owned())
    });
    parts.collect()
}

/// `name?: kind`, for each field of a type's body.
fn fields(body: &str) -> Vec<String> {
    let pieces = body.split(['\n', ';']).flat_map(|line| line.split(", "));
    let plain = pieces.map(|text| {
        text.trim().trim_start_matches("{ ").trim_end_matches(" }").trim_end_matches(',').to_owned()
    });
    plain.filter(|text| text.contains(": ")).collect()
}

/// The fields of each command, as `name?: kind`.
pub(crate) fn commands() -> BTreeMap<String, Vec<String>> {
    let types = types();
    payloads(&types).into_iter().map(|(kind, payload)| (kind, fields(&types[&payload]))).collect()
}

/// Every field of every command that holds words, within other types too: `prepare.summaryTo.name`.
pub(crate) fn texts() -> BTreeSet<String> {
    let types = types();
    let mut found = BTreeSet::new();
    for (kind, payload) in payloads(&types) {
        within(&types, &payload, &kind, &mut found);
    }
    found
}

fn within(types: &BTreeMap<String, String>, name: &str, path: &str, found: &mut BTreeSet<String>) {
    assert!(path.matches('.').count() < 6, "{path} has no end");
    for field in fields(&types[name]) {
        let (field, kind) = field.split_once(": ").unwrap();
        let field = field.rsplit(' ').next().unwrap().trim_end_matches('?');
        let path = format!("{path}.{}", field.trim_matches('"'));
        // A value that is named, as in `"who": "others"`, holds nothing else.
        if kind.contains('"') {
            continue;
        }
        for word in kind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let is = types.get(word).map(|is| is.trim().trim_end_matches(';'));
            let formed = word.ends_with("Id") || FORMED.contains(&word);
            match is {
                _ if word == "string" => drop(found.insert(path.clone())),
                Some("string") if !formed => drop(found.insert(path.clone())),
                Some(body) if body.contains(": ") => within(types, word, &path, found),
                _ => {}
            }
        }
    }
}
