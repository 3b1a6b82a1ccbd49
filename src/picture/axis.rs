//! A line of time to one scale, with long stretches in which nothing happened broken out of it.

use crate::term::Zone;
use chrono::{DateTime, Utc};

/// The width of a broken stretch in pixels.
const BROKEN: i32 = 46;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Seconds from which on a stretch may be broken.
pub(super) const LONG: i64 = 7 * DAY;

/// A stretch between two moments that stand next to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) is_broken: bool,
}

/// Where moments stand on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    pub(super) stretches: Vec<Stretch>,
    left: i32,
    /// What one small stroke means; empty when there are none.
    pub(super) step: &'static str,
    pub(super) strokes: Vec<i32>,
}

impl Axis {
    /// Lays `moments` (seconds, in any order) from `left` to `right`. A stretch longer than `long` seconds, and than
    /// a quarter of everything, is broken; `None` for never.
    pub(super) fn of(
        moments: &[i64],
        (left, right): (i32, i32),
        long: Option<i64>,
        zone: Zone,
    ) -> Self {
        let mut moments = moments.to_vec();
        moments.sort_unstable();
        moments.dedup();
        let whole = moments.last().zip(moments.first()).map_or(0, |(last, first)| last - first);
        let is_long = |span: i64| long.is_some_and(|long| span > long.max(whole / 4));
        let pairs: Vec<(i64, i64)> = moments.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let broken = pairs.iter().filter(|(from, to)| is_long(to - from)).count();
        let drawn: i64 =
            pairs.iter().map(|(from, to)| to - from).filter(|span| !is_long(*span)).sum();
        let breaks = i32::try_from(broken).unwrap_or(0) * BROKEN;
        let room = i64::from((right - left - breaks).max(1));
        let at = |passed: i64, breaks: i32| {
            let scaled = passed * room / drawn.max(1);
            left + breaks + i32::try_from(scaled).unwrap_or(0)
        };
        let (mut passed, mut breaks, mut stretches) = (0, 0, Vec::new());
        for (from, to) in pairs {
            let (start, is_broken) = (at(passed, breaks), is_long(to - from));
            if is_broken {
                breaks += BROKEN;
            } else {
                passed += to - from;
            }
            let end = at(passed, breaks);
            stretches.push(Stretch { from, to, left: start, right: end, is_broken });
        }
        let mut axis = Self { stretches, left, step: "", strokes: Vec::new() };
        axis.take_strokes(room, drawn, zone);
        axis
    }

    /// Where a moment stands; moments outside stand at the nearest end.
    pub(super) fn x(&self, at: i64) -> i32 {
        let Some(stretch) = self.stretches.iter().find(|s| at <= s.to).or(self.stretches.last())
        else {
            return self.left;
        };
        let at = at.clamp(stretch.from, stretch.to) - stretch.from;
        let scaled = at * i64::from(stretch.right - stretch.left) / (stretch.to - stretch.from);
        stretch.left + i32::try_from(scaled).unwrap_or(0)
    }

    /// The end of the line.
    pub(super) fn end(&self) -> i32 {
        self.stretches.last().map_or(self.left, |stretch| stretch.right)
    }

    /// Small strokes for hours, days or weeks, the shortest that stand apart.
    fn take_strokes(&mut self, room: i64, drawn: i64, zone: Zone) {
        let steps = [(3_600, "hour"), (DAY, "day"), (7 * DAY, "week")];
        let apart = |seconds: i64| drawn > 0 && seconds * room / drawn >= 6;
        let Some((seconds, word)) = steps.into_iter().find(|(seconds, _)| apart(*seconds)) else {
            return;
        };
        if drawn < seconds * 2 {
            return;
        }
        self.step = word;
        let parts = self.stretches.iter().filter(|stretch| !stretch.is_broken);
        let strokes = parts.flat_map(|stretch| {
            let first = start_of(stretch.from, seconds, zone);
            let every = usize::try_from(seconds).unwrap_or(usize::MAX);
            (first..=stretch.to).step_by(every).filter(|at| *at >= stretch.from)
        });
        self.strokes = strokes.map(|at| self.x(at)).collect();
        self.strokes.dedup();
    }
}

/// The first whole hour, midnight, or such a day's beginning, at or before a moment.
fn start_of(at: i64, seconds: i64, zone: Zone) -> i64 {
    if seconds < DAY {
        return at - at.rem_euclid(seconds);
    }
    let moment = DateTime::<Utc>::from_timestamp(at, 0).unwrap_or_default();
    zone.start_of(zone.day_of(moment)).timestamp()
}

#[cfg(test)]
mod tests {
    use super::{Axis, DAY, LONG};
    use crate::term::Zone;

    fn axis(days: &[i64]) -> Axis {
        let moments: Vec<_> = days.iter().map(|day| day * DAY).collect();
        Axis::of(&moments, (0, 446), Some(LONG), Zone::default())
    }

    #[test]
    fn what_is_not_broken_is_to_one_scale() {
        let line = axis(&[0, 1, 4]);
        assert_eq!([0, 1, 2, 4].map(|day| line.x(day * DAY)), [0, 111, 222, 446]);
        assert_eq!((line.step, line.strokes.len()), ("day", 5));
    }

    #[test]
    fn a_long_stretch_is_broken_and_the_rest_keeps_its_scale() {
        let line = axis(&[0, 2, 30, 34]);
        let broken: Vec<_> = line.stretches.iter().map(|stretch| stretch.is_broken).collect();
        assert_eq!(broken, [false, true, false]);
        assert_eq!([0, 2, 30, 34].map(|day| line.x(day * DAY)), [0, 133, 179, 446]);
    }

    #[test]
    fn moments_that_are_one_or_none_do_no_harm() {
        assert_eq!((axis(&[]).x(5), axis(&[3]).x(3 * DAY), axis(&[3]).end()), (0, 0, 0));
    }
}
