//! Time to detect, to contain and to resolve, of the incidents that happened in the window.

use super::figure::{Metric, Unit};
use super::members::{between, happened_in};
use super::window::Window;
use crate::chain::Inquiry;
use crate::record::Record;
use crate::schema::{Key, StampValue, incident};

/// What is measured: name, title, start and end.
type Measured = (&'static str, &'static str, Named, Named);
/// A date with the name of its field.
type Named = (&'static str, Key<StampValue>);

const OCCURRED: Named = ("occurred_at", incident::OCCURRED_AT);
const DETECTED: Named = ("detected_at", incident::DETECTED_AT);
const CONTAINED: Named = ("contained_at", incident::CONTAINED_AT);
const RESOLVED: Named = ("resolved_at", incident::RESOLVED_AT);

const MEASURED: [Measured; 3] = [
    ("time-to-detect", "From occurrence to detection", OCCURRED, DETECTED),
    ("time-to-contain", "From detection to containment", DETECTED, CONTAINED),
    ("time-to-resolve", "From detection to resolution", DETECTED, RESOLVED),
];

/// The three times.
pub(super) fn times(cx: &Inquiry<'_>, window: &Window) -> [Metric; 3] {
    let members = happened_in(cx, window);
    MEASURED.map(|(name, title, start, end)| {
        let mut metric = Metric::new(name, title, Unit::Hours);
        metric.excluded.clone_from(&members.excluded);
        let mut times = Vec::new();
        for incident in &members.incidents {
            match (stated(incident, start), stated(incident, end)) {
                (Ok(from), Ok(to)) => {
                    let time = between(incident, from, to, cx.now.zone);
                    if time.seconds < 0 {
                        let why = format!("{} lies before {}", end.0, start.0);
                        metric.exclude(incident.id(), why);
                    } else {
                        times.push(time);
                    }
                }
                (Err(why), _) | (_, Err(why)) => metric.exclude(incident.id(), why),
            }
        }
        metric.spread(times)
    })
}

fn stated(incident: &Record, (name, key): Named) -> Result<crate::term::Stamp, String> {
    incident.get(key).map(|at| *at).ok_or_else(|| format!("{name} is not stated"))
}
