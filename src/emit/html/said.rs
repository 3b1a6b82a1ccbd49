//! Sentences of templates in the language of the page.
//!
//! `say("Each page names [Verify].", links=["verify.html"])`: `[...]` leads where the links say, in their order, what
//! stands between backticks is code, and `{text}` is filled by a value of that name. All of it is escaped.

use super::cells::all;
use crate::escape::html;
use crate::words::Words;
use minijinja::value::Kwargs;
use minijinja::{Error, ErrorKind, Value};

/// The sentence as HTML that cannot act.
///
/// # Errors
/// A place without a value, or a value without a place.
pub(super) fn said(words: Words, text: &str, given: &Kwargs) -> Result<Value, Error> {
    let links = given.get::<Option<Vec<String>>>("links")?.unwrap_or_default();
    let mut links = links.iter();
    let pattern = html(words.pattern(text)).into_owned();
    let mut out = String::with_capacity(pattern.len());
    let (mut rest, mut is_code, mut is_link) = (pattern.as_str(), false, false);
    while let Some(at) = rest.find(['`', '[', ']', '{']) {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        rest = &sign[1..];
        match &sign[..1] {
            "`" => {
                out.push_str(if is_code { "</code>" } else { "<code>" });
                is_code = !is_code;
            }
            "[" => match links.next() {
                Some(link) => {
                    all(&mut out, &["<a href=\"", &html(link), "\">"]);
                    is_link = true;
                }
                None => out.push('['),
            },
            "]" if is_link => {
                out.push_str("</a>");
                is_link = false;
            }
            "]" => out.push(']'),
            _ => rest = place(&mut out, rest, given)?,
        }
    }
    out.push_str(rest);
    given.assert_all_used()?;
    Ok(Value::from_safe_string(out))
}

/// Fills the place whose name `rest` begins with, and gives back what follows it.
fn place<'t>(out: &mut String, rest: &'t str, given: &Kwargs) -> Result<&'t str, Error> {
    let unended = || Error::new(ErrorKind::InvalidOperation, "say: a place does not end");
    let (name, rest) = rest.split_once('}').ok_or_else(unended)?;
    out.push_str(&html(&given.get::<Value>(name)?.to_string()));
    Ok(rest)
}
