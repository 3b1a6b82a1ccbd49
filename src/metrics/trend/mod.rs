//! Trends: incidents of each quarter by what they have in common, and the patterns worth a look.
//!
//! One pass counts, another pairs by key; nothing compares each incident with each. A quarter before
//! the register begins is not known, and never zero. What a pattern means is for people to say.

mod axis;
mod dimension;
mod often;
mod series;
mod watch;

pub(super) use axis::begins;
pub use axis::{Standing as QuarterStanding, TrendFlaw, TrendQuarter};
pub use often::Often;
pub use series::{Series, TrendCell, signed};
pub use watch::{Pair, Shared, Watch};

use super::figure::Note;
use super::members::left_out;
use super::window::Window;
use crate::catalog::FrameworkFilter;
use crate::config::Assets;
use crate::deadline::Now;
use crate::pattern::{Traits, happened_on, is_counted, traits_of};
use crate::record::Record;
use crate::register::{Register, is_in_framework};
use crate::schema::{Kind, incident};
use crate::term::{Day, Quarters};
use axis::Axis;
use dimension::Dimension as By;
use series::Table;

/// Fewest incidents in a cell of which a share is given.
pub const FEWEST_IN_CELL: usize = 5;

/// What trends are read from.
#[derive(Clone, Copy, Debug)]
pub struct TrendGround<'r> {
    /// Every record.
    pub register: &'r Register,
    /// The assets known.
    pub assets: &'r Assets,
    /// Today, and the zone in which days are cut.
    pub now: Now,
    /// How the year is cut into quarters.
    pub quarters: Quarters,
    /// Only incidents that name a control mapped to this framework; all without.
    pub framework: Option<FrameworkFilter>,
}

impl TrendGround<'_> {
    /// The last quarter that is over.
    pub fn last_finished(&self) -> Window {
        let (first, _) = self.quarters.days(self.quarters.at(self.now.day()));
        let before = first.pred_opt().unwrap_or(first);
        Window::quarter(self.quarters.at(before), self.quarters)
    }
}

/// Incidents of the quarters shown.
#[derive(Clone, Debug)]
pub struct Trends<'r> {
    /// The quarters shown, in their order: four or more.
    pub quarters: Vec<TrendQuarter>,
    /// The day on which the register begins; `None` while it is empty.
    pub begins: Option<Day>,
    /// Every incident that is counted.
    pub all: Series<'r>,
    /// The incidents by what they have in common.
    pub dimensions: Vec<TrendDimension<'r>>,
    /// Near misses, weaknesses, exercises and external lessons by origin: in no other figure.
    pub apart: Vec<Series<'r>>,
    /// The patterns worth a look.
    pub watch: Watch<'r>,
    /// Records of these quarters, or without a date, that are not counted, and why.
    pub excluded: Vec<Note>,
    /// What is to be known of the whole.
    pub remarks: Vec<String>,
}

/// A way of sorting incidents, with the values that they state.
#[derive(Clone, Debug)]
pub struct TrendDimension<'r> {
    /// Its name: `attack-action`.
    pub name: &'static str,
    /// How people call it.
    pub title: &'static str,
    /// The values, the most frequent in the quarters shown first. An incident with several counts
    /// once for each, so together they may exceed all.
    pub values: Vec<Series<'r>>,
    /// Incidents that state none, or only that it is unknown.
    pub not_stated: Series<'r>,
}

/// Counts the incidents of the quarters that `window` touches, and of three before the last at least.
pub fn trends<'r>(ground: &TrendGround<'r>, window: &Window) -> Result<Trends<'r>, TrendFlaw> {
    let axis = Axis::of(window, ground)?;
    let mut excluded = Vec::new();
    let mut apart = Table::new(&axis);
    let mut all: Vec<Traits<'r>> = Vec::new();
    for incident in ground.register.of_kind(Kind::Incident) {
        let day = happened_on(incident, ground.now.zone);
        if day.is_some_and(|day| axis.position(day).is_none()) {
            // Nothing here looks further back: the quarters for comparison reach over the year before
            // in which an earlier incident may lie.
            continue;
        }
        if ground.framework.is_some_and(|it| !is_in_framework(ground.register, incident, &it)) {
            continue;
        }
        take_apart(&axis, (incident, day), (&mut apart, &mut excluded));
        if is_counted(incident) && !incident.is_privileged() {
            all.extend(traits_of(ground.register, ground.assets, incident, ground.now.zone));
        }
    }
    excluded.sort();
    let mut whole = Table::new(&axis);
    for traits in &all {
        whole.add(traits.day, ["all"].into_iter(), traits.incident.id());
    }
    let whole = whole.single("all", &axis);
    let dimension = |by: &By| by.read(ground, &axis, &all, &whole);
    Ok(Trends {
        dimensions: By::ALL.iter().map(dimension).collect(),
        apart: apart.finish(&axis, None),
        watch: watch::watch(ground, &axis, &all),
        remarks: axis.remarks(window),
        begins: axis.begins,
        quarters: axis.shown().to_vec(),
        all: whole,
        excluded,
    })
}

/// Notes why an incident of these quarters is not counted; those of other origins are counted apart.
fn take_apart<'r>(
    axis: &Axis,
    (record, day): (&'r Record, Option<Day>),
    (apart, excluded): (&mut Table<'r>, &mut Vec<Note>),
) {
    let why = left_out(record);
    let origin = record.text_of(incident::ORIGIN).filter(|origin| *origin != "incident");
    let is_open = !record.is_privileged() && !record.is_ended();
    if let (Some(day), Some(origin), true) = (day, origin, is_open) {
        apart.add(day, [origin].into_iter(), record.id());
    }
    if day.is_some_and(|day| !axis.shows(day)) {
        return;
    }
    let undated = || day.is_none().then(|| "no date says when it happened".to_owned());
    let why = why.or_else(undated);
    excluded.extend(why.map(|why| Note::new(record.id(), why)));
}

#[cfg(test)]
mod tests;
