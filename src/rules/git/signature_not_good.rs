//! A signature that was asked about holds.

use crate::diag::Level;
use crate::proof::CommitNote;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::verdict::Seal;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT013",
    name: "signature-not-good",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "signature of the newest commit was checked and is not good",
    explanation: "Speaks only where keys were named, with `--allowed-signers` or `--keyring`. The commit \
        that gave a record its present state is signed, and the signature does not fit the content, was \
        made by a key that nobody named, or by one that was outside its validity then. Ask who made the \
        commit. Add the key to the file where it is that of a person who may sign, with the time from \
        which and until which it holds; where it is not, let the owner confirm the content in a commit of \
        their own. A commit without signature is no finding: whether commits are signed is for the \
        organisation to say.",
    source: "",
    bad: &[
        example!("signature-not-good/bad"),
        example!("signature-not-good/unknown-key"),
        example!("signature-not-good/expired"),
    ],
    good: &[
        example!("signature-not-good/good"),
        example!("signature-not-good/confirmed-later"),
        example!("signature-not-good/unsigned"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some(past) = cx.past.seen(record.id()) else { return };
    let Some(commit) = past.last() else { return };
    match commit.seal {
        Seal::Bad => found.push(report(record, commit, "does not fit the commit")),
        Seal::UnknownKey => {
            found.push(report(record, commit, "was made by a key that was not named"));
        }
        Seal::Expired => {
            let says = "was made by a key that was outside its validity";
            found.push(report(record, commit, says));
        }
        Seal::CannotTell => {
            if let Some(cut) = cx.past.seals.cut(&commit.id) {
                found.cannot_tell(record, cut);
            }
        }
        Seal::Good | Seal::Platform | Seal::Unsigned | Seal::Unchecked => {}
    }
}

fn report(record: &Record, commit: &CommitNote, says: &str) -> Report {
    let (id, short, word) = (record.id(), commit.short(), commit.seal.words());
    let day = commit.committed_at.format("%Y-%m-%d");
    let message =
        format!("the signature of commit {short} of {day}, the newest of {id}, {says} ({word})");
    let help = match commit.seal {
        Seal::UnknownKey => {
            "add the key to the file of keys if it is that of a person who may sign"
        }
        Seal::Expired => "let a key that is valid now confirm the content in a new commit",
        _ => "ask who made the commit, and let the owner confirm the content in a new one",
    };
    Report::on(record, record.head(), message).help(help).argument(short).argument(word)
}
