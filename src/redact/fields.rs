//! Fields of records as they leave: by the audience that the table of the model gives them.

use super::WITHHELD;
use super::desk::Desk;
use crate::page::Fact;
use crate::record::audience_of;
use crate::register::is_catalogue_control;
use crate::rows::{Piece, Table, plain};
use crate::schema::{Audience, Field, Kind, Shape};

impl Desk<'_, '_> {
    pub(super) fn facts(&self, facts: Vec<Fact>, kind: Option<Kind>) -> Vec<Fact> {
        facts.into_iter().filter_map(|fact| self.fact(fact, kind)).collect()
    }

    /// A field of a record; one that the register added itself is left out.
    fn fact(&self, fact: Fact, kind: Option<Kind>) -> Option<Fact> {
        let Fact { name, value } = fact;
        let field = field_of(name, kind)?;
        let hidden = !self.edition.profile.shows(field.name);
        let value = value.into_iter().map(|piece| match (hidden, audience(field)) {
            (true, Audience::Inside | Audience::Custodians) => Piece::text(WITHHELD),
            (true, Audience::Anyone | Audience::Person) => self.piece(inner(piece)),
            (false, _) if matches!(piece.shape, "" | "sub") => {
                let text = self.released(&piece.text);
                Piece { text, ..self.piece(piece) }
            }
            (false, _) => self.piece(piece),
        });
        let mut value: Vec<_> = value.collect();
        value.dedup_by(|a, b| a.text == WITHHELD && b.text == WITHHELD);
        Some(Fact { name, value })
    }

    /// What git shows of each claim: the value of a field follows the field's audience.
    pub(super) fn claims(&self, mut table: Table, kind: Option<Kind>) -> Table {
        for row in &mut table.rows {
            let name =
                row.cells.first().and_then(|cell| cell.first()).map(|piece| piece.text.clone());
            let name = name.unwrap_or_default();
            let top = name.split(['.', '[']).next().unwrap_or_default();
            let may = field_of(top, kind).map(audience);
            if !matches!(may, Some(Audience::Anyone | Audience::Person))
                && let Some(cell) = row.cells.get_mut(1)
            {
                *cell = plain(WITHHELD);
            }
        }
        self.table(table, true)
    }
}

/// The names under which pages show fields otherwise than records write them.
const SHOWN_AS: [(&str, &str); 20] = [
    ("approved", "approved_at"),
    ("approved by", "approved_by"),
    ("answers", "addresses"),
    ("closed", "closed_at"),
    ("contained", "contained_at"),
    ("controls evaluated", "control_evaluation"),
    ("detected", "detected_at"),
    ("due", "due"),
    ("held", "held_at"),
    ("implemented", "implemented_at"),
    ("in force from", "effective"),
    ("next review", "next_review"),
    ("occurred", "occurred_at"),
    ("resolved", "resolved_at"),
    ("review", "review_tier"),
    ("similar to", "similar_to"),
    ("causes", "causes"),
    ("lessons", "lessons"),
    ("whys", "whys"),
    ("evidence", "evidence"),
];

/// The field that a page shows under this name.
fn field_of(name: &str, kind: Option<Kind>) -> Option<&'static Field> {
    let written =
        SHOWN_AS.iter().find(|(shown, _)| *shown == name).map_or(name, |(_, field)| field);
    let written = written.replace(' ', "_");
    let own = kind.and_then(|kind| kind.spec().field(&written));
    // A light incident shows what it holds inside itself.
    own.or_else(|| Kind::ALL.iter().find_map(|kind| kind.spec().field(&written)))
}

/// The narrowest audience of a field; a list is as narrow as what it holds.
fn audience(field: &Field) -> Audience {
    fn of(shape: Shape) -> Audience {
        match shape {
            Shape::List(inner) => of(*inner),
            // Each line of a mapping is judged by itself, and so is a word.
            Shape::Map(_) | Shape::Word => Audience::Anyone,
            other => audience_of(other, ""),
        }
    }
    of(field.shape)
}

/// A line `name: value` of a mapping whose value can be told apart is shown as it is; of `control: outcome, remark`
/// the remark is left out.
fn inner(piece: Piece) -> Piece {
    match (piece.shape, piece.text.split_once(": ")) {
        ("sub", Some((control, rest))) if is_catalogue_control(control) => {
            let outcome = rest.split(", ").next().unwrap_or_default();
            Piece { text: format!("{control}: {outcome}"), ..piece }
        }
        _ => piece,
    }
}
