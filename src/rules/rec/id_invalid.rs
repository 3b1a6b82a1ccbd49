//! An id has its kind's form, is the file's stem, and belongs to one record.

use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{IdForm, Kind, common};
use crate::term::canonical_control;
use std::borrow::Cow;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC003",
    name: "id-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "id malformed, unlike the file's name, or used twice",
    explanation: "An id has the form of its kind, equals the file's name without `.md`, and belongs \
        to one record; ids that differ in letter case only count as one, because some file systems \
        cannot keep them apart. Every link goes by the id, so two records under one id make two \
        stories out of one. Correct the id or the file's name, or give one of the two another \
        number with `pirctl renumber`.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("id-invalid/malformed"),
        example!("id-invalid/of-another-kind"),
        example!("id-invalid/unlike-the-file"),
        example!("id-invalid/used-twice"),
        example!("id-invalid/letter-case"),
    ],
    good: &[example!("id-invalid/control-short-form")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    let Some(id) = record.get(common::ID).filter(|id| !id.trim().is_empty()) else { return };
    if has_form(record, id.value) {
        check_file_name(record, id, found);
    } else {
        found.push(malformed(record, id));
    }
    let others = cx.register.all_but_for_case(id.value).filter(|other| other.path != record.path);
    let mut others = others.peekable();
    if let Some(other) = others.peek().copied() {
        found.push(clash(record, id, other, others.count()));
    }
}

fn has_form(record: &Record, id: &str) -> bool {
    let form = record.spec.id;
    let control = matches!(form, IdForm::Control { .. }) && canonical_control(id).is_some();
    control || form.fits(id)
}

fn malformed(record: &Record, id: Found<&str>) -> Report {
    let message = match Kind::of_id(id.value) {
        Some(kind) => format!(
            "{} has the form of kind {}, but this record is of kind {}",
            id.value,
            kind.word(),
            record.kind().word()
        ),
        None => format!("`{}` is no id of kind {}", id.value, record.kind().word()),
    };
    let help = format!("write it like {}", record.spec.id.example());
    Report::on(record, id.span, message).help(help).field("id")
}

fn check_file_name(record: &Record, id: Found<&str>, found: &mut Findings) {
    let stem = record.path.stem();
    if printed(stem) != printed(id.value) {
        let message = format!("{} stands in the file `{}`", id.value, record.path.file_name());
        let help = format!("rename the file to `{}.md`, or correct the id", printed(id.value));
        found.push(Report::on(record, id.span, message).help(help).field("id").argument(stem));
    }
}

/// One finding in each file that shares an id, however many do.
fn clash(record: &Record, id: Found<&str>, other: &Record, count: usize) -> Report {
    let same = printed(id.value) == printed(other.id());
    let how = if same { "is also the id of" } else { "differs in letter case only from the id in" };
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let message = format!("{} {how} `{}`{more}", id.value, other.path);
    Report::on(record, id.span, message)
        .help("give one of them another number with `pirctl renumber`, or remove the copy")
        .field("id")
        .argument(record.path.as_str())
        .related(other, other.head(), "the other one")
}

fn printed(id: &str) -> Cow<'_, str> {
    canonical_control(id).map_or(Cow::Borrowed(id), Cow::Owned)
}
