//! What is told of a run: the report that every format prints.

use super::baseline;
use super::judged::{Judged, Of};
use crate::diag::Finding;
use crate::emit::{self, LintReport};
use crate::rules::{Judgement, Rule, Settings, catalogue};
use crate::session::Session;
use crate::term::RepoPath;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is told of a run: all of it, or without what not everyone may read.
pub(super) struct Told<'a> {
    judgement: Cow<'a, Judgement>,
    resolved: Cow<'a, [Finding]>,
    hides: bool,
}

impl<'a> Told<'a> {
    /// All of it, or without what stands in confidential records.
    pub(super) fn of(session: &Session, judged: &'a Judged, masked: bool) -> Self {
        if masked { Self::masked(judged, session) } else { Self::plain(judged) }
    }

    fn plain(judged: &'a Judged) -> Self {
        let resolved: &[Finding] = match &judged.of {
            Of::All(..) => &[],
            Of::Change(change) => &change.resolved,
        };
        let judgement = Cow::Borrowed(judged.judgement());
        Self { judgement, resolved: Cow::Borrowed(resolved), hides: false }
    }

    /// Nothing is copied where nothing is confidential, which is most often.
    fn masked(judged: &'a Judged, session: &Session) -> Self {
        let plain = Self::plain(judged);
        let own = session.confidential_paths();
        let hidden = |path: &RepoPath| own.contains(path);
        let before = match &judged.of {
            Of::All(..) => BTreeSet::new(),
            Of::Change(change) => change.confidential_paths(),
        };
        if own.is_empty() && before.is_empty() {
            return plain;
        }
        let judgement = emit::mask(&plain.judgement, &hidden);
        let either = |path: &RepoPath| before.contains(path) || hidden(path);
        let resolved = emit::mask_all(&plain.resolved, &either);
        Self { judgement: Cow::Owned(judgement), resolved: Cow::Owned(resolved), hides: true }
    }

    /// The report; where something is hidden, texts of confidential files are left out of it.
    pub(super) fn report(&'a self, session: &'a Session, judged: &'a Judged) -> LintReport<'a> {
        let records = session.register().records().len();
        let complete = judged.troubles(session).next().is_none();
        let confidential = if self.hides { session.confidential_paths() } else { BTreeSet::new() };
        let hidden = |path: &RepoPath| confidential.contains(path);
        let text_of = |path: &RepoPath| session.text_of(path);
        let mut report = LintReport::new(&self.judgement, records, complete, &text_of);
        report.rules = catalogue(session.config());
        report.not_run = not_run(session, &judged.settings);
        let waived = report.waived.iter_mut().map(|(located, _)| located);
        for located in report.findings.iter_mut().chain(waived) {
            if hidden(&located.finding.place.path) {
                located.text = "";
                located.fix = None;
            }
        }
        match &judged.of {
            Of::All(_, Some(hidden)) => report.hiding(baseline::path(session).to_string(), hidden),
            Of::All(_, None) => report,
            Of::Change(change) => {
                let texts = |path: &RepoPath| change.text_of(path);
                report.since(change.base.hex(), &self.resolved, change.kept, &texts)
            }
        }
    }
}

/// Rules that were not asked, each with the reason.
fn not_run(session: &Session, settings: &Settings) -> BTreeMap<&'static str, &'static str> {
    let has_history = session.has_history();
    let reason = |rule: &Rule| {
        let cannot = || rule.check.reach() == "history" && !has_history;
        settings.left_out(rule).or_else(|| cannot().then_some("there is no history to ask"))
    };
    catalogue(session.config())
        .into_iter()
        .filter_map(|rule| Some((rule.code, reason(rule)?)))
        .collect()
}
