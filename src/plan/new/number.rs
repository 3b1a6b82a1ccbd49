//! The id of a new record: the next number, the quarter, or a name.

use super::sheet::Sheet;
use super::{Ground, NewError, Request};
use crate::plan::slug;
use crate::register::{Register, is_catalogue_control};
use crate::schema::{IdForm, common};
use crate::term::{Period, canonical_control};
use chrono::Datelike;
use std::collections::BTreeSet;

/// Largest number that an id can hold.
const LAST: u64 = 999_999_999;

/// Finds the id and puts it on the sheet.
pub(super) fn id(
    sheet: &mut Sheet,
    request: &Request<'_>,
    ground: &Ground<'_>,
) -> Result<String, NewError> {
    let id = match sheet.scalar(common::ID.name()) {
        Some(given) => given_id(&given, sheet, ground)?,
        None => made_id(sheet, request, ground)?,
    };
    sheet.put_id(&id);
    Ok(id)
}

fn given_id(given: &str, sheet: &Sheet, ground: &Ground<'_>) -> Result<String, NewError> {
    let form = sheet.spec.id;
    let flag = format!("--set id={given}");
    let control = matches!(form, IdForm::Control { .. });
    let id = canonical_control(given).filter(|_| control).unwrap_or_else(|| given.to_owned());
    if !form.fits(&id) {
        let message = format!("this is no id of the kind `{}`", sheet.spec.name);
        return Err(NewError::refused(flag, message, format!("write it as {}", form.example())));
    }
    if canonical_control(&id).is_some() && !is_catalogue_control(&id) {
        let message = format!("Annex A has no control {id}");
        return Err(NewError::refused(flag, message, "a control of your own is CTL- and a name"));
    }
    free(id, &flag, ground)
}

fn made_id(sheet: &Sheet, request: &Request<'_>, ground: &Ground<'_>) -> Result<String, NewError> {
    let form = sheet.spec.id;
    match form {
        IdForm::Yearly { prefix } => {
            let year = ground.now.day().year();
            numbered(&format!("{prefix}-{year}-"), ground)
        }
        IdForm::Running { prefix } => numbered(&format!("{prefix}-"), ground),
        IdForm::Quarterly { prefix } => quarterly(prefix, sheet, ground),
        IdForm::Named { prefix } | IdForm::Control { prefix } => {
            Ok(named(prefix, sheet, request, ground)?)
        }
    }
}

fn numbered(prefix: &str, ground: &Ground<'_>) -> Result<String, NewError> {
    next_numbered(prefix, ground.register, ground.taken).ok_or_else(|| {
        let message = format!("no number is left after {prefix}{LAST}");
        NewError::refused("id", message, format!("give one with `--set id={prefix}0001`"))
    })
}

/// The number after the last one used under `prefix` (`INC-2026-`); `None` when none is left.
///
/// `taken` are ids in use anywhere; ids that records had before count too.
pub fn next_numbered(
    prefix: &str,
    register: &Register,
    taken: &BTreeSet<String>,
) -> Option<String> {
    let folded = prefix.to_lowercase();
    let number = |id: &str| id.to_lowercase().strip_prefix(&folded)?.parse::<u64>().ok();
    let previous = register.records().iter().flat_map(|r| r.words(common::PREVIOUS_IDS));
    let used = taken.iter().filter_map(|id| number(id));
    let used = used.chain(previous.filter_map(|id| number(id.value)));
    let last = used.filter(|n| *n <= LAST).max().unwrap_or(0);
    (last < LAST).then(|| format!("{prefix}{:04}", last + 1))
}

fn quarterly(prefix: &str, sheet: &Sheet, ground: &Ground<'_>) -> Result<String, NewError> {
    let period = sheet.scalar("period").and_then(|text| Period::parse(&text));
    // Without a period the check that follows names the flag; the id is not used.
    let Some(period) = period else { return Ok(format!("{prefix}-")) };
    free(format!("{prefix}-{period}"), &format!("--period {period}"), ground)
}

fn named(
    prefix: &str,
    sheet: &Sheet,
    request: &Request<'_>,
    ground: &Ground<'_>,
) -> Result<String, NewError> {
    let title = sheet.scalar(common::TITLE.name()).unwrap_or_default();
    let name = slug(&title);
    if !name.is_empty() {
        return free(format!("{prefix}-{name}"), &format!("--title {title:?}"), ground);
    }
    // A title in another script gives no name: the kind's own word, with a number.
    let word = request.kind.word();
    let ids = (1..=LAST).map(|n| format!("{prefix}-{word}-{n}"));
    let id = ids.into_iter().find(|id| !is_taken(id, ground));
    Ok(id.unwrap_or_else(|| format!("{prefix}-{word}")))
}

fn free(id: String, flag: &str, ground: &Ground<'_>) -> Result<String, NewError> {
    if !is_taken(&id, ground) {
        return Ok(id);
    }
    let place = ground.register.get(&id).map_or_else(
        || "on a branch or as a file".to_owned(),
        |record| format!("in {}", record.path),
    );
    let help = "change that record, or choose another id with `--set id=...`";
    Err(NewError::refused(flag, format!("{id} exists already, {place}"), help))
}

fn is_taken(id: &str, ground: &Ground<'_>) -> bool {
    let folded = id.to_lowercase();
    ground.register.all_but_for_case(id).next().is_some()
        || ground.taken.iter().any(|taken| taken.to_lowercase() == folded)
}
