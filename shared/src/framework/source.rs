//! A framework file as it was written: its values, each with the line it stands on. Knows JSON, nothing of frameworks.
//!
//! serde_json reads; what it does not tell is where a value stands, so every value is taken as the piece of text it is
//! (`RawValue`), whose place in the file gives the line. A value within n others is looked at n times; [`MOST_DEPTH`]
//! bounds that.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::problem::{Problems, quoted};
use crate::words::{Key, Value};

/// Lists and objects within one another: about twice as many as a framework has.
const MOST_DEPTH: usize = 16;

/// A value, and the line it begins on.
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) kind: Kind,
}

/// What a value is.
pub(super) enum Kind {
    Null,
    Bool,
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file, each name once.
    Object(Vec<(String, Node)>),
    /// Something whose problem has been noted already.
    Broken,
}

impl Node {
    /// The value at a path such as `areas[2].id`, or the nearest one around it.
    pub(super) fn at(&self, path: &str) -> &Node {
        let mut here = self;
        for step in path.split(['.', '[']) {
            let next = match (&here.kind, step.strip_suffix(']')) {
                (Kind::List(list), Some(index)) => index.parse().ok().and_then(|at: usize| list.get(at)),
                (Kind::Object(fields), None) => {
                    fields.iter().find(|(name, _)| name == step).map(|(_, node)| node)
                }
                _ => None,
            };
            match next {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }
}

/// Reads a file. `None` when it is no JSON; then that problem is noted. Other problems are noted, and reading goes on.
pub(super) fn read(text: &str, problems: &mut Problems) -> Option<Node> {
    match serde_json::from_str::<&RawValue>(text) {
        Ok(whole) => {
            let begins = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            let lines = std::iter::once(0).chain(begins).collect();
            Some(Reading { text, lines, problems }.node(whole, "", 0))
        }
        Err(error) => {
            let (line, column) = (error.line().max(1), error.column());
            let field = place_of_break(text);
            if error.is_eof() {
                problems.add(line, &field, Key::FileEnds, &[]);
            } else {
                let (detail, column) = (bare(&error), Value::Number(i64::try_from(column).unwrap_or(0)));
                let values = [("detail", Value::Text(&detail)), ("column", column)];
                problems.add(line, &field, Key::FileSyntax, &values);
            }
            None
        }
    }
}

/// The field in which a text stops being JSON, as far as it can be told.
pub(super) fn place_of_break(text: &str) -> String {
    let mut parser = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, serde_json::Value>(&mut parser) {
        // A question mark stands for a name that was not read to its end.
        Err(error) => {
            error.path().to_string().split(['?']).next().unwrap_or_default().trim_end_matches('.').to_owned()
        }
        Ok(_) => String::new(),
    }
}

/// What serde_json says, without the place.
fn bare(error: &serde_json::Error) -> String {
    let said = error.to_string();
    quoted(said.rsplit_once(" at line ").map_or(said.as_str(), |(bare, _)| bare))
}

struct Reading<'a, 'p> {
    text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: &'p mut Problems,
}

impl<'a> Reading<'a, '_> {
    fn node(&mut self, raw: &'a RawValue, path: &str, depth: usize) -> Node {
        let json = raw.get();
        // Both point into the same text: the piece lies as far in as its address does.
        let place = json.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let line = self.lines.partition_point(|begin| *begin <= place);
        if depth > MOST_DEPTH {
            let most = Value::Number(i64::try_from(MOST_DEPTH).unwrap_or(i64::MAX));
            self.problems.add(line, path, Key::FileDeep, &[("most", most)]);
            return Node { line, kind: Kind::Broken };
        }
        let kind = match json.as_bytes().first() {
            Some(b'{') => self.object(json, path, depth),
            Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(json).map(|list| {
                let nodes = list.into_iter().enumerate();
                Kind::List(nodes.map(|(i, raw)| self.node(raw, &format!("{path}[{i}]"), depth + 1)).collect())
            }),
            Some(b'"') => serde_json::from_str(json).map(Kind::Text),
            Some(b'n') => Ok(Kind::Null),
            Some(b't' | b'f') => Ok(Kind::Bool),
            _ => Ok(Kind::Number(json.to_owned())),
        };
        let kind = kind.unwrap_or_else(|error| {
            let detail = bare(&error);
            let line = line + error.line().saturating_sub(1);
            self.problems.add(line, path, Key::FileEscape, &[("detail", Value::Text(&detail))]);
            Kind::Broken
        });
        Node { line, kind }
    }

    fn object(&mut self, json: &'a str, path: &str, depth: usize) -> serde_json::Result<Kind> {
        let mut parser = serde_json::Deserializer::from_str(json);
        let pairs = parser.deserialize_map(Pairs)?;
        let mut seen = BTreeSet::new();
        let mut fields: Vec<(String, Node)> = Vec::with_capacity(pairs.len());
        for (name, raw) in pairs {
            let at = within(path, &name);
            let node = self.node(raw, &at, depth + 1);
            if seen.insert(name.clone()) {
                fields.push((name, node));
            } else {
                let name = quoted(&name);
                self.problems.add(node.line, &at, Key::FileTwice, &[("name", Value::Text(&name))]);
            }
        }
        Ok(Kind::Object(fields))
    }
}

/// The path of a field within another.
pub(super) fn within(path: &str, name: &str) -> String {
    let name = quoted(name);
    if path.is_empty() { name } else { format!("{path}.{name}") }
}

/// The pairs of an object in the order they stand, twins among them.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "{\n  \"a\": [1,\n    {\"b\": \"x\"},\n\n    {\"b\":\n \"y\"}],\n  \"c\": null\n}";

    fn read_good(text: &str) -> Node {
        let mut problems = Problems::default();
        let node = read(text, &mut problems).unwrap();
        problems.outcome(Some(node)).unwrap()
    }

    #[test]
    fn every_value_knows_its_line() {
        let node = read_good(FILE);
        for (path, line) in
            [("", 1), ("a", 2), ("a[0]", 2), ("a[1].b", 3), ("a[2]", 5), ("a[2].b", 6), ("c", 7)]
        {
            assert_eq!(node.at(path).line, line, "{path}");
        }
        // Where there is nothing, the nearest around it.
        assert_eq!((node.at("a[1].nothing").line, node.at("a[9].b").line, node.at("z").line), (3, 2, 1));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line_and_field() {
        for (text, line, field) in [
            ("{\n\"a\": NaN}", 2, "a"),
            ("{\n\"a\": [1,\n2,]}", 3, "a"),
            ("{\"a\": {\n\"b\": 1\n", 3, "a"),
            ("{} {}", 1, "file"),
            ("", 1, "file"),
        ] {
            let mut problems = Problems::default();
            assert!(read(text, &mut problems).is_none(), "{text}");
            let told = problems.outcome::<()>(None).unwrap_err().told;
            assert_eq!((told.len(), told[0].line, told[0].field.as_str()), (1, line, field), "{text}");
        }
    }

    #[test]
    fn twins_depth_and_broken_escapes_are_told_and_reading_goes_on() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let text = format!("{{\n\"a\": 1,\n\"a\": 2,\n\"b\": \"\\ud800\",\n\"c\": {deep}, \"\\ud800\": 1}}");
        let mut problems = Problems::default();
        read(&text, &mut problems).unwrap();
        let told = problems.outcome::<()>(None).unwrap_err().told;
        assert_eq!(told.len(), 1, "{told:?}"); // a name that is no text: nothing of its object can be told

        let text = text.replace("\"\\ud800\": 1", "\"d\": 1");
        let mut problems = Problems::default();
        read(&text, &mut problems).unwrap();
        let told = problems.outcome::<()>(None).unwrap_err().told;
        let places: Vec<_> = told.iter().map(|problem| (problem.line, problem.field.as_str())).collect();
        assert_eq!(places[..2], [(3, "a"), (4, "b")]);
        assert!(places[2].0 == 5 && places[2].1.starts_with("c[0][0]"), "{places:?}");
    }
}
