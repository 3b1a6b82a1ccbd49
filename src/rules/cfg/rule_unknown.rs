//! Rules that the configuration names exist.

use crate::config::Given;
use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{
    Basis, Check, Findings, Levels, RegisterContext, Report, Rule, catalogue, find_in,
};
use crate::term::nearest;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG004",
    name: "rule-unknown",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "rule code or name that does not exist",
    explanation: "`rules`, `overrides` and `waivers` of `pirctl.yaml` name rules by code or name. A name that no \
        rule has changes nothing, so the file says less than it seems to. Correct the code; \
        `pirctl rules` lists them all.",
    source: "",
    bad: &[example!("rule-unknown/misspelt")],
    good: &[example!("rule-unknown/known")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let config = cx.basis.config;
    let levels = config.rules.iter().map(|(rule, _)| ("rules", rule));
    let parts = config.overrides.iter().flat_map(|part| &part.rules);
    let levels = levels.chain(parts.map(|(rule, _)| ("overrides.rules", rule)));
    let waivers = config.waivers.iter().map(|waiver| ("waivers", &waiver.rule));
    let all = catalogue(config);
    let is_unknown = |named: &Given<String>| find_in(&all, &named.value).is_none();
    for (field, named) in levels.chain(waivers).filter(|(_, named)| is_unknown(named)) {
        found.push(report(&all, field, named));
    }
}

fn report(all: &[&Rule], field: &str, named: &Given<String>) -> Report {
    let known = all.iter().flat_map(|rule| [rule.code, rule.name]);
    let help = nearest(&named.value, known).map_or_else(
        || "run `pirctl rules` for all of them".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("there is no rule `{}`", named.value);
    Report::at("", named.place.clone(), message).help(help).field(field).argument(&named.value)
}
