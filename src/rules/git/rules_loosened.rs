//! The rules in force are not loosened while what they find is open.

use crate::config::Config;
use crate::deadline::{Terms, TermsSource};
use crate::diag::{Finding, Level, Place};
use crate::rules::rule::example;
use crate::rules::waiver::Waived;
use crate::rules::{
    Basis, ChangeContext, Check, Findings, Levels, RegisterContext, Report, Rule, Settings,
};
use crate::schema::{Key, Line, common, part, policy};
use crate::span::Span;
use crate::term::{Duration, RepoPath};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT015",
    name: "rules-loosened",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "the rules in force were loosened while a breach of them was open",
    explanation: "A finding can be mended, or the rule that raised it can be made to ask for less. \
        The rule judges what stood before the change by the rules before it and by the rules after \
        it, and tells of what hides a warning or an error: a level that was lowered, a deadline or a \
        limit that the incident policy made longer, a path that is ignored now, a smaller profile, a \
        waiver. That may be right, and somebody other than the author should have seen it. Mend the \
        breach first, or have the change approved by the person who answers for the rule. It runs \
        with `--base`, which has a register before and one after. Over the whole history each commit \
        that touched the rules would have to be judged on both its sides, and what was loosened once \
        would be told for ever; what an older change did is seen by naming its commits \
        (`--rev NEW --base OLD`).",
    source: "",
    bad: &[
        example!("rules-loosened/level-lowered"),
        example!("rules-loosened/deadline-longer"),
        example!("rules-loosened/ignored"),
        example!("rules-loosened/waived"),
        example!("rules-loosened/smaller-profile"),
    ],
    good: &[
        example!("rules-loosened/nothing-was-open"),
        example!("rules-loosened/mended-and-lowered-elsewhere"),
        example!("rules-loosened/tightened"),
    ],
    check: Check::Change(check),
};

fn check(cx: &ChangeContext<'_>, found: &mut Findings) {
    let mut hidden: BTreeMap<Cause<'_>, Vec<&Finding>> = BTreeMap::new();
    for finding in lost(cx) {
        hidden.entry(cause(cx, finding)).or_default().push(finding);
    }
    for (cause, findings) in hidden.iter().filter(|(cause, _)| **cause != Cause::Waiver) {
        found.push(report(cx, cause, findings));
    }
    for waived in newly_waived(cx) {
        found.push(waived_report(cx, waived));
    }
}

/// Warnings and errors that the rules before the change find in the register before it, and the
/// rules after the change do not, or at a lower level.
fn lost<'a>(cx: &ChangeContext<'a>) -> impl Iterator<Item = &'a Finding> {
    let left: BTreeMap<String, Level> =
        cx.left.iter().map(|finding| (finding.fingerprint(), finding.level)).collect();
    let open = cx.open.iter().filter(|finding| finding.level >= Level::Warning);
    open.filter(move |finding| left.get(&finding.fingerprint()).is_none_or(|l| *l < finding.level))
}

/// What hides a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause<'a> {
    /// An entry of `ignore`.
    Ignored(&'a str),
    /// The level of a rule.
    Level(&'a str),
    /// A waiver, which is told by itself.
    Waiver,
    /// A longer limit.
    Limit(&'static str),
    /// The profile.
    Profile,
    /// Something else in the configuration.
    Other(&'a str),
}

fn cause<'a>(cx: &ChangeContext<'a>, finding: &'a Finding) -> Cause<'a> {
    let (before, after) = (cx.base.basis.config, cx.head.basis.config);
    if let Some(pattern) = after.ignored(&finding.place.path) {
        return Cause::Ignored(pattern.value.as_str());
    }
    if Settings::of(before).said_of(finding) != Settings::of(after).said_of(finding) {
        return Cause::Level(finding.code);
    }
    if is_waived(cx, finding) {
        return Cause::Waiver;
    }
    let limits = longer(cx.base.basis.terms, cx.head.basis.terms, cx.head.basis.now.instant);
    if let Some((name, ..)) = limits.first() {
        return Cause::Limit(name);
    }
    if before.profile != after.profile {
        return Cause::Profile;
    }
    Cause::Other(finding.code)
}

fn is_waived(cx: &ChangeContext<'_>, finding: &Finding) -> bool {
    let print = finding.fingerprint();
    cx.waived.iter().any(|waived| waived.finding.fingerprint() == print)
}

/// Reads a limit of the incident policy.
type Limit = fn(&Terms) -> Duration;

/// The limits that are longer after the change, each with what it was and is.
fn longer(
    before: &Terms,
    after: &Terms,
    now: DateTime<Utc>,
) -> Vec<(&'static str, String, String)> {
    let limits: [(&'static str, Limit); 7] = [
        ("pir_deadline", |terms| terms.pir_deadline),
        ("pir_limit", |terms| terms.pir_limit),
        ("cause_limit", |terms| terms.cause_limit),
        ("risk_limit", |terms| terms.risk_limit),
        ("bulletin_limit", |terms| terms.bulletin_limit),
        ("verification_limit", |terms| terms.verification_limit),
        ("followup_after", |terms| terms.followup_after),
    ];
    let longer = |(_, limit): &(&str, Limit)| limit(after).after(now) > limit(before).after(now);
    let limits = limits.into_iter().filter(longer);
    let told =
        limits.map(|(name, limit)| (name, limit(before).to_string(), limit(after).to_string()));
    let (from, to) = (before.pir_trigger, after.pir_trigger);
    let trigger = (to > from).then(|| ("pir_trigger", from.word().into(), to.word().into()));
    told.chain(trigger).collect()
}

fn report(cx: &ChangeContext<'_>, cause: &Cause<'_>, findings: &[&Finding]) -> Report {
    let open = open(findings);
    let config = cx.head.basis.config;
    let (place, field, message, argument) = match cause {
        Cause::Ignored(pattern) => {
            let entry = config.ignore.iter().find(|entry| entry.value.as_str() == *pattern);
            let place = entry.map_or_else(|| config.place(), |entry| entry.place.clone());
            (place, "ignore", format!("`{pattern}` is ignored while {open} there"), *pattern)
        }
        Cause::Level(code) => {
            let place = level_place(&cx.head, code);
            (place, "rules", format!("the level of {code} was lowered while {open}"), *code)
        }
        Cause::Limit(first) => limit_report(cx, first, &open),
        Cause::Profile => {
            let (from, to) = (cx.base.basis.profile.word(), cx.head.basis.profile.word());
            let message = format!("the profile went from {from} to {to} while {open}");
            (profile_place(config), "profile", message, to)
        }
        Cause::Waiver | Cause::Other(_) => {
            let message = format!("the rules in force ask for less while {open}");
            (config.place(), "", message, "")
        }
    };
    Report::at("", place, message)
        .help("mend the breach first, or have the change approved by another person")
        .field(field)
        .argument(argument)
}

/// `2 findings of INC003 are open`, with the first records.
fn open(findings: &[&Finding]) -> String {
    let codes: BTreeSet<_> = findings.iter().map(|finding| finding.code).collect();
    let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
    let records: BTreeSet<_> =
        findings.iter().map(|f| f.record.as_str()).filter(|id| !id.is_empty()).collect();
    let named: Vec<_> = records.iter().take(3).copied().collect();
    let more = if records.len() > named.len() { ", ..." } else { "" };
    let named =
        if named.is_empty() { String::new() } else { format!(" ({}{more})", named.join(", ")) };
    match findings.len() {
        1 => format!("a finding of {codes} was open{named}"),
        n => format!("{n} findings of {codes} were open{named}"),
    }
}

/// Where the configuration after the change speaks of a rule.
fn level_place(cx: &RegisterContext<'_>, code: &str) -> Place {
    let config = cx.basis.config;
    let of = |word: &str| crate::rules::find(word).is_some_and(|rule| rule.code == code);
    let entry = config.rules.iter().find(|(named, _)| of(&named.value));
    entry.map_or_else(|| config.place(), |(named, _)| named.place.clone())
}

/// The line of the configuration that names the profile; its beginning where none does.
fn profile_place(config: &Config) -> Place {
    const KEY: &str = "profile";
    let mut start = 0;
    for line in config.text.split_inclusive('\n') {
        if line.strip_prefix(KEY).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return Place::new(&config.path, Span::new(start, start + KEY.len()));
        }
        start += line.len();
    }
    config.place()
}

fn limit_report<'m>(
    cx: &ChangeContext<'_>,
    first: &'static str,
    open: &str,
) -> (Place, &'static str, String, &'m str) {
    let terms = cx.head.basis.terms;
    let limits = longer(cx.base.basis.terms, terms, cx.head.basis.now.instant);
    let told: Vec<_> = limits
        .iter()
        .map(|(name, from, to)| format!("`{name}` went from {from} to {to}"))
        .collect();
    let message = format!("{} while {open}", told.join(", "));
    (limit_place(cx, first), "defines", message, first)
}

/// Where the policy after the change sets the limit.
fn limit_place(cx: &ChangeContext<'_>, name: &'static str) -> Place {
    let config = cx.head.basis.config;
    let TermsSource::Policy(id) = &cx.head.basis.terms.source else { return config.place() };
    let Some(policy) = cx.head.register.get(id) else { return config.place() };
    let defines = policy.get(policy::DEFINES);
    let limit = defines.and_then(|defines| defines.get(Key::<Line>::new(name)));
    policy.place(limit.map_or_else(|| policy.span_of(policy::DEFINES.name()), |limit| limit.span))
}

/// What waivers set aside now and was open before the change.
fn newly_waived<'a>(cx: &ChangeContext<'a>) -> impl Iterator<Item = &'a Waived> {
    let open = cx.open.iter().filter(|finding| finding.level >= Level::Warning);
    let open: BTreeSet<String> = open.map(Finding::fingerprint).collect();
    cx.waived.iter().filter(move |waived| open.contains(&waived.finding.fingerprint()))
}

fn waived_report(cx: &ChangeContext<'_>, waived: &Waived) -> Report {
    let (code, record) = (waived.finding.code, waived.finding.record.as_str());
    let message = format!(
        "{code} is waived for {record} until {}, while the finding was open",
        waived.expires
    );
    Report::at(record, waiver_place(cx, &waived.finding), message)
        .help("mend the breach first, or have the waiver approved by another person")
        .field("waivers")
        .argument(code)
}

/// The waiver in the record, else the one in the configuration.
fn waiver_place(cx: &ChangeContext<'_>, finding: &Finding) -> Place {
    let names = |word: &str| word == finding.code || word == finding.name;
    let path: &RepoPath = &finding.place.path;
    if let Some(record) = cx.head.register.at_path(path) {
        let waivers = record.items(common::WAIVERS);
        let own = waivers.iter().find_map(|waiver| waiver.get(part::RULE).filter(|w| names(w)));
        if let Some(rule) = own {
            return record.place(rule.span);
        }
    }
    let config = cx.head.basis.config;
    let listed = config
        .waivers
        .iter()
        .find(|waiver| names(&waiver.rule.value) && waiver.record.value == finding.record);
    listed.map_or_else(|| config.place(), |waiver| waiver.rule.place.clone())
}
