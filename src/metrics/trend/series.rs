//! Counting: ids by value and quarter, then cells with what they are compared with.

use super::FEWEST_IN_CELL;
use super::axis::{Axis, FIRST_SHOWN, Standing, YEAR};
use crate::metrics::Amount;
use crate::term::Day;
use std::collections::BTreeMap;

/// The incidents of one value, quarter by quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series<'r> {
    /// The value, as the first record in path order writes it.
    pub value: String,
    /// One cell for each quarter shown.
    pub cells: Vec<TrendCell<'r>>,
}

/// The incidents of one value in one quarter. What cannot be told is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrendCell<'r> {
    /// Their ids, in order.
    pub incidents: Vec<&'r str>,
    /// How many they are; `None` where the register does not reach.
    pub count: Option<usize>,
    /// What they are of all incidents of the quarter; `None` of few.
    pub share: Option<Amount>,
    /// How many there are in the four quarters that end with this one.
    pub twelve_months: Option<usize>,
    /// More or fewer than in the quarter before.
    pub to_last_quarter: Option<i64>,
    /// More or fewer than in the same quarter a year before.
    pub to_year_before: Option<i64>,
    /// More or fewer in these twelve months than in the twelve before.
    pub twelve_months_to_year_before: Option<i64>,
}

/// Ids by value and quarter, while they are counted.
pub(super) struct Table<'r> {
    values: BTreeMap<String, Tally<'r>>,
    starts: Vec<(Day, Day)>,
}

struct Tally<'r> {
    label: String,
    at: Vec<Vec<&'r str>>,
}

impl<'r> Table<'r> {
    pub(super) fn new(axis: &Axis) -> Self {
        let starts = axis.all().iter().map(|quarter| (quarter.first, quarter.end)).collect();
        Self { values: BTreeMap::new(), starts }
    }

    /// Counts an incident once for each of its values; values that differ in case only are one.
    pub(super) fn add<'v>(&mut self, day: Day, values: impl Iterator<Item = &'v str>, id: &'r str) {
        let Some(at) = self.position(day) else { return };
        for value in values {
            let folded = value.to_lowercase();
            let quarters = self.starts.len();
            let empty = || Tally { label: value.to_owned(), at: vec![Vec::new(); quarters] };
            let ids = &mut self.values.entry(folded).or_insert_with(empty).at[at];
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
    }

    fn position(&self, day: Day) -> Option<usize> {
        let after = self.starts.partition_point(|(first, _)| *first <= day);
        after.checked_sub(1).filter(|at| day < self.starts[*at].1)
    }

    /// The only series there can be, also when nothing was counted.
    pub(super) fn single(mut self, value: &str, axis: &Axis) -> Series<'r> {
        let at = self.values.remove(value).map(|tally| tally.at);
        let at = at.unwrap_or_else(|| vec![Vec::new(); self.starts.len()]);
        cells(value.to_owned(), at, axis, None)
    }

    /// The series, those with most incidents in the quarters shown first; none that is empty there.
    pub(super) fn finish(self, axis: &Axis, of: Option<&Series<'r>>) -> Vec<Series<'r>> {
        let tallies = self.values.into_values();
        let series = tallies.map(|tally| cells(tally.label, tally.at, axis, of));
        let mut counted: Vec<(usize, Series<'r>)> =
            series.map(|it| (it.cells.iter().map(|cell| cell.incidents.len()).sum(), it)).collect();
        counted.retain(|(_, it)| {
            let compared = |cell: &TrendCell<'_>| {
                cell.to_year_before.is_some_and(|by| by != 0)
                    || cell.to_last_quarter.is_some_and(|by| by != 0)
            };
            it.cells.iter().any(|cell| !cell.incidents.is_empty() || compared(cell))
        });
        counted.sort_by(|(a, one), (b, other)| (b, &one.value).cmp(&(a, &other.value)));
        counted.into_iter().map(|(_, series)| series).collect()
    }
}

/// The cells of the quarters shown.
fn cells<'r>(
    value: String,
    mut at: Vec<Vec<&'r str>>,
    axis: &Axis,
    of: Option<&Series<'r>>,
) -> Series<'r> {
    for ids in &mut at {
        ids.sort_unstable();
    }
    let counts = Counts { counts: at.iter().map(Vec::len).collect(), axis };
    let first = FIRST_SHOWN;
    let cell = |(nth, incidents): (usize, Vec<&'r str>)| {
        let place = first + nth;
        let whole = of.map(|of| of.cells[nth].incidents.len());
        let enough = incidents.len() >= FEWEST_IN_CELL;
        TrendCell {
            count: counts.quarter(place).or(Some(incidents.len()).filter(|n| *n > 0)),
            share: whole.filter(|_| enough).and_then(|all| Amount::percent(incidents.len(), all)),
            twelve_months: counts.year(place),
            to_last_quarter: counts.compared(place, 1, Counts::quarter),
            to_year_before: counts.compared(place, YEAR, Counts::quarter),
            twelve_months_to_year_before: counts.compared(place, YEAR, Counts::year),
            incidents,
        }
    };
    let cells = at.into_iter().skip(first).enumerate().map(cell).collect();
    Series { value, cells }
}

struct Counts<'a> {
    counts: Vec<usize>,
    axis: &'a Axis,
}

impl Counts<'_> {
    /// The count of a quarter in which the register was kept.
    fn quarter(&self, place: usize) -> Option<usize> {
        let standing = self.axis.all()[place].standing;
        (standing != Standing::Before).then(|| self.counts[place])
    }

    /// The sum of the four quarters that end with this one.
    fn year(&self, place: usize) -> Option<usize> {
        let from = (place + 1).checked_sub(YEAR)?;
        (from..=place).map(|place| self.quarter(place)).sum()
    }

    /// More or fewer than some quarters before; a quarter that is not over is compared with nothing.
    fn compared(
        &self,
        place: usize,
        back: usize,
        count: impl Fn(&Self, usize) -> Option<usize>,
    ) -> Option<i64> {
        if self.axis.all()[place].standing == Standing::SoFar {
            return None;
        }
        let (now, before) = (count(self, place)?, count(self, place.checked_sub(back)?)?);
        Some(i64::try_from(now).ok()? - i64::try_from(before).ok()?)
    }
}

/// A difference in words; what is not known is not zero.
pub fn signed(difference: Option<i64>) -> String {
    match difference {
        None => "n/a".to_owned(),
        Some(0) => "0".to_owned(),
        Some(difference) => format!("{difference:+}"),
    }
}
