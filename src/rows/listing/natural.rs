//! The order in which people expect ids, numbers and dates.

use super::ListValue;
use crate::term::{Stamp, Zone};
use std::cmp::Ordering;

/// Runs of digits as numbers, everything else as text: `A.5.9` before `A.5.10`.
pub(super) fn natural(text: &str) -> Vec<(u64, String)> {
    let mut runs: Vec<(u64, String)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let head = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let tail = &rest[head..];
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let number = tail[..end].parse().unwrap_or(u64::MAX);
        runs.push((0, rest[..head].to_lowercase()));
        runs.push((number, tail[..end].to_owned()));
        rest = &tail[end..];
    }
    runs
}

/// Values in order, or the other way round when `down`; what says nothing comes last.
pub(super) fn compare(a: &ListValue, b: &ListValue, down: bool, zone: Zone) -> Ordering {
    let order = match (a, b) {
        (ListValue::Nothing, ListValue::Nothing) => return Ordering::Equal,
        (ListValue::Nothing, _) => return Ordering::Greater,
        (_, ListValue::Nothing) => return Ordering::Less,
        _ => by_sort(&a.text(), &b.text(), zone),
    };
    if down { order.reverse() } else { order }
}

fn by_sort(a: &str, b: &str, zone: Zone) -> Ordering {
    if let (Ok(a), Ok(b)) = (a.parse::<f64>(), b.parse::<f64>()) {
        return a.total_cmp(&b);
    }
    if let (Some(a), Some(b)) = (Stamp::parse(a), Stamp::parse(b)) {
        return a.earliest(zone).cmp(&b.earliest(zone));
    }
    natural(a).cmp(&natural(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_ids_are_in_the_order_of_people() {
        let in_order = |a: &str, b: &str| by_sort(a, b, Zone::default()) == Ordering::Less;
        assert!(in_order("A.5.9", "A.5.10") && in_order("9", "10") && in_order("low", "Medium"));
        assert!(in_order("2026-01-01T01:00:00+02:00", "2026-01-01T00:00:00+00:00"));
        assert!(in_order("INC-2026-0009", "INC-2026-00010"));
        let nothing =
            compare(&ListValue::Nothing, &ListValue::Text("a".into()), true, Zone::default());
        assert_eq!(nothing, Ordering::Greater);
    }
}
