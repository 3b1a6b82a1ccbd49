//! The timeline of an incident: what it states above a line of time, the commits that recorded it below.

use super::axis::{Axis, LONG};
use super::label::{self, ROW};
use super::shape::{Anchor, Form, Picture};
use super::span;
use crate::proof::CommitNote;
use crate::rows::{Cell, Piece, Table, plain};
use crate::term::{Stamp, Zone};
use std::sync::Arc;

/// Most moments that the picture holds, times and commits together.
const MOST: usize = 24;

const WIDTH: i32 = 880;
const LEFT: i32 = 16;
/// Right of it is room for the words of the last moments.
const RIGHT: i32 = 560;

/// A moment that a record states, or does not.
#[derive(Clone, Debug)]
pub struct Happening {
    /// What happened: `detected`.
    pub name: &'static str,
    /// The record that states it.
    pub record: Cell,
    /// When; `None` where no record says it.
    pub stated: Option<Stamp>,
    /// Why there is no time, where there is none: `not stated`.
    pub unknown: &'static str,
    /// The first commit that states it.
    pub recorded: Recorded,
}

/// What git shows of a stated time.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// The first commit that states it.
    In(Arc<CommitNote>),
    /// No commit states it as it is now.
    Nowhere,
    /// History does not tell, for this reason.
    CannotTell(String),
}

/// The timeline of `id`; times are told in `zone`.
pub fn timeline(id: &str, happenings: &[Happening], zone: Zone) -> Picture {
    let mut events: Vec<_> = happenings.iter().filter(|h| h.stated.is_some()).collect();
    events.sort_by_key(|h| h.stated.map(|at| (at.earliest(zone), at.latest(zone))));
    let unknown: Vec<_> = happenings.iter().filter(|h| h.stated.is_none()).collect();
    let commits = commits(&events);
    let count = events.len() + commits.len();
    let mut picture = Picture {
        name: "timeline",
        title: format!("Timeline of {id}"),
        description: described(&events, &unknown, zone),
        table: table(&events, &unknown, zone),
        width: WIDTH,
        ..Picture::default()
    };
    picture.note = match count {
        0 => "Not drawn: no time is stated.".to_owned(),
        count if count > MOST => format!(
            "Not drawn: {count} moments are more than the {MOST} that this picture holds; the table has all of them."
        ),
        _ => {
            let sketch = Sketch { zone, events, unknown, commits };
            sketch.draw(&mut picture)
        }
    };
    picture
}

/// The commits that first state the times, oldest first, each with what it records.
fn commits<'h>(events: &[&'h Happening]) -> Vec<(&'h CommitNote, Vec<&'static str>)> {
    let mut found: Vec<(&CommitNote, Vec<&'static str>)> = Vec::new();
    for event in events {
        let Recorded::In(commit) = &event.recorded else { continue };
        match found.iter_mut().find(|(other, _)| other.id == commit.id) {
            Some((_, names)) => names.push(event.name),
            None => found.push((commit, vec![event.name])),
        }
    }
    found.sort_by_key(|(commit, _)| (commit.committed_at, &commit.id));
    found
}

struct Sketch<'h> {
    zone: Zone,
    events: Vec<&'h Happening>,
    unknown: Vec<&'h Happening>,
    commits: Vec<(&'h CommitNote, Vec<&'static str>)>,
}

impl Sketch<'_> {
    /// Draws everything and says how to read it.
    fn draw(&self, picture: &mut Picture) -> String {
        let axis = Axis::of(&self.moments(), (LEFT, RIGHT), Some(LONG), self.zone);
        let above = self.event_labels(&axis);
        let below = self.commit_labels(&axis);
        let rows_above = label::rows(&sizes(&above));
        let rows_below = label::rows(&sizes(&below));
        let head = if self.unknown.is_empty() { 8 } else { ROW + 14 };
        let y = head + label::row_count(&rows_above) * ROW + 22;
        picture.height = y + 34 + label::row_count(&rows_below) * ROW + 4;
        self.draw_unknown(picture);
        draw_line(picture, &axis, y);
        for (at, row) in below.iter().zip(&rows_below) {
            let end = y + 34 + row * ROW;
            picture.draw("p-thin", Form::Line(at.x, y + 8, at.x, end + 4));
            picture.mark("p-fill", Form::Rect(at.x - 4, y + 5, 8, 8), &at.title);
            picture.say_of((at.x + 7, end + 4), &at.strong, &at.rest);
        }
        for ((at, row), event) in above.iter().zip(&rows_above).zip(&self.events) {
            let top = y - 28 - row * ROW;
            picture.draw("p-thin", Form::Line(at.x, top - 8, at.x, y));
            self.draw_event(picture, &axis, event, (y, &at.title));
            picture.say_of((at.x + 7, top), &at.strong, &at.rest);
        }
        picture.in_layers();
        self.note(&axis)
    }

    fn moments(&self) -> Vec<i64> {
        let stamps = self.events.iter().filter_map(|event| event.stated);
        let ends = stamps.flat_map(|at| [at.earliest(self.zone), at.latest(self.zone)]);
        let commits = self.commits.iter().map(|(commit, _)| commit.committed_at.timestamp());
        ends.map(|at| at.timestamp()).chain(commits).collect()
    }

    fn event_labels(&self, axis: &Axis) -> Vec<Label> {
        let mut before = None;
        let label = |event: &&Happening| {
            let stated = event.stated.expect("only events that state a time are drawn");
            let after = before.replace(stated);
            let after = after.map(|before| span::between(before, stated, self.zone));
            let after = after.map_or_else(String::new, |after| format!(", {after} later"));
            let rest = format!("{}{after}", shown(stated, self.zone));
            Label::new(axis.x(stated.earliest(self.zone).timestamp()), event.name, &rest)
        };
        self.events.iter().map(label).collect()
    }

    fn commit_labels(&self, axis: &Axis) -> Vec<Label> {
        let label = |(commit, names): &(&CommitNote, Vec<&str>)| {
            let at = shown(Stamp::Instant(commit.committed_at), self.zone);
            let short = commit.short().get(..8).unwrap_or(commit.short());
            let rest = format!("{at} records {}", names.join(", "));
            Label::new(axis.x(commit.committed_at.timestamp()), short, &rest)
        };
        self.commits.iter().map(label).collect()
    }

    /// A day is as long as it is; an exact time is a point.
    fn draw_event(
        &self,
        picture: &mut Picture,
        axis: &Axis,
        event: &Happening,
        (y, title): (i32, &str),
    ) {
        let stated = event.stated.expect("only events that state a time are drawn");
        let [from, to] = [stated.earliest(self.zone), stated.latest(self.zone)];
        let (from, to) = (axis.x(from.timestamp()), axis.x(to.timestamp()));
        if to - from >= 3 {
            picture.mark("p-day", Form::Rect(from, y - 5, to - from, 10), title);
        } else {
            picture.mark("p-dot", Form::Circle(from, y, 5), title);
        }
    }

    /// A dashed ring for each time that no record states, in words and with no place on the line.
    fn draw_unknown(&self, picture: &mut Picture) {
        let mut x = LEFT - 6;
        for (at, event) in self.unknown.iter().enumerate() {
            let is_first = at == 0 || self.unknown[at - 1].unknown != event.unknown;
            if is_first {
                let words = format!("{}:", event.unknown);
                picture.say("p-soft", (x, 16), Anchor::Start, &words);
                x += label::width(&words) + 14;
            }
            let title = format!("{}: {}", event.name, event.unknown);
            picture.mark("p-dash", Form::Circle(x, 12, 5), title);
            picture.say("p-t", (x + 11, 16), Anchor::Start, event.name);
            x += label::width(event.name) + 36;
        }
    }

    fn note(&self, axis: &Axis) -> String {
        let mut note = format!(
            "To scale, times in {}: what the records state above the line, the commits that first state it below (squares).",
            self.zone.name()
        );
        if self.events.iter().any(|event| matches!(event.stated, Some(Stamp::Day(_)))) {
            note.push_str(" A date without a time is a bar as long as its day.");
        }
        if !axis.step.is_empty() {
            note.extend([format!(" Small strokes are one {} apart.", axis.step)]);
        }
        if axis.stretches.iter().any(|stretch| stretch.is_broken) {
            note.push_str(" A stretch with nothing in it is broken where it is longer than 7 days and than a quarter of everything.");
        }
        note.extend([format!(" Drawn up to {MOST} moments.")]);
        if let Some(Recorded::CannotTell(why)) =
            self.events.iter().map(|e| &e.recorded).find(|r| matches!(r, Recorded::CannotTell(_)))
        {
            note.extend([format!(" No commits are drawn where git cannot tell: {why}.")]);
        }
        note
    }
}

/// Words beside a mark.
struct Label {
    x: i32,
    strong: String,
    rest: String,
    title: String,
}

impl Label {
    fn new(x: i32, strong: &str, rest: &str) -> Self {
        let room = WIDTH - x - 7 - label::width(strong) - 12;
        let shown = label::clipped(rest, room);
        // Words that stand beside the mark whole need not be said twice.
        let title = if shown == rest { String::new() } else { format!("{strong} {rest}") };
        Self { x, strong: strong.to_owned(), rest: shown, title }
    }
}

fn sizes(labels: &[Label]) -> Vec<(i32, i32)> {
    let size = |l: &Label| (l.x, 14 + label::width(&l.strong) + label::width(&l.rest));
    labels.iter().map(size).collect()
}

/// The line with its strokes; broken stretches are dashed between two slanted strokes.
fn draw_line(picture: &mut Picture, axis: &Axis, y: i32) {
    let last = axis.end().max(LEFT + 1);
    if axis.stretches.is_empty() {
        picture.draw("p-line", Form::Line(LEFT, y, last, y));
    }
    for stretch in &axis.stretches {
        let (left, right) = (stretch.left, stretch.right);
        if !stretch.is_broken {
            picture.draw("p-line", Form::Line(left, y, right, y));
            continue;
        }
        let words = span::words(stretch.to - stretch.from);
        picture.mark("p-gap", Form::Line(left, y, right, y), format!("{words} with nothing in it"));
        for x in [left + 8, right - 8] {
            picture.draw("p-line", Form::Line(x - 4, y + 8, x + 4, y - 8));
        }
        picture.say("p-soft p-c", (i32::midpoint(left, right), y - 12), Anchor::Middle, &words);
    }
    for x in &axis.strokes {
        picture.draw("p-tick", Form::Line(*x, y - 3, *x, y + 3));
    }
}

/// A stamp in the register's zone, as exact as it is written.
fn shown(stamp: Stamp, zone: Zone) -> String {
    match stamp {
        Stamp::Day(day) => day.to_string(),
        _ => zone.local(stamp.earliest(zone)).format("%Y-%m-%d %H:%M").to_string(),
    }
}

fn described(events: &[&Happening], unknown: &[&Happening], zone: Zone) -> String {
    let told = |event: &&Happening| {
        let stated = event.stated.map(|at| shown(at, zone)).unwrap_or_default();
        format!("{} {stated}", event.name)
    };
    let mut told: Vec<_> = events.iter().map(told).collect();
    told.extend(unknown.iter().map(|event| format!("{} {}", event.name, event.unknown)));
    format!("{}. The table below has each with the commit that first states it.", told.join("; "))
}

fn table(events: &[&Happening], unknown: &[&Happening], zone: Zone) -> Table {
    let labels =
        ["what", "stated", "after the one before", "stated by", "first commit", "recorded"];
    let mut table =
        Table::new("Times of the incident, and the commits that first state them", &labels);
    let mut before = None;
    for event in events {
        let stated = event.stated.expect("events are sorted by the time they state");
        let after = before.replace(stated).map(|before| span::between(before, stated, zone));
        let (commit, lag) = match &event.recorded {
            Recorded::In(commit) => {
                let at = Stamp::Instant(commit.committed_at);
                let id = vec![Piece::id(commit.short(), ""), Piece::stamp(at)];
                (id, recorded(stated, commit, zone))
            }
            Recorded::Nowhere => (plain("in no commit"), String::new()),
            Recorded::CannotTell(_) => (plain("cannot tell"), String::new()),
        };
        table.push(
            "",
            vec![
                plain(event.name),
                vec![Piece::stamp(stated)],
                plain(after.unwrap_or_default()),
                event.record.clone(),
                commit,
                plain(lag),
            ],
        );
    }
    for event in unknown {
        let mut cells = vec![plain(event.name), plain(event.unknown)];
        cells.extend([Cell::new(), event.record.clone(), Cell::new(), Cell::new()]);
        table.push("", cells);
    }
    table
}

/// Days between a date and the commit that first states it, by the register's calendar.
fn recorded(stated: Stamp, commit: &CommitNote, zone: Zone) -> String {
    let days = (zone.day_of(commit.committed_at.to_utc()) - stated.day(zone)).num_days();
    match days {
        0 => "the same day".into(),
        1 => "1 day after".into(),
        -1 => "1 day before".into(),
        days if days > 0 => format!("{days} days after"),
        days => format!("{} days before", -days),
    }
}

#[cfg(test)]
mod tests {
    use super::{Happening, Recorded, timeline};
    use crate::picture::{Form, Picture};
    use crate::term::{Stamp, Zone};

    fn at(name: &'static str, stated: &str) -> Happening {
        Happening {
            name,
            record: Vec::new(),
            stated: Stamp::parse(stated),
            unknown: "no time stated",
            recorded: Recorded::Nowhere,
        }
    }

    fn drawn(happenings: &[Happening]) -> Picture {
        timeline("INC-2026-0001", happenings, Zone::default())
    }

    fn words(picture: &Picture) -> Vec<String> {
        let text = |shape: &crate::picture::Shape| match &shape.form {
            Form::Text(_, _, _, runs) => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        };
        picture.shapes.iter().filter_map(text).collect()
    }

    #[test]
    fn times_stand_in_their_order_each_with_the_time_since_the_one_before() {
        let all = [at("closed", "2026-03-03T10:00:00Z"), at("detected", "2026-03-02T10:00:00Z")];
        let picture = drawn(&all);
        assert_eq!(
            words(&picture),
            ["detected 2026-03-02 10:00", "closed 2026-03-03 10:00, 24 h later"]
        );
        assert_eq!(picture, drawn(&all), "the same facts give the same picture");
        assert_eq!(picture.table.rows.len(), 2);
    }

    #[test]
    fn a_time_that_nobody_states_has_no_place_on_the_line() {
        let picture = drawn(&[at("occurred", ""), at("detected", "2026-03-02")]);
        assert_eq!(words(&picture), ["no time stated:", "occurred", "detected 2026-03-02"]);
        let rings = picture.shapes.iter().filter(|shape| shape.class == "p-dash").count();
        assert_eq!((rings, picture.table.rows[1].cells[1][0].text.as_str()), (1, "no time stated"));
        let none = drawn(&[at("occurred", ""), at("detected", "")]);
        assert!(none.shapes.is_empty() && none.note.contains("no time is stated"));
    }

    #[test]
    fn above_its_limit_the_picture_says_so_and_leaves_all_to_the_table() {
        let held = |_| at("reviewed", "2026-03-02");
        let (most, more): (Vec<_>, Vec<_>) =
            ((0..24).map(held).collect(), (0..25).map(held).collect());
        assert!(!drawn(&most).shapes.is_empty());
        let more = drawn(&more);
        assert!(more.shapes.is_empty() && more.note.contains("25 moments are more than the 24"));
        assert_eq!(more.table.rows.len(), 25);
    }

    #[test]
    fn times_at_the_ends_of_the_calendar_do_no_harm() {
        let picture = drawn(&[at("occurred", "1900-01-01"), at("closed", "9998-12-31T23:59:59Z")]);
        assert!(!picture.shapes.is_empty());
    }
}
