//! Pictures in another language: longer words stay in their boxes, and a picture grows with what stands beside them.

use super::Words;
use super::value::is_of_records;
use crate::picture::{Anchor, Form, Picture, Run, Shape, clipped, width};

/// Room between a text and the edge of its box or of the picture, in pixels.
const MARGIN: i32 = 6;

/// The one picture whose labels are the tool's own where they are spelt like a status: they name times.
const OF_TIMES: &str = "timeline";

/// The left, the top and the size of a box.
type Rect = (i32, i32, i32, i32);

impl Words {
    pub(super) fn pictures<'p>(self, pictures: impl IntoIterator<Item = &'p mut Picture>) {
        for picture in pictures {
            self.picture(picture);
        }
    }

    fn picture(self, picture: &mut Picture) {
        let Picture { name, title, description, note, width, height: _, shapes, table } = picture;
        for text in [title, description, note] {
            self.tell(text);
        }
        let boxes: Vec<Rect> = shapes.iter().filter_map(rect).collect();
        for Shape { class: _, form, title } in shapes {
            self.tell(title);
            let Form::Text(x, y, anchor, runs) = form else { continue };
            let before = width_of(runs);
            self.runs(runs, *name == OF_TIMES);
            if width_of(runs) > before && *anchor == Anchor::Start {
                match boxes.iter().find(|(left, top, w, h)| {
                    (*left..left + w).contains(x) && (*top..top + h).contains(y)
                }) {
                    Some((left, _, w, _)) => clip(runs, left + w - MARGIN - *x),
                    None => *width = (*width).max(*x + width_of(runs) + MARGIN),
                }
            }
        }
        self.table(table);
    }

    fn runs(self, runs: &mut [Run], are_times: bool) {
        for Run { class: _, text } in runs {
            // A run may begin with the space that parts it from the one before.
            let (space, bare) = text.split_at(text.len() - text.trim_start().len());
            if is_of_records(bare) && !are_times {
                continue;
            }
            if let Some(told) = self.catalogue.and_then(|catalogue| catalogue.tell(bare)) {
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

fn width_of(runs: &[Run]) -> i32 {
    runs.iter().map(|run| width(&run.text)).sum()
}

/// Cuts the last run where all of them would be wider than `room`; the table beneath has the words whole.
fn clip(runs: &mut [Run], room: i32) {
    let over = width_of(runs) > room;
    let Some((last, before)) = runs.split_last_mut().filter(|_| over) else { return };
    last.text = clipped(&last.text, room - width_of(before));
}
