//! Waivers and approved rewrites of history, as the configuration lists them.

use super::Given;
use super::reader::{Reader, inside};
use crate::diag::Place;
use crate::term::Day;
use crate::yaml::NodeId;

/// A rule set aside for a record by the configuration.
///
/// Whether it holds (reason, approver, expiry) is for a rule to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigWaiver {
    /// Code or name of the rule.
    pub rule: Given<String>,
    /// Id of the record.
    pub record: Given<String>,
    /// Why.
    pub reason: Option<String>,
    /// Handle of the person who approved it.
    pub approved_by: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Day>,
    /// The whole entry.
    pub place: Place,
}

/// A rewrite of history that somebody approved; read and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// When it was made.
    pub date: Option<Day>,
    /// The head before.
    pub old_head: Option<String>,
    /// The head after.
    pub new_head: Option<String>,
    /// The sort of reason.
    pub reason_class: Option<String>,
    /// Handle of the person who approved it.
    pub approved_by: Option<String>,
    /// The whole entry.
    pub place: Place,
}

pub(super) fn waivers(reader: &mut Reader<'_>, value: NodeId) -> Vec<ConfigWaiver> {
    let items = reader.items(value, "waivers");
    items.iter().filter_map(|item| waiver(reader, *item)).collect()
}

fn waiver(reader: &mut Reader<'_>, item: NodeId) -> Option<ConfigWaiver> {
    let known = &["rule", "record", "reason", "approved_by", "expires"];
    let (mut rule, mut record, mut reason, mut approver, mut expires) =
        (None, None, None, None, None);
    for (key, entry) in reader.fields(item, "waivers", known) {
        let (field, node) = (inside("waivers", key), entry.value);
        if key == "expires" {
            expires = reader.day(node, &field);
            continue;
        }
        let Some(text) = reader.line(node, &field) else { continue };
        match key {
            "rule" => rule = Some(reader.given(text.to_owned(), node)),
            "record" => record = Some(reader.given(text.to_owned(), node)),
            "reason" => reason = Some(text.to_owned()),
            _ => approver = Some(text.to_owned()),
        }
    }
    let place = reader.place(item);
    let (Some(rule), Some(record)) = (rule, record) else {
        if reader.is_mapping(item) {
            let message = "this waiver does not say which rule it sets aside for which record";
            reader.wrong(item, "waivers", message, "give it `rule` and `record`");
        }
        return None;
    };
    Some(ConfigWaiver { rule, record, reason, approved_by: approver, expires, place })
}

pub(super) fn redactions(reader: &mut Reader<'_>, value: NodeId) -> Vec<Redaction> {
    let items = reader.items(value, "redactions");
    items.iter().map(|item| redaction(reader, *item)).collect()
}

fn redaction(reader: &mut Reader<'_>, item: NodeId) -> Redaction {
    let known = &["date", "old_head", "new_head", "reason_class", "approved_by"];
    let mut found = Redaction {
        date: None,
        old_head: None,
        new_head: None,
        reason_class: None,
        approved_by: None,
        place: reader.place(item),
    };
    for (key, entry) in reader.fields(item, "redactions", known) {
        let (field, node) = (inside("redactions", key), entry.value);
        if key == "date" {
            found.date = reader.day(node, &field);
            continue;
        }
        let text = reader.line(node, &field).map(str::to_owned);
        match key {
            "old_head" => found.old_head = text,
            "new_head" => found.new_head = text,
            "reason_class" => found.reason_class = text,
            _ => found.approved_by = text,
        }
    }
    found
}
