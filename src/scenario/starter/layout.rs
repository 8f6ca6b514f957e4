//! JSON as people write it by hand: what fits on a line stands on one.

use serde_json::Value;

/// The longest line, in characters, where it can be broken at all.
const COLUMNS: usize = 110;
const INDENT: usize = 2;

/// A value as text, whose outermost lists and objects stand on lines of their own.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    spread(value, 0, &mut out);
    out
}

/// Writes a value behind what stands on its line already, which takes so many characters.
fn write(value: &Value, depth: usize, before: usize, out: &mut String) {
    let line = flat(value);
    // One more for the comma that may follow.
    if before + line.chars().count() < COLUMNS || !(value.is_array() || value.is_object()) {
        out.push_str(&line);
    } else {
        spread(value, depth, out);
    }
}

/// Writes a list or an object with a line for each entry.
fn spread(value: &Value, depth: usize, out: &mut String) {
    let margin = " ".repeat(INDENT * (depth + 1));
    let (open, close, entries): (_, _, Vec<(String, &Value)>) = match value {
        Value::Array(list) => ('[', ']', list.iter().map(|entry| (String::new(), entry)).collect()),
        Value::Object(fields) => {
            ('{', '}', fields.iter().map(|(name, field)| (format!("{}: ", key(name)), field)).collect())
        }
        scalar => {
            out.push_str(&scalar.to_string());
            return;
        }
    };
    out.push(open);
    for (number, (name, entry)) in entries.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        out.push_str(&margin);
        out.push_str(name);
        write(entry, depth + 1, margin.len() + name.chars().count(), out);
    }
    out.push('\n');
    out.push_str(&margin[INDENT..]);
    out.push(close);
}

/// A value on one line.
fn flat(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(flat).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, field)| format!("{}: {}", key(name), flat(field))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn key(name: &str) -> String {
    Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_on_a_line_stands_on_one() {
        let long = "a".repeat(90);
        let value = serde_json::json!({
            "effort": { "low": 1, "likely": 2, "high": 3.5 },
            "texts": ["\"", long, "b"],
        });
        let expected = format!(
            "{{\n  \"effort\": {{ \"low\": 1, \"likely\": 2, \"high\": 3.5 }},\n  \"texts\": [\n    \"\\\"\",\n    \
             \"{long}\",\n    \"b\"\n  ]\n}}"
        );
        assert_eq!(pretty(&value), expected);
    }
}
