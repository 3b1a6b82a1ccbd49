//! The id that a record gets: of its kind, and never given before.

use crate::plan::new::next_numbered;
use crate::record::Record;
use crate::register::Register;
use crate::schema::{IdForm, Kind};
use std::collections::BTreeSet;

/// Why a record cannot get an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NumberError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl NumberError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The next free number of the record's kind, in the year of its id.
///
/// `taken` are ids in use anywhere: in the working tree and on branches.
pub fn next_id(
    record: &Record,
    register: &Register,
    taken: &BTreeSet<String>,
) -> Result<String, NumberError> {
    let id = record.id();
    let prefix = match record.spec.id {
        IdForm::Running { prefix } => Some(format!("{prefix}-")),
        IdForm::Yearly { .. } if record.spec.id.fits(id) => {
            id.rsplit_once('-').map(|(before, _)| format!("{before}-"))
        }
        _ => None,
    };
    let next = prefix.and_then(|prefix| next_numbered(&prefix, register, taken));
    next.ok_or_else(|| {
        let help = format!("name the new id, like {}", record.spec.id.example());
        NumberError::new(format!("{id} has no number after which a next one could come"), help)
    })
}

/// Refuses an id that is not of the record's kind or that was given before.
pub fn check_new(
    record: &Record,
    new: &str,
    register: &Register,
    taken: &BTreeSet<String>,
) -> Result<(), NumberError> {
    let (form, kind) = (record.spec.id, record.kind().word());
    if !form.fits(new) {
        let message = match Kind::of_id(new) {
            Some(other) => format!(
                "{new} is an id of kind {}, and {} is of kind {kind}",
                other.word(),
                record.id()
            ),
            None => format!("`{new}` is no id of kind {kind}"),
        };
        return Err(NumberError::new(
            message,
            format!("write it like {}, or `next`", form.example()),
        ));
    }
    let help = "an id is given once; choose another one, or `next`";
    if let Some(other) = register.all_but_for_case(new).next() {
        return Err(NumberError::new(format!("{new} is the id of `{}`", other.path), help));
    }
    if let Some(other) = register.formerly(new) {
        let message = format!("{new} was the id of {} before it was renumbered", other.id());
        return Err(NumberError::new(message, help));
    }
    let folded = new.to_lowercase();
    let is_own = record.path.stem() == new;
    if !is_own && taken.iter().any(|taken| taken.to_lowercase() == folded) {
        let message = format!("{new} is taken, as the name of a file here or on a branch");
        return Err(NumberError::new(message, help));
    }
    Ok(())
}
