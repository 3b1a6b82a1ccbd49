//! A waiver for a finding of a record: what has to be so, and the entry in the record.

use super::FileChange;
use crate::config::People;
use crate::diag::Finding;
use crate::edit::{Edit, EditError, NewItem, apply};
use crate::record::Record;
use crate::rules::waiver::Waived;
use crate::rules::{RULES, Rule, find};
use crate::schema::{Key, common};
use crate::term::{Day, nearest};
use chrono::Months;

/// What the user asked for.
#[derive(Clone, Debug)]
pub struct WaiveRequest<'a> {
    /// Code or name of the rule.
    pub rule: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Handle of the person who approved it.
    pub approved_by: &'a str,
    /// The last day on which it holds.
    pub expires: Day,
    /// Also without a finding, and for longer than a year.
    pub force: bool,
}

/// Why there is no waiver.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct WaiveError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl WaiveError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl From<EditError> for WaiveError {
    fn from(error: EditError) -> Self {
        Self::new(
            format!("the record cannot be edited safely: {error}"),
            "write the waiver by hand under `waivers`",
        )
    }
}

/// The record with the waiver in it.
pub fn waive(
    request: &WaiveRequest<'_>,
    record: &Record,
    findings: &[Finding],
    waived: &[Waived],
    people: &People,
    today: Day,
) -> Result<FileChange, WaiveError> {
    let rule = rule(request.rule)?;
    check_words(request, record, people)?;
    check_expiry(request, today)?;
    check_finding(request, rule, record, findings, waived)?;
    let item = NewItem::Map(vec![
        ("rule", rule.code.to_owned()),
        ("reason", request.reason.trim().to_owned()),
        ("approved_by", request.approved_by.to_owned()),
        ("expires", request.expires.to_string()),
    ]);
    let edit = Edit::Append { field: common::WAIVERS.name().to_owned(), item };
    let after = apply(&record.text, &[edit])?;
    Ok(FileChange::text(&record.path, &record.text, after))
}

fn rule(named: &str) -> Result<&'static Rule, WaiveError> {
    find(named).ok_or_else(|| {
        let known = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
        let help = nearest(named, known).map_or_else(
            || "`pirctl rules` lists the rules".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        WaiveError::new(format!("there is no rule `{named}`"), help)
    })
}

fn check_words(
    request: &WaiveRequest<'_>,
    record: &Record,
    people: &People,
) -> Result<(), WaiveError> {
    let approver = request.approved_by;
    if request.reason.trim().is_empty() || request.reason.contains(['\n', '\r']) {
        let help = "say in one line with --reason why the finding may stand";
        return Err(WaiveError::new("a waiver needs a reason of one line", help));
    }
    if approver.is_empty() || approver.contains(char::is_whitespace) {
        let message = format!("`{approver}` is no handle of a person");
        return Err(WaiveError::new(message, "name one word, such as s.lind"));
    }
    if record.text_of(Key::new("owner")) == Some(approver) {
        let message = format!("{approver} owns {} and cannot approve its waiver", record.id());
        return Err(WaiveError::new(message, "have somebody else approve it"));
    }
    if people.is_usable() && people.get(approver).is_none() {
        let message = format!("nobody in {} has the handle `{approver}`", people.path);
        let help = people.nearest(approver).map_or_else(
            || format!("add the person to {}", people.path),
            |meant| format!("did you mean `{meant}`?"),
        );
        return Err(WaiveError::new(message, help));
    }
    Ok(())
}

/// A waiver ends on a day that is still to come, and within a year: then somebody looks again.
fn check_expiry(request: &WaiveRequest<'_>, today: Day) -> Result<(), WaiveError> {
    let expires = request.expires;
    if expires <= today {
        let message = format!("a waiver that expires on {expires} does not hold any more");
        return Err(WaiveError::new(message, format!("name a day after {today}")));
    }
    let latest = today.checked_add_months(Months::new(12)).unwrap_or(Day::MAX);
    if expires > latest && !request.force {
        let message = format!("{expires} is more than a year ahead");
        let help = format!("name a day up to {latest}, or add --force");
        return Err(WaiveError::new(message, help));
    }
    Ok(())
}

fn check_finding(
    request: &WaiveRequest<'_>,
    rule: &Rule,
    record: &Record,
    findings: &[Finding],
    waived: &[Waived],
) -> Result<(), WaiveError> {
    let is_it = |finding: &Finding| finding.code == rule.code && finding.place.path == record.path;
    if request.force || findings.iter().any(is_it) {
        return Ok(());
    }
    if let Some(waived) = waived.iter().find(|waived| is_it(&waived.finding)) {
        let message =
            format!("{} of {} is waived already until {}", rule.code, record.id(), waived.expires);
        return Err(WaiveError::new(
            message,
            "change that waiver, or add --force for a second one",
        ));
    }
    let message = format!("{} finds nothing in {} now", rule.code, record.id());
    Err(WaiveError::new(message, "name a code that `pirctl lint` prints, or add --force"))
}
