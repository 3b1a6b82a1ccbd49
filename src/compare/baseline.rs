//! A baseline: findings that an old repository has already, set down so that only newer ones show.
//!
//! Text in, text out; no file is opened here. What speaks of the configuration, of the history as a
//! whole, of a change to the rules or of a secret is never taken in and never hidden.

use crate::diag::{Finding, Level};
use crate::rules::{Check, find};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the file, in the folder of the configuration.
pub const BASELINE_NAME: &str = ".pirctl-baseline.json";

/// The form of the file.
pub const BASELINE_SCHEMA: &str = "pirctl.baseline/1";

/// Findings that are known, by fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// A finding of a baseline; all but fingerprint and level is there for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// Code of the rule.
    pub code: String,
    /// Id of the record; empty when the file has none.
    pub record: String,
    /// Where the file stood.
    pub path: String,
    /// The level it had; a finding that has risen above it shows again.
    pub severity: Level,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// What a baseline did to a list of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// How many findings it hides.
    pub count: usize,
    /// Entries for which nothing is found any more, in the order of the file.
    pub gone: Vec<Entry>,
}

/// Why a text is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// It is not JSON of this form.
    #[error("it is no baseline: {0}")]
    Form(String),
    /// A later version wrote it, or something else.
    #[error("its `schema` is `{0}`, and this version reads `{BASELINE_SCHEMA}`")]
    Schema(String),
}

impl Baseline {
    /// The baseline of sorted findings, and how many of them it does not take in.
    pub fn of(findings: &[Finding]) -> (Self, usize) {
        let entry = |finding: &Finding| Entry {
            code: finding.code.to_owned(),
            record: finding.record.clone(),
            path: finding.place.path.to_string(),
            severity: finding.level,
            fingerprint: finding.fingerprint(),
        };
        let mut entries: Vec<Entry> = findings.iter().filter(|f| may_hide(f)).map(entry).collect();
        entries.sort();
        entries.dedup();
        let left = findings.len() - entries.len();
        (Self { entries }, left)
    }

    /// Reads the text of a baseline.
    pub fn parse(text: &[u8]) -> Result<Self, BaselineError> {
        let form = |error: serde_json::Error| BaselineError::Form(error.to_string());
        let mut value: serde_json::Value = serde_json::from_slice(text).map_err(form)?;
        match value.get("schema").and_then(|schema| schema.as_str()) {
            Some(BASELINE_SCHEMA) => {}
            Some(other) => return Err(BaselineError::Schema(other.to_owned())),
            None => return Err(BaselineError::Form("it has no `schema`".to_owned())),
        }
        let findings = value.get_mut("findings").map(serde_json::Value::take).unwrap_or_default();
        serde_json::from_value(findings).map(|entries| Self { entries }).map_err(form)
    }

    /// The text of the file: an entry a line, in one order, so that versions of it can be merged.
    pub fn to_text(&self) -> String {
        let line = |entry: &Entry| {
            serde_json::to_string(entry).expect("an entry is text, and text is always JSON")
        };
        let lines: Vec<_> = self.entries.iter().map(line).collect();
        let open = if lines.is_empty() { "" } else { "\n    " };
        let close = if lines.is_empty() { "" } else { "\n  " };
        let lines = lines.join(",\n    ");
        format!(
            "{{\n  \"schema\": \"{BASELINE_SCHEMA}\",\n  \"findings\": [{open}{lines}{close}]\n}}\n"
        )
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes known findings out of `findings`, which are sorted and all there are of the rules that
    /// `was_run` says were run.
    pub fn hide(&self, findings: &mut Vec<Finding>, was_run: impl Fn(&str) -> bool) -> Hidden {
        let known: BTreeMap<&str, Level> =
            self.entries.iter().map(|e| (e.fingerprint.as_str(), e.severity)).collect();
        let (mut met, mut kept) = (BTreeSet::new(), Vec::new());
        let before = findings.len();
        for finding in findings.drain(..) {
            let print = finding.fingerprint();
            let level = known.get(print.as_str()).filter(|_| may_hide(&finding));
            if level.is_none_or(|level| *level < finding.level) {
                kept.push(finding);
            }
            met.insert(print);
        }
        *findings = kept;
        let gone = |entry: &&Entry| !met.contains(&entry.fingerprint) && was_run(&entry.code);
        let gone = self.entries.iter().filter(gone).cloned().collect();
        Hidden { count: before - findings.len(), gone }
    }
}

/// True when a baseline may hide the finding.
fn may_hide(finding: &Finding) -> bool {
    let trust = find(finding.code).is_some_and(|rule| {
        matches!(rule.check, Check::WholeHistory(_) | Check::Change(_))
            || rule.code.starts_with("CFG")
    });
    !trust && !finding.concealed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, number};
    use crate::span::Span;
    use crate::term::RepoPath;

    fn finding(code: &'static str, at: usize, level: Level) -> Finding {
        Finding {
            code,
            name: "",
            level,
            record: "ACT-2026-0001".into(),
            field: "due".into(),
            arguments: Vec::new(),
            place: Place::new(&RepoPath::new("actions/a.md"), Span::at(at)),
            message: String::new(),
            help: String::new(),
            related: Vec::new(),
            concealed: false,
            ordinal: 0,
            fix: None,
        }
    }

    fn numbered<const N: usize>(mut findings: [Finding; N]) -> [Finding; N] {
        number(&mut findings);
        findings
    }

    #[test]
    fn a_baseline_hides_what_it_knows_and_tells_what_is_gone() {
        let old =
            numbered([finding("ACT002", 1, Level::Warning), finding("ACT002", 2, Level::Warning)]);
        let (baseline, left) = Baseline::of(&old);
        assert_eq!((baseline.len(), left), (2, 0));
        let baseline = Baseline::parse(baseline.to_text().as_bytes()).unwrap();
        let mut now = vec![finding("ACT002", 7, Level::Warning), finding("ACT001", 8, Level::Note)];
        let hidden = baseline.hide(&mut now, |_| true);
        assert_eq!((hidden.count, hidden.gone.len(), now.len()), (1, 1, 1));
        // A rule that was not run finds nothing, which says nothing.
        assert_eq!(baseline.hide(&mut Vec::new(), |_| false).gone, []);
        let mut risen = vec![finding("ACT002", 7, Level::Error)];
        assert_eq!(baseline.hide(&mut risen, |_| true).count, 0);
    }

    #[test]
    fn what_makes_the_rest_hard_to_trust_is_never_hidden() {
        let trust = [finding("CFG001", 1, Level::Error), finding("GIT005", 2, Level::Error)];
        assert_eq!(Baseline::of(&trust), (Baseline::default(), 2));
        // Nor when somebody writes the entry by hand.
        let entries = trust.iter().map(|finding| Entry {
            code: finding.code.into(),
            record: String::new(),
            path: String::new(),
            severity: Level::Error,
            fingerprint: finding.fingerprint(),
        });
        let forged = Baseline { entries: entries.collect() };
        let mut now = trust.to_vec();
        assert_eq!((forged.hide(&mut now, |_| true).count, now.len()), (0, 2));
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        let refused = |text: &str| Baseline::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(refused("{"), BaselineError::Form(_)));
        assert!(matches!(refused("[]"), BaselineError::Form(_)));
        assert!(matches!(refused("{}"), BaselineError::Form(_)));
        assert!(matches!(
            refused("{\"schema\":\"pirctl.baseline/1\",\"findings\":[7]}"),
            BaselineError::Form(_)
        ));
        let later = BaselineError::Schema("pirctl.baseline/2".into());
        assert_eq!(refused("{\"schema\":\"pirctl.baseline/2\",\"findings\":{}}"), later);
        assert_eq!(
            Baseline::parse(Baseline::default().to_text().as_bytes()),
            Ok(Baseline::default())
        );
    }
}
