//! Dates as records state them against the days on which git first holds them: on the diagonal what was recorded
//! on its day, above it what was recorded later.

use super::label::{self, ROW};
use super::shape::{Anchor, Form, Picture};
use crate::rows::{Addresses, Cell, Piece, Table, plain};
use crate::term::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Most marks that are drawn one by one; of more, those that stand near each other become one.
const MOST: usize = 240;

/// Most of the latest that are named.
const NAMED: usize = 8;

/// Most records that a cell of the table names.
const IN_CELL: usize = 12;

const LEFT: i32 = 92;
const TOP: i32 = 14;
const SIDE: i32 = 384;
const NAMES: i32 = LEFT + SIDE + 34;

/// A date that a record states, with the day on which a commit first holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedFact<'a> {
    /// The record.
    pub record: &'a str,
    /// The field.
    pub field: &'a str,
    /// The day stated.
    pub stated: Day,
    /// The day of the commit.
    pub recorded: Day,
    /// True when it was recorded later than the tolerance for its field.
    pub is_late: bool,
}

/// What the plot is made from.
pub struct ClaimPlot<'a> {
    /// The first day, and the one after the last.
    pub days: (Day, Day),
    /// Every date stated between them.
    pub facts: Vec<DatedFact<'a>>,
    /// How many records have dates of which history cannot tell, or that no commit holds.
    pub untold: usize,
    /// Where the records have their pages.
    pub addresses: &'a Addresses,
}

impl DatedFact<'_> {
    /// Days from the one stated to the one of the commit.
    fn days(&self) -> i64 {
        (self.recorded - self.stated).num_days()
    }

    fn told(&self) -> String {
        format!("{} {}, recorded {} days after it", self.record, self.field, self.days())
    }
}

/// Classes of delay: the first and the last day of each, and its words.
const CLASSES: [(i64, i64, &str); 7] = [
    (i64::MIN, -1, "before the day it states"),
    (0, 0, "on the day"),
    (1, 3, "1 to 3 days after"),
    (4, 14, "4 to 14 days after"),
    (15, 30, "15 to 30 days after"),
    (31, 90, "31 to 90 days after"),
    (91, i64::MAX, "more than 90 days after"),
];

/// The plot.
pub fn claims(plot: &ClaimPlot<'_>) -> Picture {
    let mut late: Vec<&DatedFact<'_>> = plot.facts.iter().filter(|fact| fact.is_late).collect();
    late.sort_by_key(|fact| (std::cmp::Reverse(fact.days()), fact.record, fact.field));
    let mut picture = Picture {
        name: "claims",
        title: "Dates stated, against the days on which they were recorded".into(),
        description: described(plot, &late),
        table: table(plot),
        width: NAMES + 310,
        height: TOP + SIDE + 52,
        ..Picture::default()
    };
    let untold = match plot.untold {
        0 => String::new(),
        n => format!(" Of {n} records history cannot tell it, or no commit holds their dates."),
    };
    picture.note = if plot.facts.is_empty() {
        format!("Not drawn: no date of this period is held by a commit.{untold}")
    } else {
        let step = draw(&mut picture, plot, &late);
        let together = match step {
            1 => String::new(),
            _ => format!(
                " More than {MOST} marks: those of {step} days are drawn as one, larger where they are more."
            ),
        };
        format!(
            "Each mark is a date that a record states: to the right the day stated, upwards the day of the commit that first holds it. On the line it was recorded \
             on its day, above the line later; squares are later than 3 days where a deadline hangs on the date, else 14.{together}{untold}"
        )
    };
    picture
}

fn described(plot: &ClaimPlot<'_>, late: &[&DatedFact<'_>]) -> String {
    let latest =
        late.first().map_or_else(String::new, |fact| format!("; the latest is {}", fact.told()));
    format!(
        "{} dates, {} of them recorded later than the tolerance{latest}. The table below counts them by delay.",
        plot.facts.len(),
        late.len()
    )
}

/// Draws everything; says how many days are drawn as one.
fn draw(picture: &mut Picture, plot: &ClaimPlot<'_>, late: &[&DatedFact<'_>]) -> i64 {
    let (first, end) = plot.days;
    let whole = (end - first).num_days().max(1);
    let place = |day: Day, step: i64| {
        let passed = (day - first).num_days().clamp(0, whole - 1);
        let middle = passed - passed % step + step / 2;
        i32::try_from(middle.min(whole) * i64::from(SIDE) / whole).unwrap_or(0)
    };
    frame(picture, plot.days);
    let (mut step, mut spots) = (1, spots(&plot.facts, &place, 1));
    for wider in [7, 14, 30] {
        if spots.len() > MOST {
            (step, spots) = (wider, self::spots(&plot.facts, &place, wider));
        }
    }
    for ((is_late, x, y), count) in &spots {
        let (x, y) = (LEFT + x, TOP + SIDE - y);
        let size = match count {
            1 => 3,
            2..=5 => 4,
            6..=20 => 5,
            _ => 6,
        };
        match is_late {
            true => picture.draw("p-over", Form::Rect(x - size, y - size, 2 * size, 2 * size)),
            false => picture.draw("p-seen", Form::Circle(x, y, size)),
        }
    }
    name(picture, late, |day| place(day, 1));
    step
}

/// Every place at which a mark stands, those of late ones apart.
fn spots(
    facts: &[DatedFact<'_>],
    place: &impl Fn(Day, i64) -> i32,
    step: i64,
) -> BTreeMap<(bool, i32, i32), usize> {
    let mut found = BTreeMap::new();
    for fact in facts {
        let at = (fact.is_late, place(fact.stated, step), place(fact.recorded, step));
        *found.entry(at).or_default() += 1;
    }
    found
}

/// The square, its diagonal, and the first and last day on both sides.
fn frame(picture: &mut Picture, (first, end): (Day, Day)) {
    let (right, bottom) = (LEFT + SIDE, TOP + SIDE);
    picture.draw("p-thin", Form::Rect(LEFT, TOP, SIDE, SIDE));
    picture.draw("p-gap", Form::Line(LEFT, bottom, right, TOP));
    let last = end.pred_opt().unwrap_or(end);
    let (first, last) = (first.to_string(), last.to_string());
    picture.say("p-soft", (LEFT, bottom + 18), Anchor::Start, &first);
    picture.say("p-soft", (right, bottom + 18), Anchor::End, &last);
    picture.say("p-t", (LEFT + SIDE / 2, bottom + 40), Anchor::Middle, "day stated");
    picture.say("p-soft", (LEFT - 8, bottom), Anchor::End, &first);
    picture.say("p-soft", (LEFT - 8, TOP + 10), Anchor::End, &last);
    picture.say("p-t", (LEFT - 8, TOP + SIDE / 2 - 8), Anchor::End, "day of the");
    picture.say("p-t", (LEFT - 8, TOP + SIDE / 2 + 10), Anchor::End, "commit");
}

/// The latest by name, each with its number beside its mark.
fn name(picture: &mut Picture, late: &[&DatedFact<'_>], place: impl Fn(Day) -> i32) {
    if late.is_empty() {
        picture.say("p-soft", (NAMES, TOP + 12), Anchor::Start, "none beyond the tolerance");
        return;
    }
    picture.say("p-b", (NAMES, TOP + 12), Anchor::Start, "the latest recorded");
    let mut numbered = BTreeSet::new();
    for (at, fact) in (1..).zip(late.iter().take(NAMED)) {
        let (x, y) = (LEFT + place(fact.stated), TOP + SIDE - place(fact.recorded));
        // Two that stand in one place would write over each other; the list has both.
        if numbered.insert((x / 24, y / 16)) {
            picture.say("p-b", (x - 6, y - 6), Anchor::End, &at.to_string());
        }
        let words = format!("{} {}", fact.record, fact.field);
        let (y, days) = (TOP + 14 + at * 2 * ROW, fact.days());
        let strong = format!("{at}: {days} days");
        picture.say("p-b", (NAMES, y), Anchor::Start, &strong);
        picture.say("p-soft", (NAMES, y + 17), Anchor::Start, &label::clipped(&words, 304));
    }
    if late.len() > NAMED {
        let y = TOP + 14 + (i32::try_from(NAMED).unwrap_or(0) + 1) * 2 * ROW;
        let more = format!("and {} more beyond the tolerance", late.len() - NAMED);
        picture.say("p-soft", (NAMES, y), Anchor::Start, &more);
    }
}

/// How many dates each class of delay has, the records with the longest first.
fn table(plot: &ClaimPlot<'_>) -> Table {
    let labels = ["recorded", "dates#", "beyond the tolerance#", "records, the longest first+"];
    let mut table =
        Table::new("Dates of the period by how long after them they were recorded", &labels);
    for (from, to, words) in CLASSES {
        let in_class = |fact: &&DatedFact<'_>| (from..=to).contains(&fact.days());
        let mut facts: Vec<&DatedFact<'_>> = plot.facts.iter().filter(in_class).collect();
        facts.sort_by_key(|fact| (std::cmp::Reverse(fact.days()), fact.record, fact.field));
        let late = facts.iter().filter(|fact| fact.is_late).count();
        // Who recorded a date on its day is no news, and most do.
        let records = if to == 0 { Cell::new() } else { records(plot, &facts) };
        let (count, late) = (facts.len().to_string(), late.to_string());
        table.push("", vec![plain(words), plain(count), plain(late), records]);
    }
    if plot.untold > 0 {
        let count = plain(plot.untold.to_string());
        let says = plain("records; history cannot tell, or no commit holds their dates");
        table.push("", vec![plain("cannot tell"), count, plain("-"), says]);
    }
    table
}

/// Each record once, with the longest delay of its dates.
fn records(plot: &ClaimPlot<'_>, facts: &[&DatedFact<'_>]) -> Cell {
    let (mut seen, mut cell, mut more) = (BTreeSet::new(), Cell::new(), 0);
    for fact in facts {
        if !seen.insert(fact.record) {
            continue;
        }
        if seen.len() > IN_CELL {
            more += 1;
            continue;
        }
        cell.push(Piece::id(fact.record, plot.addresses.id(fact.record)));
    }
    if more > 0 {
        cell.push(Piece::text(format!("and {more} more")));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::{ClaimPlot, DatedFact, claims};
    use crate::picture::{Form, Picture};
    use crate::rows::Addresses;
    use crate::term::{Day, parse_day};

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn fact(stated: &str, recorded: &str, is_late: bool) -> DatedFact<'static> {
        let (stated, recorded) = (day(stated), day(recorded));
        DatedFact { record: "PIR-2026-0001", field: "held_at", stated, recorded, is_late }
    }

    fn drawn(facts: Vec<DatedFact<'_>>) -> Picture {
        let days = (day("2026-01-01"), day("2027-01-01"));
        claims(&ClaimPlot { days, facts, untold: 2, addresses: &Addresses::default() })
    }

    fn counts(picture: &Picture) -> Vec<&str> {
        picture.table.rows.iter().map(|row| row.cells[1][0].text.as_str()).collect()
    }

    #[test]
    fn what_was_recorded_on_its_day_stands_on_the_line_and_later_above_it() {
        let picture = drawn(vec![
            fact("2026-03-01", "2026-03-01", false),
            fact("2026-03-01", "2026-09-01", true),
        ]);
        let circles: Vec<_> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape.form {
                Form::Circle(x, y, _) => Some((x - super::LEFT, super::TOP + super::SIDE - y)),
                _ => None,
            })
            .collect();
        assert!(matches!(circles.as_slice(), [(x, y)] if x == y), "{circles:?}");
        let above = picture.shapes.iter().find_map(|shape| match shape.form {
            Form::Rect(_, y, ..) if shape.class == "p-over" => Some(y),
            _ => None,
        });
        assert!(above.unwrap() < super::TOP + super::SIDE - circles[0].1);
        assert!(picture.description.contains("held_at, recorded 184 days after it"));
    }

    #[test]
    fn dates_are_counted_by_delay_and_the_unknown_apart() {
        let picture = drawn(vec![
            fact("2026-03-01", "2026-02-27", false),
            fact("2026-03-01", "2026-03-01", false),
            fact("2026-03-01", "2026-03-04", false),
            fact("2026-03-01", "2026-03-05", true),
            fact("2026-03-01", "2026-07-05", true),
        ]);
        assert_eq!(counts(&picture), ["1", "1", "1", "1", "0", "0", "1", "2"]);
        assert_eq!(picture.table.rows[7].cells[0][0].text, "cannot tell");
    }

    #[test]
    fn a_large_register_has_no_more_marks_than_a_picture_holds() {
        let first = day("2026-01-01");
        let many = (0..40_000).map(|n: u64| {
            let stated = first + chrono::Days::new(n % 365);
            let recorded = stated + chrono::Days::new(n % 11);
            DatedFact { stated, recorded, ..fact("2026-01-01", "2026-01-01", n % 11 > 3) }
        });
        let picture = drawn(many.collect());
        assert!(picture.shapes.len() < 300, "{}", picture.shapes.len());
        assert!(picture.note.contains("are drawn as one"), "{}", picture.note);
    }

    #[test]
    fn days_outside_of_the_period_stand_at_its_edge() {
        let picture = drawn(vec![fact("2026-01-01", "1999-01-01", false)]);
        let inside = |shape: &crate::picture::Shape| match shape.form {
            Form::Circle(x, y, _) => x >= super::LEFT && y <= super::TOP + super::SIDE,
            _ => true,
        };
        assert!(picture.shapes.iter().all(inside));
        assert!(drawn(Vec::new()).shapes.is_empty());
    }
}
