//! The versions of a policy by date, and the incidents that its change log names for them.

use super::axis::Axis;
use super::label::{self, ROW};
use super::shape::{Anchor, Form, Picture};
use super::span;
use crate::proof::CommitNote;
use crate::rows::{Addresses, Cell, Piece, Table, ids, plain};
use crate::term::{Day, Stamp, Zone};
use chrono::Datelike;
use std::sync::Arc;

/// Most moments that the picture holds, versions and incidents together.
const MOST: usize = 32;

const WIDTH: i32 = 880;
const LEFT: i32 = 16;
/// Right of it is room for the words of the last moments.
const RIGHT: i32 = 520;

/// A version that git holds.
#[derive(Clone, Debug)]
pub struct PolicyStep {
    /// The version as the policy states it.
    pub version: String,
    /// The commit that first states it.
    pub commit: Arc<CommitNote>,
    /// The incidents that the change log first names in it, each with when it was detected.
    pub causes: Vec<(String, Option<Stamp>)>,
}

/// What the picture of a policy is made from.
#[derive(Clone, Debug)]
pub struct PolicyHistory<'a> {
    /// The policy.
    pub id: &'a str,
    /// Oldest first.
    pub steps: Vec<PolicyStep>,
    /// Why git cannot tell all versions; empty when it can.
    pub cut: String,
    /// The zone in which days are told.
    pub zone: Zone,
    /// Where the incidents have their pages.
    pub addresses: &'a Addresses,
}

/// The versions of a policy.
pub fn versions(history: &PolicyHistory<'_>) -> Picture {
    let above = history.versions();
    let (below, undated) = history.incidents();
    let count = above.len() + below.len();
    let told: Vec<_> = history.steps.iter().map(|step| history.told(step)).collect();
    let mut picture = Picture {
        name: "policy",
        title: format!("Versions of {}", history.id),
        description: format!("{}. The table below has each with its commit.", told.join("; ")),
        table: history.table(),
        width: WIDTH,
        ..Picture::default()
    };
    picture.note = match above.len() {
        0 if history.cut.is_empty() => "Not drawn: no version is committed.".to_owned(),
        0 => format!("Not drawn: cannot tell, {}.", history.cut),
        _ if count > MOST => format!(
            "Not drawn: {count} moments are more than the {MOST} that this picture holds; the table has all of them."
        ),
        _ => {
            draw(&mut picture, (&above, &below), history.zone);
            history.note(&undated)
        }
    };
    picture
}

/// A moment with its words.
struct Moment {
    at: i64,
    strong: String,
    rest: String,
}

impl PolicyHistory<'_> {
    fn day(&self, step: &PolicyStep) -> Day {
        self.zone.day_of(step.commit.committed_at.to_utc())
    }

    fn told(&self, step: &PolicyStep) -> String {
        let named: Vec<_> = step.causes.iter().map(|(id, _)| id.as_str()).collect();
        let after = if named.is_empty() { "no incident".to_owned() } else { named.join(", ") };
        format!("version {} of {} names {after}", step.version, self.day(step))
    }

    fn versions(&self) -> Vec<Moment> {
        let moment = |step: &PolicyStep| {
            let named: Vec<_> = step.causes.iter().map(|(id, _)| id.as_str()).collect();
            let after = if named.is_empty() {
                String::new()
            } else {
                format!(", names {}", named.join(", "))
            };
            Moment {
                at: step.commit.committed_at.timestamp(),
                strong: step.version.clone(),
                rest: format!("{}{after}", self.day(step)),
            }
        };
        self.steps.iter().map(moment).collect()
    }

    /// Each incident once, at the time of its detection, with how long it took to the version that first names it;
    /// and those of which no such time is known.
    fn incidents(&self) -> (Vec<Moment>, Vec<&str>) {
        let (mut found, mut undated, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        for step in &self.steps {
            for (id, detected) in &step.causes {
                if seen.contains(&id) {
                    continue;
                }
                seen.push(id);
                let Some(detected) = detected else {
                    undated.push(id.as_str());
                    continue;
                };
                let (at, day) = (detected.earliest(self.zone), detected.day(self.zone));
                let rest = format!("{day}, {}", self.took(*detected, step));
                found.push(Moment { at: at.timestamp(), strong: id.clone(), rest });
            }
        }
        found.sort_by(|a, b| (a.at, &a.strong).cmp(&(b.at, &b.strong)));
        (found, undated)
    }

    fn took(&self, detected: Stamp, step: &PolicyStep) -> String {
        let (from, to) = (Stamp::Day(detected.day(self.zone)), Stamp::Day(self.day(step)));
        if from.surely_after(to, self.zone) {
            return format!(
                "{} after version {}",
                span::between(to, from, self.zone),
                step.version
            );
        }
        format!("{} to {}", span::between(from, to, self.zone), step.version)
    }

    fn note(&self, undated: &[&str]) -> String {
        let mut note = "To scale: above the line each version at the commit that first states it, below it the incidents that its change log names, at their detection.".to_owned();
        if !undated.is_empty() {
            note.extend([format!(
                " Not on the line, detection not known: {}.",
                undated.join(", ")
            )]);
        }
        if !self.cut.is_empty() {
            note.extend([format!(" Earlier versions: cannot tell, {}.", self.cut)]);
        }
        note.extend([format!(" Drawn up to {MOST} moments.")]);
        note
    }

    fn table(&self) -> Table {
        let labels =
            ["version", "first commit", "incidents first named", "detected", "from detection"];
        let mut table =
            Table::new("Versions, oldest first, with the incidents that each first names", &labels);
        for step in &self.steps {
            let at = Stamp::Instant(step.commit.committed_at);
            let detected = |(_, at): &(String, Option<Stamp>)| {
                at.map_or_else(|| Piece::text("not known"), Piece::stamp)
            };
            let took = |(_, at): &(String, Option<Stamp>)| {
                Piece::sub(at.map_or_else(|| "cannot tell".into(), |at| self.took(at, step)))
            };
            let cells: [Cell; 5] = [
                plain(&step.version),
                vec![Piece::id(step.commit.short(), ""), Piece::stamp(at)],
                ids(self.addresses, step.causes.iter().map(|(id, _)| id.as_str())),
                step.causes.iter().map(detected).collect(),
                step.causes.iter().map(took).collect(),
            ];
            table.push("", cells.into());
        }
        table
    }
}

fn draw(picture: &mut Picture, (above, below): (&[Moment], &[Moment]), zone: Zone) {
    let times: Vec<i64> = above.iter().chain(below).map(|moment| moment.at).collect();
    let axis = Axis::of(&times, (LEFT, RIGHT), None, zone);
    let (upper, lower) = (rows(above, &axis), rows(below, &axis));
    let y = 8 + label::row_count(&upper) * ROW + 16;
    picture.height = y + 44 + label::row_count(&lower) * ROW;
    picture.draw("p-line", Form::Line(LEFT, y, axis.end().max(LEFT + 1), y));
    years(picture, &axis, &times, (y, zone));
    for (moment, row) in below.iter().zip(&lower) {
        let (x, end) = (axis.x(moment.at), y + 44 + row * ROW);
        picture.draw("p-thin", Form::Line(x, y, x, end));
        let rim = vec![(x, y + 4), (x + 6, y + 14), (x - 6, y + 14), (x, y + 4)];
        picture.mark("p-fill", Form::Path(rim), format!("{} {}", moment.strong, moment.rest));
        words(picture, (x, end), moment);
    }
    for (moment, row) in above.iter().zip(&upper) {
        let (x, top) = (axis.x(moment.at), y - 22 - row * ROW);
        picture.draw("p-thin", Form::Line(x, top - 8, x, y));
        picture.mark("p-dot", Form::Circle(x, y, 6), format!("{} {}", moment.strong, moment.rest));
        words(picture, (x, top), moment);
    }
}

fn words(picture: &mut Picture, (x, y): (i32, i32), moment: &Moment) {
    let (strong, rest) = shown(moment, x);
    picture.say_of((x + 8, y), &strong, &rest);
}

/// The words of a moment as far as there is room.
fn shown(moment: &Moment, x: i32) -> (String, String) {
    let room = WIDTH - x - 8;
    let strong = label::clipped(&moment.strong, room / 2);
    let rest = label::clipped(&moment.rest, room - label::width(&strong) - 12);
    (strong, rest)
}

fn rows(moments: &[Moment], axis: &Axis) -> Vec<i32> {
    let size = |moment: &Moment| {
        let x = axis.x(moment.at);
        let (strong, rest) = shown(moment, x);
        (x, 16 + label::width(&strong) + label::width(&rest))
    };
    label::rows(&moments.iter().map(size).collect::<Vec<_>>())
}

/// The most years that are marked.
const YEARS: i32 = 12;

/// A stroke with its number where a year begins.
fn years(picture: &mut Picture, axis: &Axis, times: &[i64], (y, zone): (i32, Zone)) {
    let day = |at: Option<&i64>| {
        let at = chrono::DateTime::from_timestamp(at.copied().unwrap_or(0), 0);
        zone.day_of(at.unwrap_or_default())
    };
    let (first, last) = (day(times.iter().min()).year(), day(times.iter().max()).year());
    if last - first > YEARS {
        return;
    }
    for year in first + 1..=last {
        let Some(begins) = Day::from_ymd_opt(year, 1, 1) else { continue };
        let x = axis.x(zone.start_of(begins).timestamp());
        picture.draw("p-tick", Form::Line(x, y - 7, x, y + 7));
        picture.say("p-soft", (x, y + 26), Anchor::Middle, &year.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{PolicyHistory, PolicyStep, versions};
    use crate::proof::CommitNote;
    use crate::rows::Addresses;
    use crate::term::{Stamp, Zone};
    use crate::verdict::Seal;
    use std::sync::Arc;

    fn step(version: &str, at: &str, causes: &[(&str, &str)]) -> PolicyStep {
        let at = chrono::DateTime::parse_from_rfc3339(at).unwrap();
        let commit = CommitNote {
            id: "0123456789abcdef0123456789abcdef01234567".into(),
            author: String::new(),
            author_email: String::new(),
            authored_at: at,
            committer: String::new(),
            committer_email: String::new(),
            committed_at: at,
            summary: String::new(),
            trailers: Vec::new(),
            notes: Vec::new(),
            tags: Vec::new(),
            seal: Seal::Unsigned,
            signers: Vec::new(),
        };
        let cause = |(id, at): &(&str, &str)| ((*id).to_owned(), Stamp::parse(at));
        let causes = causes.iter().map(cause).collect();
        PolicyStep { version: version.into(), commit: Arc::new(commit), causes }
    }

    fn drawn(steps: Vec<PolicyStep>) -> crate::picture::Picture {
        let (cut, zone) = (String::new(), Zone::default());
        versions(&PolicyHistory { id: "POL-a", steps, cut, zone, addresses: &Addresses::default() })
    }

    #[test]
    fn an_incident_stands_at_its_detection_and_one_without_is_told_apart() {
        let causes = [("INC-2026-0001", "2026-01-10"), ("INC-2026-0002", "")];
        let picture = drawn(vec![
            step("1.0", "2025-06-01T00:00:00Z", &[]),
            step("1.1", "2026-01-20T00:00:00Z", &causes),
        ]);
        let titles: Vec<_> = picture.shapes.iter().map(|shape| shape.title.as_str()).collect();
        assert!(titles.contains(&"INC-2026-0001 2026-01-10, 10 days to 1.1"), "{titles:?}");
        assert!(picture.note.contains("detection not known: INC-2026-0002."), "{}", picture.note);
        assert_eq!(picture.table.rows[1].cells[4][1].text, "cannot tell");
    }

    #[test]
    fn above_its_limit_the_picture_is_not_drawn() {
        let many = |count| (0..count).map(|_| step("1", "2026-01-20T00:00:00Z", &[])).collect();
        assert!(!drawn(many(32)).shapes.is_empty());
        let more = drawn(many(33));
        assert!(more.shapes.is_empty() && more.note.contains("more than the 32"));
        assert!(drawn(many(0)).note.contains("no version is committed"));
    }
}
