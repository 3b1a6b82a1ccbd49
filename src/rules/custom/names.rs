//! What is wrong with the configuration's own rules before they are run: expressions that cannot be
//! read, and names that no record has.

use super::data::{link_fields, name_of};
use crate::config::{Config, ConfigFlaw, ConfigRule, CustomRule, Given};
use crate::diag::Place;
use crate::expression::{Engine, FUNCTIONS, Fault};
use crate::schema::{Kind, Table};
use crate::span::Span;
use crate::term::nearest;
use std::ops::Range;

/// A flaw for each addition to the model and each expression of the configuration that cannot be used, at its place in the file.
pub(in crate::rules) fn flaws(config: &Config) -> Vec<ConfigFlaw> {
    let (table, mut found) = Table::of(config);
    if config.custom.is_empty() {
        return found;
    }
    let engine = Engine::new(config.zone);
    for rule in &config.custom {
        for (key, given) in expressions(rule) {
            let flaw = |place, message: String, help: String| {
                let rule = ConfigRule::ConfigurationInvalid;
                ConfigFlaw::new(rule, place, message, help).on(&format!("custom.{key}"))
            };
            let code = &rule.code.value;
            match engine.read(&given.value) {
                Err(fault) => {
                    let message = format!("`{key}` of {code} cannot be read: {fault}");
                    let help = "correct the expression; until then the rule is not in force";
                    found.push(flaw(place_in(config, given, &fault), message, help.into()));
                }
                Ok(read) => {
                    for name in read.names() {
                        let Some(help) = unknown(table, rule, &name) else { continue };
                        let at = given.value.find(&name).map(|at| at..at + name.len());
                        let place = place_in(config, given, &Fault { message: String::new(), at });
                        let message =
                            format!("`{key}` of {code} asks for `{name}`, which is not there");
                        found.push(flaw(place, message, help));
                    }
                }
            }
        }
    }
    found
}

/// The expressions of a rule, each with its key.
pub(super) fn expressions(
    rule: &CustomRule,
) -> impl Iterator<Item = (&'static str, &Given<String>)> {
    let when = rule.when.iter().map(|when| ("when", when));
    when.chain([("require", &rule.require)])
}

/// Where a fault stands in the file: its own bytes where the expression is written as it reads, else
/// the whole value.
pub(super) fn place_in(config: &Config, given: &Given<String>, fault: &Fault) -> Place {
    let span = given.place.span;
    let raw = span.slice(&config.text);
    let inner = raw.find(&given.value).filter(|_| !given.value.contains('\n'));
    let narrowed = |at: &Range<usize>| {
        let start = span.start + inner?;
        let end = (start + at.end).min(span.end);
        let fits = at.start < at.end && config.text.get(start + at.start..end).is_some();
        fits.then(|| Span::new(start + at.start, end))
    };
    let span = fault.at.as_ref().and_then(narrowed).unwrap_or(span);
    Place::new(&given.place.path, span)
}

/// What to do about a name that some kind of the rule does not have; `None` for one that all have.
fn unknown(table: &Table, rule: &CustomRule, name: &str) -> Option<String> {
    let mut parts = name.split('.');
    let (root, first, second) = (parts.next()?, parts.next(), parts.next());
    if root != "record" {
        let known = root == "today" || FUNCTIONS.contains(&root);
        return (!known).then(|| hint(root, ["record", "today", "days", "product"].into_iter()));
    }
    let first = first?;
    for kind in rule.kinds.iter().filter_map(|kind| Kind::parse(&kind.value)) {
        let spec = table.spec(kind);
        let missed = match (first, second) {
            ("links", Some(field)) => {
                let known: Vec<_> = link_fields(spec).collect();
                (!known.contains(&field)).then(|| hint(field, known.into_iter()))
            }
            ("named_by", Some(word)) => {
                let known = Kind::ALL.map(name_of);
                let is_known = known.iter().any(|name| name == word);
                (!is_known).then(|| hint(word, known.iter().map(String::as_str)))
            }
            ("links" | "named_by", None) => None,
            _ if first.starts_with("x-") => None,
            _ => {
                let known = || spec.all_fields().map(|field| field.name);
                (!known().any(|field| field == first)).then(|| hint(first, known()))
            }
        };
        if missed.is_some() {
            return missed;
        }
    }
    None
}

fn hint<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    nearest(word, known.iter().copied()).map_or_else(
        || format!("use one of {}", known.join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    )
}
