//! Every asset belongs to a group, so that recurrence can compare incidents by it.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Items, Key, Kind, action, control, incident, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC016",
    name: "asset-group-unknown",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "triaged",
    summary: "asset without a group and not in assets.yaml",
    explanation: "Incidents count as alike by what was done and to which group of assets, such as \
        server or user-device. An asset that has no group and stands in no list cannot be compared, \
        so a recurrence may go unseen. Write it as `{name: mail, group: server}`, or add it to \
        `assets.yaml`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("asset-group-unknown/free-name")],
    good: &[
        example!("asset-group-unknown/in-the-list"),
        example!("asset-group-unknown/only-reported"),
    ],
    check: Check::Register(&[Kind::Incident, Kind::Action, Kind::Control], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !is_judged(record) {
        return;
    }
    let keys: &[Key<Items>] = match record.kind() {
        Kind::Incident if record.is_from("triaged") => &[incident::ASSETS],
        Kind::Action => &[action::ASSETS_IN_SCOPE, action::ASSETS_DONE],
        Kind::Control => &[control::ASSETS],
        _ => &[],
    };
    for key in keys {
        for asset in record.items(*key) {
            check_asset(cx, record, key.name(), asset, found);
        }
    }
}

fn check_asset(
    cx: &RegisterContext<'_>,
    record: &Record,
    field: &str,
    asset: Item<'_>,
    found: &mut Findings,
) {
    let Some(name) = asset.text_or_own(part::NAME) else { return };
    let grouped = asset.get(part::GROUP).is_some() || cx.assets.get(name).is_some();
    if !grouped {
        let message = format!("{} names the asset `{name}`, which has no group", record.id());
        let help = format!("write `{{name: {name}, group: ..}}`, or add it to assets.yaml");
        found
            .push(Report::on(record, asset.span(), message).help(help).field(field).argument(name));
    }
}
