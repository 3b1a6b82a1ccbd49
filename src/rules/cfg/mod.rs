//! Family `CFG`: the files beside the records.

pub(super) mod ignore_hides_records;
pub(super) mod invalid;
pub(super) mod policy_not_named;
pub(super) mod reference_list_invalid;
pub(super) mod rule_unknown;
pub(super) mod schema_newer;

use super::{Findings, RegisterContext, Report};
use crate::config::{ConfigFlaw, ConfigRule};

/// Flaws that reading the files beside the records gave, for one rule.
fn report_flaws(cx: &RegisterContext<'_>, rule: ConfigRule, found: &mut Findings) {
    let lists = cx.people.flaws.iter().chain(&cx.assets.flaws);
    for flaw in cx.basis.config.flaws.iter().chain(lists).filter(|flaw| flaw.rule == rule) {
        found.push(report(flaw));
    }
}

pub(super) fn report(flaw: &ConfigFlaw) -> Report {
    let report = Report::at("", flaw.place.clone(), flaw.message.clone())
        .help(flaw.help.clone())
        .field(flaw.field.clone())
        .argument(flaw.message.clone());
    flaw.related
        .iter()
        .fold(report, |report, other| report.related_at(other.place.clone(), other.message.clone()))
}
