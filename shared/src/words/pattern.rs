//! The part of ICU message syntax that exports use: `{name}` and `{count, plural, one {…} other {…}}`.

use super::Value;

/// Writes a sentence with its values. `count` is what `#` stands for.
pub(super) fn write(pattern: &str, values: &[(&str, Value<'_>)], count: Option<i64>, out: &mut String) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '#']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix('#') {
            match count {
                Some(count) => out.push_str(&count.to_string()),
                None => out.push('#'),
            }
            rest = after;
            continue;
        }
        let inside = block(from);
        rest = from.get(inside.len() + 2..).unwrap_or_default();
        put(inside, values, out);
    }
    out.push_str(rest);
}

/// What stands between the brace a text begins with and the one that closes it.
fn block(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(1..at).unwrap_or_default();
        }
    }
    text.get(1..).unwrap_or_default()
}

fn put(inside: &str, values: &[(&str, Value<'_>)], out: &mut String) {
    let mut parts = inside.splitn(3, ',').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let (Some("plural"), Some(forms), Some(Value::Number(count))) = (parts.next(), parts.next(), value)
    else {
        match value {
            Some(Value::Text(text)) => out.push_str(text),
            Some(Value::Number(number)) => out.push_str(&number.to_string()),
            None => {}
        }
        return;
    };
    let exact = format!("={count}");
    let wanted = [exact.as_str(), if *count == 1 { "one" } else { "other" }, "other"];
    if let Some(form) = wanted.iter().find_map(|name| form(forms, name)) {
        write(form, values, Some(*count), out);
    }
}

/// The form of that name in `one {…} other {…}`.
fn form<'a>(forms: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = forms.trim_start();
    while let Some(at) = rest.find('{') {
        let (head, from) = rest.split_at(at);
        let inside = block(from);
        if head.trim() == name {
            return Some(inside);
        }
        rest = from.get(inside.len() + 2..).unwrap_or_default().trim_start();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_plurals_are_put_in() {
        let mut out = String::new();
        let pattern = "{who} has {n, plural, =0 {nothing} one {# line} other {# lines}}.";
        for (count, expected) in [(0, "Sam has nothing."), (1, "Sam has 1 line."), (2, "Sam has 2 lines.")] {
            out.clear();
            write(pattern, &[("who", Value::Text("Sam")), ("n", Value::Number(count))], None, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn a_value_is_never_read_as_a_pattern() {
        let mut out = String::new();
        write("{a}", &[("a", Value::Text("{b} #")), ("b", Value::Text("no"))], None, &mut out);
        assert_eq!(out, "{b} #");
    }
}
