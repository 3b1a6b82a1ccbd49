//! The score of a risk: its way through the matrix of likelihood and impact, and its height over time.

use super::axis::Axis;
use super::label;
use super::shape::{Anchor, Form, Picture};
use crate::proof::CommitNote;
use crate::rows::{Cell, Piece, Table, plain};
use crate::term::{Day, Stamp, Zone};
use std::sync::Arc;

/// Most steps that the picture holds.
const MOST: usize = 12;

const WIDTH: i32 = 880;
const CELL: i32 = 50;
const LEFT: i32 = 58;
const TOP: i32 = 12;
const LINE: i32 = 20;

/// A score as it was from some commit on.
#[derive(Clone, Debug)]
pub struct ScoreStep {
    /// Likelihood.
    pub likelihood: i64,
    /// Impact.
    pub impact: i64,
    /// The commit; `None` while it is in none.
    pub commit: Option<Arc<CommitNote>>,
    /// The incidents that the risk names since this commit.
    pub incidents: Cell,
    /// What the register's matrix calls it; may be empty.
    pub rating: String,
}

/// What the picture of a risk is made from.
#[derive(Clone, Debug)]
pub struct ScoreHistory<'a> {
    /// The risk.
    pub id: &'a str,
    /// The highest likelihood and the highest impact; the lowest is 1.
    pub scale: (u32, u32),
    /// Oldest first.
    pub steps: Vec<ScoreStep>,
    /// What remains after treatment.
    pub residual: Option<(i64, i64)>,
    /// Why git cannot tell all steps; empty when it can.
    pub cut: String,
    /// The last day that is drawn.
    pub until: Day,
    /// The zone in which days are told.
    pub zone: Zone,
}

/// The way of a risk's score.
pub fn score(history: &ScoreHistory<'_>) -> Picture {
    let told: Vec<_> =
        history.steps.iter().enumerate().map(|(at, step)| history.told(at, step)).collect();
    let mut picture = Picture {
        name: "score",
        title: format!("Score of {}", history.id),
        description: format!("{}. The table below has every step.", told.join("; ")),
        table: history.table(),
        width: WIDTH,
        ..Picture::default()
    };
    picture.note = match history.steps.len() {
        0 => "Not drawn: no score is stated.".to_owned(),
        count if count > MOST => format!(
            "Not drawn: {count} steps are more than the {MOST} that this picture holds; the table has all of them."
        ),
        _ if !history.is_on_scale() => format!(
            "Not drawn: a score lies outside the scale of {} x {}; the table has every step.",
            history.scale.0, history.scale.1
        ),
        _ => {
            history.draw(&mut picture, &told);
            history.note()
        }
    };
    picture
}

impl ScoreHistory<'_> {
    fn size(&self) -> (i32, i32) {
        let side = |steps: u32| i32::try_from(steps).unwrap_or(1).clamp(1, 10);
        (side(self.scale.0), side(self.scale.1))
    }

    fn is_on_scale(&self) -> bool {
        let (most_likely, most_impact) = self.size();
        let on = |(l, i): (i64, i64)| {
            (1..=i64::from(most_likely)).contains(&l) && (1..=i64::from(most_impact)).contains(&i)
        };
        let scores = self.steps.iter().map(|step| (step.likelihood, step.impact));
        scores.chain(self.residual).all(on)
    }

    /// A step in words.
    fn told(&self, at: usize, step: &ScoreStep) -> String {
        let (l, i) = (step.likelihood, step.impact);
        let mut told = format!("{}: {} = {l} x {i}", at + 1, l.saturating_mul(i));
        match &step.commit {
            Some(commit) => {
                let day = self.zone.day_of(commit.committed_at.to_utc());
                told.extend([format!(", commit {} of {day}", brief(commit))]);
            }
            None => told.push_str(", in no commit"),
        }
        let named: Vec<_> = step.incidents.iter().map(|piece| piece.text.as_str()).collect();
        if !named.is_empty() {
            told.extend([format!(", then first names {}", named.join(", "))]);
        }
        told
    }

    fn note(&self) -> String {
        let mut note = "Left the matrix with an arrow for each step, right the score over time, to scale up to the day of this report. A step is a commit in which likelihood or impact changed; each is told below.".to_owned();
        if self.residual.is_some() {
            note.push_str(" The dashed cell is what remains after treatment.");
        }
        if !self.cut.is_empty() {
            note.extend([format!(" Earlier steps: cannot tell, {}.", self.cut)]);
        }
        note.extend([format!(" Drawn up to {MOST} steps.")]);
        note
    }

    fn draw(&self, picture: &mut Picture, told: &[String]) {
        let (rows, columns) = self.size();
        self.draw_grid(picture);
        let places = self.places();
        for (from, to) in places.iter().zip(places.iter().skip(1)) {
            arrow(picture, *from, *to);
        }
        for (at, place) in places.iter().enumerate() {
            numbered(picture, *place, at, &told[at]);
        }
        let left = LEFT + columns * CELL + 64;
        let bottom = TOP + rows * CELL;
        self.draw_over_time(picture, (left, WIDTH - 24), bottom, told);
        let mut y = bottom + 62;
        for line in told {
            let line = label::clipped(line, WIDTH - 24);
            let (number, rest) = line.split_once(' ').unwrap_or((&line, ""));
            picture.say_of((LEFT - 40, y), number, rest);
            y += LINE;
        }
        picture.height = y - LINE + 10;
    }

    /// The cells with their products, darker where the product is higher.
    fn draw_grid(&self, picture: &mut Picture) {
        let (rows, columns) = self.size();
        let bottom = TOP + rows * CELL;
        for likelihood in 1..=rows {
            for impact in 1..=columns {
                let (x, y) = cell((likelihood, impact), rows);
                let product = likelihood * impact;
                let class = ["p-c1", "p-c2", "p-c3", "p-c4"][shade(product, rows * columns)];
                picture.draw(class, Form::Rect(x, y, CELL, CELL));
                picture.say("p-soft", (x + 4, y + 15), Anchor::Start, &product.to_string());
            }
            let y = bottom - likelihood * CELL + CELL / 2 + 5;
            picture.say("p-soft", (LEFT - 8, y), Anchor::End, &likelihood.to_string());
        }
        for impact in 1..=columns {
            let x = LEFT + (impact - 1) * CELL + CELL / 2;
            picture.say("p-soft", (x, bottom + 18), Anchor::Middle, &impact.to_string());
        }
        let middle = LEFT + columns * CELL / 2;
        picture.say("p-b", (middle, bottom + 36), Anchor::Middle, "impact");
        picture.say("p-b p-up", (16, TOP + rows * CELL / 2), Anchor::Middle, "likelihood");
        picture.in_layers();
        if let Some((l, i)) = self.residual {
            let (x, y) = cell((small(l), small(i)), rows);
            let title = format!("after treatment: {} = {l} x {i}", l * i);
            picture.mark("p-dash", Form::Rect(x + 2, y + 2, CELL - 4, CELL - 4), title);
        }
        if let Some(now) = self.steps.last() {
            let (x, y) = cell((small(now.likelihood), small(now.impact)), rows);
            picture.mark("p-line", Form::Rect(x, y, CELL, CELL), "the score now");
        }
    }

    /// Where each step stands; steps that share a cell stand in its corners.
    fn places(&self) -> Vec<(i32, i32)> {
        let key = |step: &ScoreStep| (small(step.likelihood), small(step.impact));
        let corners = [(14, -9), (-9, 14), (14, 14), (0, 0)];
        let place = |(at, step): (usize, &ScoreStep)| {
            let (x, y) = cell(key(step), self.size().0);
            let (x, y) = (x + CELL / 2, y + CELL / 2);
            let shared = self.steps.iter().filter(|other| key(other) == key(step)).count() > 1;
            let before = self.steps[..at].iter().filter(|other| key(other) == key(step)).count();
            let (dx, dy) = if shared { corners[before % corners.len()] } else { (6, 5) };
            (x + dx, y + dy)
        };
        self.steps.iter().enumerate().map(place).collect()
    }

    /// The score as a line of steps, from the first commit to the day of the report.
    fn draw_over_time(
        &self,
        picture: &mut Picture,
        (left, right): (i32, i32),
        bottom: i32,
        told: &[String],
    ) {
        let until = self.zone.end_of(self.until).timestamp();
        let at =
            |step: &ScoreStep| step.commit.as_ref().map(|commit| commit.committed_at.timestamp());
        let times: Vec<i64> = self.steps.iter().map(|step| at(step).unwrap_or(until)).collect();
        let last = times.iter().copied().max().unwrap_or(until).max(until);
        let ends: Vec<i64> = times.iter().copied().chain([last]).collect();
        let axis = Axis::of(&ends, (left, right), None, self.zone);
        let (rows, columns) = self.size();
        let top = TOP + 14;
        let height = |score: i64| bottom - small(score) * (bottom - top) / (rows * columns).max(1);
        picture.draw("p-thin", Form::Path(vec![(left, top - 8), (left, bottom), (right, bottom)]));
        for score in [0, i64::from(rows * columns)] {
            picture.say("p-soft", (left - 8, height(score) + 5), Anchor::End, &score.to_string());
        }
        let mut way = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let y = height(step.likelihood * step.impact);
            let end = times.get(at + 1).copied().unwrap_or(last);
            way.extend([(axis.x(times[at]), y), (axis.x(end), y)]);
        }
        let points: Vec<_> = way.iter().step_by(2).copied().collect();
        picture.draw("p-line", Form::Path(way));
        for (at, point) in points.into_iter().enumerate() {
            numbered(picture, point, at, &told[at]);
        }
        let day = |at: i64| chrono::DateTime::from_timestamp(at, 0).unwrap_or_default();
        let day = |at: i64| self.zone.day_of(day(at)).to_string();
        let first = ends.iter().copied().min().unwrap_or(last);
        picture.say("p-soft", (left, bottom + 18), Anchor::Start, &day(first));
        picture.say("p-soft", (right, bottom + 18), Anchor::End, &day(last - 1));
        picture.say(
            "p-b",
            (i32::midpoint(left, right), bottom + 36),
            Anchor::Middle,
            "score over time",
        );
    }

    fn table(&self) -> Table {
        let labels = [
            "step",
            "likelihood#",
            "impact#",
            "score#",
            "rating",
            "commit",
            "incidents first named",
        ];
        let mut table = Table::new("Steps of the score, oldest first", &labels);
        for (at, step) in self.steps.iter().enumerate() {
            let (l, i) = (step.likelihood, step.impact);
            let commit = step.commit.as_ref().map(|commit| {
                let at = Stamp::Instant(commit.committed_at);
                vec![Piece::id(commit.short(), ""), Piece::stamp(at)]
            });
            table.push(
                "",
                vec![
                    plain((at + 1).to_string()),
                    plain(l.to_string()),
                    plain(i.to_string()),
                    plain(l.saturating_mul(i).to_string()),
                    plain(&step.rating),
                    commit.unwrap_or_else(|| plain("in no commit")),
                    step.incidents.clone(),
                ],
            );
        }
        table
    }
}

fn brief(commit: &CommitNote) -> &str {
    commit.id.get(..8).unwrap_or(&commit.id)
}

/// A number of the scale; what is not drawn may be larger.
fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(0).clamp(0, 100)
}

/// The upper left corner of a cell; likelihood grows upwards, impact to the right.
fn cell((likelihood, impact): (i32, i32), rows: i32) -> (i32, i32) {
    (LEFT + (impact - 1) * CELL, TOP + (rows - likelihood) * CELL)
}

/// Which quarter of the highest product a product lies in, from 0.
fn shade(product: i32, highest: i32) -> usize {
    usize::try_from((product - 1) * 4 / highest.max(1)).unwrap_or(0).min(3)
}

fn numbered(picture: &mut Picture, (x, y): (i32, i32), at: usize, title: &str) {
    picture.mark("p-dot", Form::Circle(x, y, 10), title);
    picture.say("p-on", (x, y + 4), Anchor::Middle, &(at + 1).to_string());
}

/// An arrow between two numbered marks, from rim to rim.
fn arrow(picture: &mut Picture, (x1, y1): (i32, i32), (x2, y2): (i32, i32)) {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = (dx * dx + dy * dy).isqrt().max(1);
    let along = |from: (i32, i32), by: i32| (from.0 + dx * by / length, from.1 + dy * by / length);
    let aside = |from: (i32, i32), by: i32| (from.0 - dy * by / length, from.1 + dx * by / length);
    let (start, tip) = (along((x1, y1), 11), along((x2, y2), -12));
    let neck = along(tip, -8);
    picture.draw("p-line", Form::Line(start.0, start.1, neck.0, neck.1));
    picture.draw("p-fill", Form::Path(vec![tip, aside(neck, 5), aside(neck, -5), tip]));
}

#[cfg(test)]
mod tests {
    use super::{ScoreHistory, ScoreStep, score};
    use crate::term::{Day, Zone};

    fn step(likelihood: i64, impact: i64) -> ScoreStep {
        let (commit, incidents, rating) = (None, Vec::new(), String::new());
        ScoreStep { likelihood, impact, commit, incidents, rating }
    }

    fn history(steps: Vec<ScoreStep>) -> ScoreHistory<'static> {
        ScoreHistory {
            id: "RISK-0001",
            scale: (5, 5),
            steps,
            residual: None,
            cut: String::new(),
            until: Day::from_ymd_opt(2026, 5, 20).unwrap(),
            zone: Zone::default(),
        }
    }

    #[test]
    fn each_step_is_an_arrow_and_a_row() {
        let drawn = score(&history(vec![step(2, 3), step(4, 3), step(2, 3)]));
        let arrows = drawn.shapes.iter().filter(|shape| shape.class == "p-fill").count();
        assert_eq!((arrows, drawn.table.rows.len()), (2, 3));
        assert!(drawn.description.contains("2: 12 = 4 x 3, in no commit"), "{}", drawn.description);
        assert_eq!(drawn, score(&history(vec![step(2, 3), step(4, 3), step(2, 3)])));
    }

    #[test]
    fn what_does_not_fit_is_told_and_not_drawn() {
        for (steps, why) in [
            (vec![], "no score is stated"),
            (vec![step(6, 1)], "outside the scale of 5 x 5"),
            (vec![step(0, i64::MAX)], "outside the scale"),
            (vec![step(1, 1); 13], "13 steps are more than the 12"),
        ] {
            let rows = steps.len();
            let drawn = score(&history(steps));
            assert!(drawn.shapes.is_empty() && drawn.note.contains(why), "{}", drawn.note);
            assert_eq!(drawn.table.rows.len(), rows);
        }
    }

    #[test]
    fn history_that_is_cut_is_said_to_be() {
        let mut cut = history(vec![step(1, 1)]);
        cut.cut = "the clone is shallow".into();
        assert!(score(&cut).note.contains("Earlier steps: cannot tell, the clone is shallow."));
    }
}
