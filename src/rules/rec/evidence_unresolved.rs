//! Every piece of evidence a record names is there, and is what the record says it is.

use crate::diag::Level;
use crate::proof::{CommitFact, FileFact, evidence_of};
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{action, common, part};
use crate::span::Span;
use crate::term::RepoPath;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC010",
    name: "evidence-unresolved",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "evidence missing, empty, changed, or not exactly one thing",
    explanation: "Each piece of evidence is exactly one of a file, a commit with the path it \
        changed, a diff of two files, or a link; files must be there and not empty, a digest must \
        fit, a commit must exist and have changed that path. An auditor opens each one, and a \
        single one that is not there puts the others in doubt. Add the file, correct the path, or \
        take a new digest after asking why the file changed. Where history is cut, where a clone \
        lacks the content, and where a filter such as Git LFS keeps it elsewhere, the answer is \
        that it cannot be told.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("evidence-unresolved/file-missing"),
        example!("evidence-unresolved/file-empty"),
        example!("evidence-unresolved/digest-differs"),
        example!("evidence-unresolved/diff-side-missing"),
        example!("evidence-unresolved/two-in-one"),
        example!("evidence-unresolved/names-nothing"),
        example!("evidence-unresolved/commit-without-path"),
        example!("evidence-unresolved/commit-unknown"),
        example!("evidence-unresolved/commit-changed-other-path"),
    ],
    good: &[
        example!("evidence-unresolved/commit-changed-path"),
        example!("evidence-unresolved/digest-of-attendance"),
        example!("evidence-unresolved/path-of-named-change"),
    ],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if record.get(common::DISPOSED).is_some() {
        return;
    }
    for (field, item) in evidence_of(record) {
        Evidence { cx, record, field: &field, item }.check(found);
    }
}

/// One piece of evidence and where it stands.
struct Evidence<'a> {
    cx: &'a RegisterContext<'a>,
    record: &'a Record,
    field: &'a str,
    item: Item<'a>,
}

impl Evidence<'_> {
    fn check(&self, found: &mut Findings) {
        let there = |name: &&str| self.item.value(name).is_some_and(|value| !value.is_blank());
        let named: Vec<_> = ["file", "commit", "diff", "url"].into_iter().filter(there).collect();
        match named.as_slice() {
            ["file"] => self.check_file(self.item.get(part::FILE), found),
            ["commit"] => self.check_commit(found),
            ["diff"] => self.check_diff(found),
            ["url"] => {}
            [] if self.may_name_nothing() => {}
            [] => found.push(self.report(
                self.item.span(),
                format!("a piece of evidence of {} names nothing", self.record.id()),
                "name one of `file`, `commit` with `path`, `diff` or `url`",
            )),
            several => found.push(self.report(
                self.item.span(),
                format!(
                    "one piece of evidence of {} names `{}`",
                    self.record.id(),
                    several.join("` and `")
                ),
                "write one entry for each of them",
            )),
        }
    }

    /// A digest is enough for lists of people and exports kept elsewhere; the commit may be left
    /// out where a `path` is given and the action says which record it changes.
    fn may_name_nothing(&self) -> bool {
        let digest = self.item.text_of(part::SHA256).is_some()
            && matches!(self.field, "attendance_file" | "source_export");
        let path = self.item.text_of(part::PATH).is_some();
        digest || (path && !self.record.words(action::CHANGES).is_empty())
    }

    fn check_diff(&self, found: &mut Findings) {
        let Some(diff) = self.item.get(part::DIFF) else { return };
        for (key, name) in [(part::BEFORE, "before"), (part::AFTER, "after")] {
            let side = diff.get(key).filter(|path| !path.trim().is_empty());
            if side.is_none() {
                let message = format!("a diff of {} has no `{name}`", self.record.id());
                found.push(self.report(diff.span, message, "name both files of the diff"));
            }
            self.check_file(side, found);
        }
    }

    fn check_file(&self, file: Option<Found<&str>>, found: &mut Findings) {
        let Some(file) = file else { return };
        let said = |what: &str| format!("{} names `{}`, {what}", self.record.id(), file.value);
        // A path that cannot be one is REC002; every other path was looked up.
        let (message, help) = match self.cx.artefacts.file(file.value) {
            None => return,
            Some(FileFact::Digest(digest)) => return self.check_digest(file, digest, found),
            // Without a stated digest it is enough that it is there with some content.
            Some(FileFact::Filtered(cut)) => {
                if self.item.get(part::SHA256).is_some() {
                    found.cannot_tell(self.record, cut);
                }
                return;
            }
            Some(FileFact::CannotTell(cut)) => return found.cannot_tell(self.record, cut),
            Some(FileFact::Missing) => {
                (said("which is not there"), "add the file, or correct the path")
            }
            Some(FileFact::Empty) => (said("which is empty"), "put the evidence into the file"),
            Some(FileFact::NotAFile) => {
                (said("which is no plain file"), "name a file with the evidence in it")
            }
            Some(FileFact::Unreadable(why)) => (
                said(&format!("which cannot be read: {why}")),
                "make it readable, or name another file",
            ),
        };
        found.push(self.report(file.span, message, help).argument(file.value));
    }

    fn check_digest(&self, file: Found<&str>, digest: &str, found: &mut Findings) {
        let Some(stated) = self.item.get(part::SHA256) else { return };
        if !stated.eq_ignore_ascii_case(digest) {
            let message = format!(
                "the digest of `{}` differs from the one {} states",
                file.value,
                self.record.id()
            );
            let help = "find out why the file changed, then state its digest as it is now";
            found.push(self.report(stated.span, message, help).argument(file.value).related(
                self.record,
                file.span,
                format!("its digest is {digest}"),
            ));
        }
    }

    fn check_commit(&self, found: &mut Findings) {
        let Some(commit) = self.item.get(part::COMMIT) else { return };
        let path = self.item.get(part::PATH).filter(|path| !path.trim().is_empty());
        let Some(path) = path else {
            let message = format!(
                "{} names commit {} without the `path` it changed",
                self.record.id(),
                commit.value
            );
            found.push(self.report(commit.span, message, "add `path`").argument(commit.value));
            return;
        };
        let said =
            |what: &str| format!("{} names commit {}, {what}", self.record.id(), commit.value);
        match self.cx.artefacts.commits.get(commit.value) {
            None => {}
            Some(CommitFact::CannotTell(cut)) => found.cannot_tell(self.record, cut),
            Some(CommitFact::Known { changed, .. }) => {
                let named = RepoPath::parse_written(path.value);
                let named = named.map(|path| path.below(&self.cx.artefacts.root));
                if named.is_some_and(|named| !changed.contains(&named)) {
                    let message = said(&format!("which does not change `{}`", path.value));
                    let help = "name the commit that changed this path, or the path it changed";
                    found.push(self.report(path.span, message, help).argument(commit.value));
                }
            }
            Some(CommitFact::Unknown) => {
                let help = "name a commit of this repository; for another one give its diff";
                let report = self.report(commit.span, said("which does not exist here"), help);
                found.push(report.argument(commit.value));
            }
            Some(CommitFact::Ambiguous) => {
                let message = said("which several commits begin with");
                let report = self.report(commit.span, message, "write more digits of its id");
                found.push(report.argument(commit.value));
            }
        }
    }

    fn report(&self, span: Span, message: String, help: &str) -> Report {
        Report::on(self.record, span, message).help(help).field(self.field)
    }
}
