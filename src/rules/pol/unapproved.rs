//! A policy in force was approved, and what an incident changed by someone other than its owner.

use super::{is_current, is_stated};
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Line, part, policy};
use crate::term::Profile;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL006",
    name: "version-unapproved",
    levels: Levels::Always(Level::Error),
    basis: Basis::Standard,
    from: "approved",
    summary: "no approver, or the owner approved a significant change",
    explanation: "Policies are approved by management (A.5.1). From approved on `approved_by` names \
        who did, and a significant change, one that an incident or the law asked for, is approved \
        by someone other than the owner who wrote it; editorial changes and yearly reviews are \
        not. An auditor asks who answers for the version in force. Have it approved and name the \
        person; in the profile small the owner's own approval is a note.",
    source: "ISO/IEC 27001:2022 A.5.1; High Table, practice guide on A.5.27",
    bad: &[
        example!("version-unapproved/nobody"),
        example!("version-unapproved/by-the-owner"),
        example!("version-unapproved/small-organisation"),
    ],
    good: &[example!("version-unapproved/editorial"), example!("version-unapproved/draft")],
    check: Check::Record(&[Kind::Policy], check),
};

fn check(cx: &RecordContext<'_>, policy: &Record, found: &mut Findings) {
    if !is_current(policy) || !policy.is_from("approved") {
        return;
    }
    let version = policy.text_of(policy::VERSION).unwrap_or_default();
    let approver = policy.get(policy::APPROVED_BY).filter(|by| !by.trim().is_empty());
    let Some(approver) = approver else {
        let message = format!("version {version} of {} has no approver", policy.id());
        found.push(
            Report::on(policy, policy.span_of("approved_by"), message)
                .help("have it approved and name who did in `approved_by`")
                .field("approved_by"),
        );
        return;
    };
    let Some(owner) = policy.get(policy::OWNER) else { return };
    if owner.value == approver.value && is_significant(policy, version) {
        let message = format!("version {version} of {} was approved by its owner", policy.id());
        let small = cx.profile == Profile::Small;
        found.push(
            Report::on(policy, approver.span, message)
                .help("have someone other than the owner approve it")
                .field("approved_by")
                .related(policy, owner.span, "the owner")
                .at_most(if small { Level::Note } else { Level::Error }),
        );
    }
}

/// True when the entry of this version names an incident, or a legal reason.
fn is_significant(policy: &Record, version: &str) -> bool {
    let of_version = |entry: &Item<'_>| entry.text_of(part::VERSION) == Some(version);
    let reason = |entry: Item<'_>| entry.text_of(Key::<Line>::new("reason")) == Some("legal");
    let entry = policy.items(policy::CHANGE_LOG).into_iter().find(of_version);
    entry.is_some_and(|entry| is_stated(entry, "incidents") || reason(entry))
}
