//! `lint --format junit`: a test report, in which a rule that finds nothing is a test that passes.
//!
//! One suite a rule: a failure for each finding, skipped for what a waiver covers and for an answer
//! that cannot be given. No times: they would differ from run to run.

use super::LintReport;
use super::concise::push;
use super::located::Located;
use crate::diag::Unknown;
use crate::escape::xml;
use crate::rules::waiver::Waived;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What a report says of one rule.
#[derive(Default)]
struct Suite<'r, 'a> {
    name: &'r str,
    failures: Vec<&'r Located<'a>>,
    waived: Vec<&'r (Located<'a>, &'a Waived)>,
    unknown: Vec<&'r Unknown>,
}

/// Every rule with what it found, as XML.
pub fn lint_junit(report: &LintReport<'_>) -> String {
    let suites = suites(report);
    let mut inner = String::new();
    let (mut tests, mut failures) = (0, 0);
    for (code, suite) in &suites {
        tests += render(&mut inner, code, suite, report.not_run.get(code).copied());
        failures += suite.failures.len();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"pirctl lint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n\
         {inner}</testsuites>\n"
    )
}

fn suites<'r, 'a>(report: &'r LintReport<'a>) -> BTreeMap<&'r str, Suite<'r, 'a>> {
    let own = |name| Suite { name, ..Suite::default() };
    let mut suites: BTreeMap<_, _> =
        report.rules.iter().map(|rule| (rule.code, own(rule.name))).collect();
    for located in &report.findings {
        let finding = located.finding;
        suites.entry(finding.code).or_insert_with(|| own(finding.name)).failures.push(located);
    }
    for waived in &report.waived {
        let finding = waived.0.finding;
        suites.entry(finding.code).or_insert_with(|| own(finding.name)).waived.push(waived);
    }
    for unknown in report.unknown {
        suites.entry(unknown.code).or_default().unknown.push(unknown);
    }
    suites
}

/// Writes a suite and gives its number of tests.
fn render(out: &mut String, code: &str, suite: &Suite<'_, '_>, not_run: Option<&str>) -> usize {
    let mut cases = Cases { code, out: String::new(), names: BTreeSet::new() };
    for located in &suite.failures {
        cases.failure(located);
    }
    for (located, Waived { reason, approved_by, expires, .. }) in
        suite.waived.iter().map(|one| (&one.0, one.1))
    {
        let why = format!("waived until {expires} by {approved_by}: {reason}");
        cases.skipped(&located.sentence(), &why);
    }
    for unknown in &suite.unknown {
        let name = if unknown.record.is_empty() { "all records" } else { &unknown.record };
        cases.skipped(name, &format!("cannot tell: {}; {}", unknown.reason, unknown.remedy));
    }
    if cases.names.is_empty() {
        match not_run {
            Some(reason) => cases.skipped("not asked", reason),
            None => cases.passed("nothing found"),
        }
    }
    let (tests, failures) = (cases.names.len(), suite.failures.len());
    let skipped = cases.out.matches("<skipped ").count();
    write!(
        out,
        "<testsuite name=\"{} {}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" \
         skipped=\"{skipped}\">\n{}</testsuite>\n",
        xml(code),
        xml(suite.name),
        cases.out
    )
    .expect("writing to a string does not fail");
    tests
}

/// The tests of one rule; no two have the same name.
struct Cases<'a> {
    code: &'a str,
    out: String,
    names: BTreeSet<String>,
}

impl Cases<'_> {
    fn open(&mut self, name: &str) {
        let mut unique = name.to_owned();
        let mut count = 1;
        while !self.names.insert(unique.clone()) {
            count += 1;
            unique = format!("{name} ({count})");
        }
        let (name, code) = (xml(&unique), xml(self.code));
        write!(self.out, "<testcase name=\"{name}\" classname=\"pirctl.{code}\"")
            .expect("writing to a string does not fail");
    }

    fn passed(&mut self, name: &str) {
        self.open(name);
        self.out += "/>\n";
    }

    fn skipped(&mut self, name: &str, why: &str) {
        self.open(name);
        push(&mut self.out, format_args!("><skipped message=\"{}\"/></testcase>\n", xml(why)));
    }

    fn failure(&mut self, located: &Located<'_>) {
        let (finding, at) = (located.finding, located.start);
        let sentence = located.sentence();
        self.open(&sentence);
        let (path, message) = (xml(finding.place.path.as_str()), xml(&sentence));
        push(
            &mut self.out,
            format_args!(
                "><failure type=\"{}\" message=\"{message}\">{path}:{}:{}\nrecord: {}\n{message}\n",
                finding.level,
                at.line,
                at.column,
                xml(&finding.record)
            ),
        );
        for help in finding.help.lines() {
            push(&mut self.out, format_args!("{}\n", xml(help)));
        }
        self.out += "</failure></testcase>\n";
    }
}
