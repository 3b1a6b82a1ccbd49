//! Incidents by quarter as bars; a quarter that cannot be told is an empty dashed frame, never a bar of nothing.

use super::shape::{Anchor, Form, Picture};
use crate::metrics::{QuarterStanding, Series, TrendCell, TrendQuarter};
use crate::rows::{Table, plain};

/// Most quarters that the picture holds.
const MOST: usize = 40;

/// From so many quarters on only the first of each year is named.
const CROWDED: usize = 14;

const WIDTH: i32 = 880;
const LEFT: i32 = 44;
const TOP: i32 = 26;
const BOTTOM: i32 = 196;

/// The quarters shown, with the incidents of one series in each: see [`crate::metrics::trends`].
pub fn quarters(what: &str, quarters: &[TrendQuarter], series: &Series<'_>) -> Picture {
    let pairs: Vec<_> = quarters.iter().zip(&series.cells).collect();
    let told: Vec<_> = pairs.iter().map(|(quarter, cell)| told(quarter, cell)).collect();
    let mut picture = Picture {
        name: "quarters",
        title: format!("{what} by quarter"),
        description: format!("{}. The table below has the comparisons.", told.join("; ")),
        table: table(what, &pairs),
        width: WIDTH,
        height: BOTTOM + 30,
        ..Picture::default()
    };
    picture.note = match pairs.len() {
        0 => "Not drawn: there is no quarter.".to_owned(),
        count if count > MOST => format!(
            "Not drawn: {count} quarters are more than the {MOST} that this picture holds; the table has all of them."
        ),
        _ => {
            draw(&mut picture, &pairs, &told);
            format!(
                "A dashed bar is a quarter that is not over; a dashed frame with a question mark cannot be told, which is not zero. Drawn up to {MOST} quarters."
            )
        }
    };
    picture
}

fn told(quarter: &TrendQuarter, cell: &TrendCell<'_>) -> String {
    let so_far = if quarter.standing == QuarterStanding::SoFar { " so far" } else { "" };
    let count = cell.count.map_or_else(|| "cannot tell".into(), |count| count.to_string());
    format!("{}: {count}{so_far}", quarter.period)
}

fn draw(picture: &mut Picture, pairs: &[(&TrendQuarter, &TrendCell<'_>)], told: &[String]) {
    let most = pairs.iter().filter_map(|(_, cell)| cell.count).max().unwrap_or(0).max(1);
    let room = BOTTOM - TOP;
    let height = |count: usize| i32::try_from(count * 1000 / most).unwrap_or(0) * room / 1000;
    let step = ((WIDTH - LEFT - 8) / i32::try_from(pairs.len()).unwrap_or(1)).clamp(12, 84);
    let width = (step * 2 / 3).max(8);
    for (at, (quarter, cell)) in pairs.iter().enumerate() {
        let x = LEFT + step * i32::try_from(at).unwrap_or(0) + (step - width) / 2;
        let middle = x + width / 2;
        match cell.count {
            None => {
                picture.mark("p-dash", Form::Rect(x, TOP + room / 2, width, room / 2), &told[at]);
                picture.say("p-soft", (middle, BOTTOM - room / 4), Anchor::Middle, "?");
            }
            Some(count) => {
                let so_far = quarter.standing == QuarterStanding::SoFar;
                let class = if so_far { "p-part" } else { "p-bar" };
                let tall = height(count).max(1);
                picture.mark(class, Form::Rect(x, BOTTOM - tall, width, tall), &told[at]);
                let place = (middle, BOTTOM - tall - 6);
                picture.say("p-b", place, Anchor::Middle, &count.to_string());
            }
        }
        let crowded = pairs.len() >= CROWDED || step < 60;
        let name = quarter.period.to_string();
        match crowded {
            false => picture.say("p-soft", (middle, BOTTOM + 20), Anchor::Middle, &name),
            true if quarter.period.quarter == 1 => {
                picture.say("p-soft", (x, BOTTOM + 20), Anchor::Start, &name);
            }
            true => {}
        }
    }
    let end = LEFT + step * i32::try_from(pairs.len()).unwrap_or(0);
    picture.draw("p-line", Form::Line(LEFT, BOTTOM, end, BOTTOM));
    // The frame ends with the last quarter.
    picture.width = end + 24;
}

fn table(what: &str, pairs: &[(&TrendQuarter, &TrendCell<'_>)]) -> Table {
    let labels =
        ["quarter", "count#", "to the quarter before#", "to the year before#", "twelve months#"];
    let mut table = Table::new(format!("{what} by quarter, with comparisons"), &labels);
    let unknown = || "cannot tell".to_owned();
    for (quarter, cell) in pairs {
        let signed = |moved: Option<i64>| moved.map_or_else(unknown, |moved| format!("{moved:+}"));
        let whole = |count: Option<usize>| count.map_or_else(unknown, |count| count.to_string());
        let so_far = if quarter.standing == QuarterStanding::SoFar { " so far" } else { "" };
        table.push(
            "",
            vec![
                plain(quarter.period.to_string()),
                plain(format!("{}{so_far}", whole(cell.count))),
                plain(signed(cell.to_last_quarter)),
                plain(signed(cell.to_year_before)),
                plain(whole(cell.twelve_months)),
            ],
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::quarters;
    use crate::metrics::{QuarterStanding, Series, TrendCell, TrendQuarter};
    use crate::term::Period;

    fn quarter(year: i32, quarter: u32, standing: QuarterStanding) -> TrendQuarter {
        let period = Period { year, quarter };
        let (first, end) = period.days();
        TrendQuarter { period, first, end, standing }
    }

    fn drawn(counts: &[Option<usize>], standing: QuarterStanding) -> crate::picture::Picture {
        let cell = |count: &Option<usize>| TrendCell { count: *count, ..TrendCell::default() };
        let cells = counts.iter().map(cell).collect();
        let nth = |at| quarter(2020 + at / 4, u32::try_from(at % 4).unwrap() + 1, standing);
        let all: Vec<_> = (0..).take(counts.len()).map(nth).collect();
        quarters("Incidents", &all, &Series { value: "all".into(), cells })
    }

    #[test]
    fn what_cannot_be_told_is_no_bar_of_nothing() {
        let picture = drawn(&[None, Some(0), Some(4)], QuarterStanding::Whole);
        let count = |class| picture.shapes.iter().filter(|shape| shape.class == class).count();
        assert_eq!((count("p-dash"), count("p-bar")), (1, 2));
        assert!(picture.description.starts_with("2020-Q1: cannot tell; 2020-Q2: 0; 2020-Q3: 4"));
        assert_eq!(picture.table.rows[0].cells[1][0].text, "cannot tell");
    }

    #[test]
    fn a_quarter_that_is_not_over_looks_so_and_says_so() {
        let picture = drawn(&[Some(2)], QuarterStanding::SoFar);
        assert!(picture.shapes.iter().any(|shape| shape.class == "p-part"));
        assert_eq!(picture.table.rows[0].cells[1][0].text, "2 so far");
    }

    #[test]
    fn above_its_limit_it_is_not_drawn() {
        assert!(!drawn(&[Some(1); 40], QuarterStanding::Whole).shapes.is_empty());
        let more = drawn(&[Some(1); 41], QuarterStanding::Whole);
        assert!(more.shapes.is_empty() && more.note.contains("more than the 40"));
    }
}
