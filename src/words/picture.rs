//! Pictures in another language: longer words stay in their boxes, and beside them push on what follows in their row.

use super::Teller;
use super::value::is_standing;
use crate::picture::{Anchor, Form, Picture, Run, Shape, clipped, width};

/// Room between a text and the right edge of the picture, in pixels: letters may be wider than is reckoned.
const MARGIN: i32 = 14;

/// The least room between a text that is cut and the edge that it is cut at.
const EDGE: i32 = 2;

/// The least room between a word and what stands after it in a row, in pixels.
const BETWEEN: i32 = 16;

/// Wider shapes are bars and boxes, and no marks that stand among words.
const WIDEST_MARK: i32 = 40;

/// The left, the top and the size of a box.
type Rect = (i32, i32, i32, i32);

impl Teller<'_> {
    pub(super) fn pictures<'p>(self, pictures: impl IntoIterator<Item = &'p mut Picture>) {
        for picture in pictures {
            self.picture(picture);
        }
    }

    fn picture(self, picture: &mut Picture) {
        let Picture { name: _, title, description, note, width, height: _, shapes, table } =
            picture;
        for text in [title, description, note] {
            self.own(text);
        }
        let boxes: Vec<Rect> = shapes.iter().filter_map(rect).collect();
        let mut grown = Vec::new();
        for (at, Shape { class: _, form, title }) in shapes.iter_mut().enumerate() {
            self.tell(title);
            let Form::Text(x, y, anchor, runs) = form else { continue };
            let inside = boxes.iter().find(|(left, top, width, height)| {
                (*left..left + width).contains(x) && (*top..top + height).contains(y)
            });
            let before = width_of(runs);
            self.runs(runs, inside.is_some());
            if *anchor == Anchor::Start && inside.is_none() {
                *width = (*width).max(*x + width_of(runs) + MARGIN);
            }
            if width_of(runs) <= before {
                continue;
            }
            match (*anchor, inside) {
                (Anchor::Start, Some((left, _, width, _))) => clip(runs, left + width - EDGE - *x),
                (Anchor::Start, None) => grown.push(at),
                (Anchor::Middle, _) => {}
                (Anchor::End, _) => clip(runs, *x - EDGE),
            }
        }
        for at in grown {
            *width = (*width).max(part(shapes, at) + MARGIN);
        }
        self.drawn(table);
    }

    fn runs(self, runs: &mut [Run], in_box: bool) {
        for Run { class: _, text } in runs {
            // A run may begin with the space that parts it from the one before.
            let (space, bare) = text.split_at(text.len() - text.trim_start().len());
            // In a box stands a record with its status; beside one are words of ours.
            if in_box && is_standing(bare) {
                continue;
            }
            if let Some(told) = self.catalogue.tell(bare, self.written) {
                *text = format!("{space}{told}");
            }
        }
    }
}

fn rect(shape: &Shape) -> Option<Rect> {
    match shape.form {
        Form::Rect(left, top, width, height) => Some((left, top, width, height)),
        _ => None,
    }
}

/// Pushes what follows a text in its row to the right where the text runs into it; says where the row ends.
fn part(shapes: &mut [Shape], at: usize) -> i32 {
    let Form::Text(x, y, _, runs) = &shapes[at].form else { return 0 };
    let (x, y, end) = (*x, *y, x + width_of(runs));
    let follows = |shape: &Shape| in_row(shape, y).filter(|left| *left > x);
    let over = match shapes.iter().filter_map(follows).min() {
        Some(next) => (end + BETWEEN - next).max(0),
        None => 0,
    };
    let mut last = end;
    for shape in shapes.iter_mut().filter(|shape| follows(shape).is_some()) {
        match &mut shape.form {
            Form::Rect(left, ..) | Form::Circle(left, ..) => *left += over,
            Form::Line(from, _, to, _) => {
                *from += over;
                *to += over;
            }
            Form::Text(left, _, _, runs) => {
                *left += over;
                last = last.max(*left + width_of(runs));
            }
            Form::Path(_) | Form::Lines(_) => {}
        }
    }
    last
}

/// Where a text or a small mark begins that stands in the row of the texts at `y`.
fn in_row(shape: &Shape, y: i32) -> Option<i32> {
    // Texts stand on their line, marks beside the middle of their letters.
    let is_beside = |middle: i32| (y - 12..=y + 2).contains(&middle);
    match shape.form {
        Form::Text(x, other, Anchor::Start, _) => (other == y).then_some(x),
        Form::Rect(x, top, width, height) => {
            (width <= WIDEST_MARK && is_beside(top + height / 2)).then_some(x)
        }
        Form::Circle(x, middle, r) => is_beside(middle).then_some(x - r),
        Form::Line(x, from, end, to) => {
            (from == to && (end - x).abs() <= WIDEST_MARK && is_beside(from)).then_some(x.min(end))
        }
        _ => None,
    }
}

fn width_of(runs: &[Run]) -> i32 {
    runs.iter().map(|run| width(&run.text)).sum()
}

/// Cuts the last run where all of them would be wider than `room`; the table beneath has the words whole.
fn clip(runs: &mut [Run], room: i32) {
    let over = width_of(runs) > room;
    let Some((last, before)) = runs.split_last_mut().filter(|_| over) else { return };
    last.text = clipped(&last.text, room - width_of(before));
}
