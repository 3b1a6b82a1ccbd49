//! What is said alike in every language: numbers, days, ids, words of records.

use crate::redact::PERSON;
use crate::schema::{Kind, enumeration};
use crate::term::{Period, parse_day};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A number, as it may be written: `12`, `+3`, `4.5`, `80%`.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-', '\u{2212}']).trim_end_matches('%');
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// A day, an instant with its zone, a month, a quarter, or days from A to B.
pub(super) fn is_day(text: &str) -> bool {
    let whole = |text: &str| {
        let mut parts = text.split([' ', 'T']);
        let day = parts.next().unwrap_or_default();
        let is_day = parse_day(day).is_some() || Period::parse(day).is_some() || is_month(day);
        // A time, seconds, an offset or a zone.
        let is_time = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
                || part == "UTC"
                || part.contains('/')
        };
        is_day && parts.clone().count() <= 2 && parts.all(is_time)
    };
    whole(text) || text.split_once("..").is_some_and(|(from, to)| whole(from) && whole(to))
}

fn is_month(text: &str) -> bool {
    text.len() == 7 && text.as_bytes()[4] == b'-' && parse_day(&format!("{text}-01")).is_some()
}

/// True for a text without words of the tool's own: ids, numbers, days, signs, words of records.
pub(super) fn is_value(text: &str) -> bool {
    let bare = |token: &str| token.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().all(|token| {
        let core = bare(token);
        core.is_empty()
            || core.contains(|c: char| c.is_ascii_digit())
            || is_named(&core)
            || is_of_records(&core)
            || is_field(&core)
    })
}

/// An id that has a name in it: `POL-access-control`.
fn is_named(text: &str) -> bool {
    let kind = text.split('-').next().unwrap_or_default();
    kind.len() < text.len() && kind.chars().all(|c| c.is_ascii_uppercase()) && !kind.is_empty()
}

/// The name of a field, alone or as a path.
fn is_field(text: &str) -> bool {
    static NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        Kind::ALL.iter().flat_map(|kind| kind.spec().all_fields().map(|field| field.name)).collect()
    });
    text.split('.').all(|name| NAMES.contains(name))
}

/// A value of an enumeration or a status: it stands in the file as it stands on the page.
pub(super) fn is_of_records(text: &str) -> bool {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let values = enumeration::ALL.iter().flat_map(|it| it.values.iter().copied());
        let states = Kind::ALL.iter().flat_map(|kind| kind.spec().machine.states.iter().copied());
        values.chain(states).collect()
    });
    WORDS.contains(text)
}

/// A person as an edition calls them: `person 3 (incident lead)`.
pub(super) fn is_masked(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(PERSON) else { return false };
    let (number, role) = rest.split_once(' ').unwrap_or((rest, "()"));
    is_number(number) && role.starts_with('(') && role.find(')') == Some(role.len() - 1)
}

/// A status or a severity: what stands in a box beside the id of a record.
pub(super) fn is_standing(text: &str) -> bool {
    enumeration::SEVERITY.values.contains(&text)
        || Kind::ALL.iter().any(|kind| kind.spec().machine.states.contains(&text))
}
