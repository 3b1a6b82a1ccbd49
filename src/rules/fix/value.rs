//! Values of the wrong form whose right form is plain: letter case, quotes, a single item, a slip.

use super::replacing;
use super::spot::{self, Spot};
use crate::diag::{Finding, Fix};
use crate::record::Record;
use crate::rules::RegisterContext;
use crate::schema::Shape;
use crate::span::Span;
use crate::term::{clearly_meant, parse_day};
use crate::yaml::{Content, NodeId, Style};

pub(super) const SUMMARY: &str = "Safe: a word of an enumeration, a status, `true` or `false` in another letter case; a number or boolean \
    in quotes; one item where a list is wanted. Unsafe: the one word of the enumeration that is near; `yes` and `no`.";

pub(super) const DATE_SUMMARY: &str = "Safe: a date with slashes, or without its zeros. Unsafe: the day of a date-time where a day is wanted.";

pub(super) fn fix(_: &RegisterContext<'_>, record: &Record, finding: &Finding) -> Option<Fix> {
    let Spot::Value(node, shape) = spot::at(record, finding.place.span)? else { return None };
    let span = finding.place.span;
    if finding.field == "status" {
        return word(record, node, record.spec.machine.states);
    }
    match shape {
        Shape::Enum(list) => word(record, node, list.values),
        Shape::Choice(values) => word(record, node, values),
        Shape::Int | Shape::Number => number(record, node),
        Shape::Bool => boolean(record, node),
        Shape::List(inner) if !matches!(inner, Shape::Map(_)) => list_of_one(record, node, span),
        _ => None,
    }
}

pub(super) fn fix_date(_: &RegisterContext<'_>, record: &Record, finding: &Finding) -> Option<Fix> {
    let Spot::Value(node, shape) = spot::at(record, finding.place.span)? else { return None };
    let text = record.tree().text(&record.text, node)?;
    let (inner, _) = bytes(record, node)?;
    if let Some(day) = padded(text) {
        return Some(replacing(inner, day.clone(), true, format!("write `{day}`")));
    }
    let day = text.get(..10).filter(|day| matches!(shape, Shape::Date) && parse_day(day).is_some());
    day.map(|day| replacing(inner, day, false, format!("write `{day}`, without the time")))
}

/// `2026-1-2`, `2026/01/02` and `2026/1/2` as `2026-01-02`.
fn padded(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [year, month, day] = parts[..] else { return None };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    let made = format!("{year}-{month:0>2}-{day:0>2}");
    (fits && [year, month, day].into_iter().all(digits) && parse_day(&made).is_some())
        .then_some(made)
}

/// The bytes of a scalar without its quotes, and its style; `None` for what is not written plainly.
fn bytes(record: &Record, node: NodeId) -> Option<(Span, Style)> {
    let at = record.tree().node(node);
    let Content::Scalar(style) = at.content else { return None };
    let text = record.tree().text(&record.text, node)?;
    let inner = match style {
        Style::Plain => at.span,
        Style::Quoted => Span::new(at.span.start + 1, at.span.end.checked_sub(1)?),
        Style::Block => return None,
    };
    (inner.slice(&record.text) == text && !text.is_empty()).then_some((inner, style))
}

fn word(record: &Record, node: NodeId, known: &[&str]) -> Option<Fix> {
    let (inner, _) = bytes(record, node)?;
    let text = inner.slice(&record.text);
    let folded = text.trim().to_lowercase().replace([' ', '_'], "-");
    if let Some(same) = known.iter().find(|word| **word == folded) {
        return Some(replacing(inner, *same, true, format!("write `{same}`")));
    }
    let meant = clearly_meant(text, known.iter().copied())?;
    Some(replacing(inner, meant, false, format!("write `{meant}`")))
}

fn number(record: &Record, node: NodeId) -> Option<Fix> {
    let (inner, style) = bytes(record, node)?;
    let text = inner.slice(&record.text);
    let plain =
        text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.parse::<f64>().is_ok();
    (style == Style::Quoted && plain).then(|| {
        replacing(record.tree().node(node).span, text, true, format!("write {text} without quotes"))
    })
}

fn boolean(record: &Record, node: NodeId) -> Option<Fix> {
    let (inner, _) = bytes(record, node)?;
    let (meant, safe) = match inner.slice(&record.text).to_lowercase().as_str() {
        "true" => ("true", true),
        "false" => ("false", true),
        "yes" | "on" | "y" => ("true", false),
        "no" | "off" | "n" => ("false", false),
        _ => return None,
    };
    Some(replacing(record.tree().node(node).span, meant, safe, format!("write {meant}")))
}

/// One text where a list is wanted gets brackets, unless it may be several already.
fn list_of_one(record: &Record, node: NodeId, span: Span) -> Option<Fix> {
    let (inner, _) = bytes(record, node)?;
    let text = inner.slice(&record.text);
    let several =
        text.contains([',', ';', '[', ']', '{', '}', '#', ':', '\n']) || text.contains(" and ");
    let written = span.slice(&record.text);
    (!several).then(|| {
        replacing(span, format!("[{written}]"), true, format!("write it as a list, [{written}]"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_in_the_order_of_the_calendar_get_their_zeros() {
        for (text, day) in [
            ("2026-1-2", Some("2026-01-02")),
            ("2026/01/02", Some("2026-01-02")),
            ("2026-2-30", None),
            ("1-2-2026", None),
            ("2026-01", None),
            ("26-1-2", None),
            ("2026-1-2T10:00", None),
        ] {
            assert_eq!(padded(text).as_deref(), day, "{text}");
        }
    }
}
