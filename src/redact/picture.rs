//! Pictures as they leave.

use super::desk::Desk;
use crate::picture::{Form, Picture, Run, Shape};

/// Pictures whose words are the tool's own, with ids, dates and numbers.
const OWN: [&str; 9] =
    ["ageing", "claims", "coverage", "graph", "heat", "policy", "quarters", "score", "timeline"];

/// Pictures of free text.
const FREE: [&str; 2] = ["fishbone", "whys"];

impl Desk<'_, '_> {
    /// A picture; one about which nobody has decided is left out.
    pub(super) fn picture(&self, picture: Option<Picture>) -> Option<Picture> {
        let Picture { name, title, description, note, width, height, shapes, table } = picture?;
        if FREE.iter().any(|free| name.starts_with(free)) {
            return None;
        }
        if !OWN.contains(&name) {
            self.undecided("a picture of a new sort");
            return None;
        }
        let pieces = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
        if pieces
            .filter(|piece| piece.shape == "id")
            .any(|piece| self.edition.is_closed(&piece.text))
        {
            return None;
        }
        let shapes = shapes.into_iter().map(|shape| self.shape(shape)).collect();
        // Why git cannot tell may name a file.
        let note = match note.split_once("cannot tell") {
            Some((before, _)) => format!("{before}cannot tell."),
            None => note,
        };
        let description = self
            .recognised(&description)
            .unwrap_or_else(|| "The table below has it all.".to_owned());
        Some(Picture {
            name,
            title: self.judged(&title),
            description,
            note: self.own(&note),
            width,
            height,
            shapes,
            table: self.table(table, true),
        })
    }

    /// Several pictures, without those that are left out.
    pub(super) fn pictures(&self, pictures: Vec<Picture>) -> Vec<Picture> {
        pictures.into_iter().filter_map(|picture| self.picture(Some(picture))).collect()
    }

    fn shape(&self, Shape { class, form, title }: Shape) -> Shape {
        let form = match form {
            Form::Text(x, y, anchor, runs) => {
                let run = |Run { class, text }: Run| Run { class, text: self.judged(&text) };
                Form::Text(x, y, anchor, runs.into_iter().map(run).collect())
            }
            drawn @ (Form::Line(..)
            | Form::Rect(..)
            | Form::Circle(..)
            | Form::Path(_)
            | Form::Lines(_)) => drawn,
        };
        Shape { class, form, title: self.judged(&title) }
    }
}
