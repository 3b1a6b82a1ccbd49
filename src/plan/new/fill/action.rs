//! A new corrective action: what it answers; open when everything owed at open is given.

use super::super::sheet::Sheet;
use super::{Cx, part_ids, parts};
use crate::record::Record;
use crate::register::is_catalogue_control;
use crate::schema::{Kind, Owed, action, common, part};
use crate::term::canonical_control;

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    addresses(sheet, cx);
    controls(sheet, cx);
    title(sheet, cx);
    let follows = cx.sources.of_kind(Kind::Action).map(Record::id).next();
    if let Some(id) = follows {
        sheet.text(action::FOLLOWS, id);
    }
    let owed = sheet.spec.fields.iter().filter(|field| field.owed == Owed::From("open"));
    let complete = owed.map(|field| field.name).all(|name| sheet.value(name).is_some());
    if complete && !sheet.is_given(common::STATUS.name()) {
        sheet.text(common::STATUS, "open");
    }
    if sheet.scalar(common::STATUS.name()).as_deref() == Some("open") {
        sheet.raw(action::OPENED_AT.name(), cx.ground.now.day().to_string());
    }
}

/// Parts named, and the only part of a record that is named as a whole.
fn addresses(sheet: &mut Sheet, cx: Cx<'_>) {
    let mut refs = Vec::new();
    for source in cx.sources.iter() {
        let id = &source.named.id;
        if let Some(part) = &source.named.part {
            refs.push(format!("{id}#{part}"));
            continue;
        }
        let Some(record) = source.record else { continue };
        match part_ids(record).as_slice() {
            [] => {}
            [only] => refs.push(format!("{id}#{only}")),
            parts => sheet.hints.push(format!(
                "{id} has {}; name the ones this action answers, as in --from {id}#{}",
                parts.join(", "),
                parts[0]
            )),
        }
    }
    sheet.words(action::ADDRESSES, &refs);
}

/// Without a title, the text that is answered.
fn title(sheet: &mut Sheet, cx: Cx<'_>) {
    if cx.request.title().is_some() || sheet.is_given(common::TITLE.name()) {
        return;
    }
    let answered = cx.sources.iter().find_map(|source| {
        let record = source.record?;
        let part = source.named.part.as_deref();
        let text = parts(record).into_iter().find(|item| item.text_of(part::ID) == part);
        let text = text.filter(|_| part.is_some()).and_then(|item| item.text_of(part::TEXT));
        Some(text.unwrap_or_else(|| record.title()).to_owned())
    });
    if let Some(answered) = answered.filter(|text| !text.is_empty()) {
        sheet.text(common::TITLE, &format!("Answer to: {answered}"));
        sheet.hints.push("the title repeats what is answered; let it say what will change".into());
    }
}

/// Controls that the causes answered name as what failed.
fn controls(sheet: &mut Sheet, cx: Cx<'_>) {
    let mut controls = Vec::new();
    for source in cx.sources.iter() {
        let Some(record) = source.record else { continue };
        let answered = |id: &str| {
            source.named.part.as_deref().map_or_else(|| part_ids(record).len() == 1, |p| p == id)
        };
        for item in parts(record) {
            let named = item.text_of(part::PROCESS_OR_CONTROL).and_then(canonical_control);
            let is_answered = item.text_of(part::ID).is_some_and(answered);
            if let Some(control) = named.filter(|id| is_answered && is_catalogue_control(id)) {
                controls.push(control);
            }
        }
    }
    controls.sort();
    controls.dedup();
    sheet.words(action::CONTROLS, &controls);
}
