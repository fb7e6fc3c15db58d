//! Holds a file against the published JSON Schema, value by value, and says what differs in words. So what we publish
//! and what we check are one thing; what a schema cannot say (ids twice, unknown ids) is `meaning`'s.
//!
//! Only what our own schema uses is understood; a test holds that it uses nothing else.

use serde_json::Value as Json;

use super::characters::{code_of, is_blank, is_id, is_language, is_unseen};
use super::model::{ID, LANGUAGE};
use super::problem::{Problems, quoted};
use super::source::{Kind, Node, within};
use crate::words::{Key, Value, say};

/// Notes how a file differs from the schema.
pub(super) fn check(file: &Node, schema: &Json, problems: &mut Problems) {
    Shape { schema, problems }.value(file, schema, "");
}

struct Shape<'s, 'p> {
    schema: &'s Json,
    problems: &'p mut Problems,
}

impl<'s> Shape<'s, '_> {
    fn value(&mut self, node: &Node, rule: &'s Json, path: &str) {
        let rule = self.resolved(rule, node);
        let wanted = match &rule["type"] {
            Json::Array(either) if matches!(node.kind, Kind::Null) => {
                either.iter().find(|kind| *kind == "null").or(either.first())
            }
            Json::Array(either) => either.first(),
            one => Some(one),
        };
        let choices = choices(rule);
        match (&node.kind, wanted.and_then(Json::as_str).unwrap_or("string")) {
            (Kind::Broken, _) | (Kind::Null, "null") => {}
            (Kind::Object(fields), "object") => self.object(node.line, fields, rule, path),
            (Kind::List(list), "array") => self.list(node.line, list, rule, path),
            (Kind::Text(text), "string") if !choices.is_empty() => {
                if !choices.contains(&text.as_str()) {
                    let known = choices.join(", ");
                    self.problems.add(node.line, path, Key::FileChoice, &[("known", Value::Text(&known))]);
                }
            }
            (Kind::Text(text), "string") => self.text(node.line, text, rule, path),
            (Kind::Number(number), "integer") => self.number(node.line, number, rule, path),
            (found, wanted) => {
                let (wanted, found) = (say(name_of(wanted)), say(kind_of(found)));
                let values = [("wanted", Value::Text(&wanted)), ("found", Value::Text(&found))];
                self.problems.add(node.line, path, Key::FileKind, &values);
            }
        }
    }

    /// The rule that counts for this value: a reference followed, and of "this or null" the one that is meant.
    fn resolved(&self, rule: &'s Json, node: &Node) -> &'s Json {
        if let Some(place) = rule["$ref"].as_str().and_then(|name| name.strip_prefix('#')) {
            return self.schema.pointer(place).map_or(rule, |rule| self.resolved(rule, node));
        }
        let Some(either) = rule["anyOf"].as_array() else {
            return rule;
        };
        let null = matches!(node.kind, Kind::Null);
        let meant = either.iter().find(|rule| (rule["type"] == "null") == null);
        meant.map_or(rule, |rule| self.resolved(rule, node))
    }

    fn object(&mut self, line: usize, fields: &[(String, Node)], rule: &'s Json, path: &str) {
        let known = rule["properties"].as_object();
        for (name, node) in fields {
            let at = within(path, name);
            match known.and_then(|known| known.get(name)) {
                Some(rule) => self.value(node, rule, &at),
                None => {
                    let names: Vec<&str> =
                        known.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
                    let (name, names) = (quoted(name), names.join(", "));
                    let values = [("name", Value::Text(&name)), ("known", Value::Text(&names))];
                    self.problems.add(node.line, &at, Key::FileUnknown, &values);
                }
            }
        }
        for name in rule["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            if !fields.iter().any(|(known, _)| known == name) {
                let at = within(path, name);
                self.problems.add(line, &at, Key::FileMissing, &[("name", Value::Text(name))]);
            }
        }
    }

    fn list(&mut self, line: usize, list: &[Node], rule: &'s Json, path: &str) {
        let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
        if let Some(least) = rule["minItems"].as_i64().filter(|least| count < *least) {
            self.problems.add(line, path, Key::FileFew, &[("least", Value::Number(least))]);
        }
        if let Some(most) = rule["maxItems"].as_i64().filter(|most| count > *most) {
            let values = [("count", Value::Number(count)), ("most", Value::Number(most))];
            self.problems.add(line, path, Key::FileMany, &values);
        }
        for (i, node) in list.iter().enumerate() {
            self.value(node, &rule["items"], &format!("{path}[{i}]"));
        }
    }

    fn text(&mut self, line: usize, text: &str, rule: &Json, path: &str) {
        let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let most = rule["maxLength"].as_i64().unwrap_or(i64::MAX);
        let pattern = rule["pattern"].as_str();
        if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
            let code = code_of(unseen);
            self.problems.add(line, path, Key::FileControl, &[("code", Value::Text(&code))]);
        } else if is_blank(text) {
            self.problems.add(line, path, Key::FileEmpty, &[]);
        } else if count > most {
            let values = [("count", Value::Number(count)), ("most", Value::Number(most))];
            self.problems.add(line, path, Key::FileLong, &values);
        } else if pattern == Some(ID) && !is_id(text) {
            self.problems.add(line, path, Key::FileId, &[]);
        } else if pattern == Some(LANGUAGE) && !is_language(text) {
            self.problems.add(line, path, Key::FileLanguage, &[]);
        }
    }

    fn number(&mut self, line: usize, number: &str, rule: &Json, path: &str) {
        let least = rule["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = rule["maximum"].as_i64().unwrap_or(i64::MAX);
        if !number.parse().is_ok_and(|number: i64| (least..=most).contains(&number)) {
            let values = [("least", Value::Number(least)), ("most", Value::Number(most))];
            self.problems.add(line, path, Key::FileRange, &values);
        }
    }
}

/// The words that a value may be one of; none where it may be any.
fn choices(rule: &Json) -> Vec<&str> {
    let consts = rule["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
    let names = rule["enum"].as_array().into_iter().flatten();
    consts.chain(names).filter_map(Json::as_str).collect()
}

fn name_of(wanted: &str) -> Key {
    match wanted {
        "object" => Key::FileKindObject,
        "array" => Key::FileKindList,
        "integer" => Key::FileKindNumber,
        "null" => Key::FileKindNull,
        _ => Key::FileKindText,
    }
}

fn kind_of(found: &Kind) -> Key {
    match found {
        Kind::Object(_) => Key::FileKindObject,
        Kind::List(_) => Key::FileKindList,
        Kind::Number(_) => Key::FileKindNumber,
        Kind::Null | Kind::Broken => Key::FileKindNull,
        Kind::Bool => Key::FileKindBool,
        Kind::Text(_) => Key::FileKindText,
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    /// What this file understands, and what only tells a reader something.
    const UNDERSTOOD: [&str; 15] = [
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "enum",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "required",
    ];
    const TELLING: [&str; 6] = ["$schema", "$id", "default", "description", "format", "title"];

    fn look(rule: &Json, unknown: &mut Vec<String>) {
        if let Some(pattern) = rule.get("pattern")
            && pattern != ID
            && pattern != LANGUAGE
        {
            unknown.push(pattern.to_string());
        }
        let extra = rule.get("additionalProperties");
        assert!(extra.is_none_or(|extra| extra == false), "{rule}");
        for (word, inner) in rule.as_object().into_iter().flatten() {
            match word.as_str() {
                "properties" | "$defs" => {
                    inner.as_object().unwrap().values().for_each(|rule| look(rule, unknown));
                }
                "items" => look(inner, unknown),
                "anyOf" | "oneOf" => inner.as_array().unwrap().iter().for_each(|rule| look(rule, unknown)),
                "type" => {}
                word if UNDERSTOOD.contains(&word) || TELLING.contains(&word) => {}
                word => unknown.push(word.to_owned()),
            }
        }
    }

    #[test]
    fn the_schema_says_nothing_that_is_not_checked() {
        let mut unknown = Vec::new();
        look(schema(), &mut unknown);
        assert_eq!(unknown, [""; 0]);
    }
}
