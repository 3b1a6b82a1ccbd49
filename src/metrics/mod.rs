//! Figures of learning for a window of days: completion, times, open actions, lessons, training,
//! follow-ups, recurrence, events, volumes and costs; and trends over quarters.
//!
//! Every figure names the records behind it, what is left out and why; without a record it counts it
//! is not there, and never 100 %. Nothing is asked of the machine: the window, today and the zone
//! come in with the inquiry.

mod actions;
mod amount;
mod closure;
mod completion;
mod events;
mod figure;
mod lessons;
mod members;
mod reach;
mod recurrence;
mod times;
mod trend;
mod volumes;
mod window;

pub use amount::Amount;
pub use figure::{Counted, Metric, Note, Timing, Unit, Value};
pub use trend::{
    FEWEST_IN_CELL, Often, Pair, QuarterStanding, Series, Shared, TrendCell, TrendDimension,
    TrendFlaw, TrendGround, TrendQuarter, Trends, Watch, signed, trends,
};
pub use window::{Window, WindowFlaw};

use crate::chain::Inquiry;
use crate::config::Assets;

/// Every figure of the window, in the order in which they are shown.
pub fn metrics(cx: &Inquiry<'_>, assets: &Assets, window: &Window) -> Vec<Metric> {
    let mut found = completion::completion(cx, window);
    found.extend(closure::to_review(cx, window));
    found.extend(closure::to_implementation(cx, window));
    found.extend(actions::open_actions(cx));
    found.extend(times::times(cx, window));
    found.extend(lessons::lessons(cx, window));
    found.push(reach::training_reach(cx, window));
    found.extend(reach::followups(cx, window));
    found.extend(recurrence::recurrence(cx, assets, window));
    found.extend(events::events(cx, window));
    found.extend(volumes::volumes(cx, window));
    found
}

#[cfg(test)]
mod tests;
