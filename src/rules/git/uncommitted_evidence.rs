//! What final records are and rest on is in the commit that is judged.

use crate::diag::Level;
use crate::proof::{Uncommitted, evidence_of, files_in, is_relied_on};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::span::Span;
use crate::term::RepoPath;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT012",
    name: "uncommitted-evidence",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "evidence or a final record differs from the commit judged",
    explanation: "What is not committed nobody else has, and git shows nothing of it. The rule looks \
        at the working tree: a final record (closed, approved, accepted, published), and the files \
        that such a record or an action that is implemented names as evidence, are in the commit \
        that is checked out, with the same content. Line ends do not count, and files that git \
        keeps elsewhere (LFS, encryption) are left out, as are drafts. With `--staged` nothing is \
        said, since what is staged is about to be committed. Commit the file.",
    source: "",
    bad: &[
        example!("uncommitted-evidence/closed-and-changed"),
        example!("uncommitted-evidence/file-not-committed"),
    ],
    good: &[
        example!("uncommitted-evidence/committed"),
        example!("uncommitted-evidence/open-and-changed"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let uncommitted = &cx.past.trust.uncommitted;
    if uncommitted.is_empty() || !is_relied_on(record) {
        return;
    }
    let (id, status) = (record.id(), record.status());
    if let Some(how) = uncommitted.get(&record.path) {
        let message = format!("{id} is {status}, and {}", words(*how, "it"));
        found.push(report(record, record.head(), message, "", record.path.as_str()));
    }
    for (field, item) in evidence_of(record) {
        for file in files_in(item) {
            let path = RepoPath::parse_written(file.value);
            let path = path.map(|path| path.below(&cx.basis.artefacts.root));
            if let Some(how) = path.and_then(|path| uncommitted.get(&path)) {
                let message = format!(
                    "{id} is {status} and names `{}`, and {}",
                    file.value,
                    words(*how, "the file")
                );
                found.push(report(record, file.span, message, &field, file.value));
            }
        }
    }
}

fn words(how: Uncommitted, what: &str) -> String {
    match how {
        Uncommitted::Absent => format!("{what} is not in the commit judged"),
        Uncommitted::Differs => format!("{what} differs from the one in the commit judged"),
    }
}

fn report(record: &Record, span: Span, message: String, field: &str, path: &str) -> Report {
    Report::on(record, span, message).help("commit it").field(field).argument(path)
}
