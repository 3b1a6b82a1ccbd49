//! What the user gave with `--set`: each value proved to be the value of its field alone.

use super::{Ground, NewError, Refused, Request};
use crate::edit::{self, Edit, EditError};
use crate::schema::{self, Kind, KindSpec, Shape};
use crate::term::nearest;
use crate::yaml;
use std::collections::BTreeMap;

/// Values by field, as YAML text.
pub(super) fn read(
    request: &Request<'_>,
    ground: &Ground<'_>,
) -> Result<BTreeMap<String, String>, NewError> {
    let spec = ground.table.spec(request.kind);
    let (mut given, mut refused) = (BTreeMap::new(), Vec::new());
    for (field, value) in request.set {
        match one(spec, field, value) {
            Ok((field, value)) => {
                given.insert(field, value);
            }
            Err((message, help)) => {
                refused.push(Refused { given: format!("--set {field}={value}"), message, help });
            }
        }
    }
    if refused.is_empty() { Ok(given) } else { Err(NewError::Refused(refused)) }
}

type Trouble = (String, String);

fn one(spec: &'static KindSpec, field: &str, value: &str) -> Result<(String, String), Trouble> {
    let field = schema::alias_of(spec.kind, field).map_or(field, |alias| alias.new);
    let known = spec.field(field);
    if known.is_none() && !field.starts_with("x-") {
        return Err(unknown(spec, field));
    }
    if field == "kind" {
        let help = format!("for another kind run `pirctl new KIND`; this is a new {}", spec.name);
        return Err(("the kind is not a value that can be set".to_owned(), help));
    }
    if field == "status" && !may_begin_as(spec, value.trim()) {
        let message = format!("a new {} begins as `{}`", spec.name, spec.machine.initial());
        return Err((message, "change the status in the file, with what it then owes".to_owned()));
    }
    let text = known.is_none_or(|field| matches!(field.shape, Shape::Line | Shape::Word));
    Ok((field.to_owned(), proved(field, value.trim(), text)?))
}

/// A record begins in the first state of its machine; an action may begin open.
fn may_begin_as(spec: &KindSpec, status: &str) -> bool {
    status == spec.machine.initial() || (spec.kind == Kind::Action && status == "open")
}

fn unknown(spec: &'static KindSpec, field: &str) -> Trouble {
    let names = spec.all_fields().map(|field| field.name);
    let help = nearest(field, names).map_or_else(
        || "begin its name with `x-` to keep it as your own".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    (format!("a record of kind `{}` has no field `{field}`", spec.name), help)
}

/// The value, proved to change no other field; a text that is no YAML by itself gets quotes.
fn proved(field: &str, value: &str, text: bool) -> Result<String, Trouble> {
    // A name that no field of ours has, so that the edit always adds.
    let base = "---\nx-base: 1\n---\n";
    let attempt = |value: &str| {
        let edit = Edit::Set { field: field.to_owned(), value: value.to_owned() };
        edit::apply(base, &[edit])
    };
    let single = !value.contains(['\n', '\r']);
    match attempt(value) {
        Ok(_) => Ok(value.to_owned()),
        Err(_) if text && single && attempt(&yaml::quoted(value)).is_ok() => {
            Ok(yaml::quoted(value))
        }
        Err(error) => {
            Err((trouble(&error), "write the value as YAML, in quotes if need be".to_owned()))
        }
    }
}

fn trouble(error: &EditError) -> String {
    match error {
        EditError::Unreadable(problem) => format!("the value cannot be read: {problem}"),
        _ => "the value would change more than this field".to_owned(),
    }
}
