//! YAML values for the front matter that the tool writes.

use std::fmt::Write;

/// `text` as a YAML scalar that reads back as exactly this text: plain where that is safe.
pub fn quoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { double_quoted(text) }
}

/// True when the text, unquoted, reads back as itself in block and in flow context.
fn is_plain(text: &str) -> bool {
    let reserved =
        matches!(text, "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off");
    let opening = text.starts_with(|c: char| "-?:,[]{}#&*!|>'\"%@` \t=<".contains(c));
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '+')
        && !is_date(text)
        && text.chars().all(|c| c.is_ascii_digit() || ".+_eExXoO-:".contains(c));
    let inside = text.contains([',', '[', ']', '{', '}', '"', '\'', '\\'])
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with([':', ' '])
        || text.chars().any(char::is_control);
    !(reserved || opening || numeric || inside)
}

fn is_date(text: &str) -> bool {
    crate::term::Stamp::parse(text).is_some()
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a string does not fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_written_scalar_reads_back_as_itself(text in "\\PC{0,20}|[-:#{}, \"'\\\\a0.\n\t]{0,12}") {
            for file in [format!("k: {}\n", quoted(&text)), format!("k: [{}]\n", quoted(&text))] {
                let (tree, faults) = crate::yaml::parse(&file, Span::new(0, file.len()));
                prop_assert!(faults.is_empty(), "{file:?} {faults:?}");
                let tree = tree.unwrap();
                let value = tree.entries(tree.root())[0].value;
                let value = tree.items(value).first().copied().unwrap_or(value);
                prop_assert_eq!(tree.text(&file, value), Some(text.as_str()), "{}", file);
                prop_assert!(!tree.is_null(&file, value));
            }
        }
    }
}
