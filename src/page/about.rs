//! What the report is, how to make it again, what its words mean.

use super::site::Site;
use super::view::{AboutPage, Pair};
use crate::catalog::FrameworkFilter;

pub(super) fn view(site: &Site<'_>) -> AboutPage {
    let about = &site.about;
    let code = |name: &str, text: &str| Pair { name: name.into(), text: text.into(), code: true };
    let text = |name: &str, text: &str| Pair { name: name.into(), text: text.into(), code: false };
    let commit = if about.commit.is_empty() { "none" } else { &about.commit };
    let mut made = vec![
        text("Source", &site.source()),
        code("Commit", commit),
        code("Asked for", if about.asked.is_empty() { "the working tree" } else { &about.asked }),
        text("Judged as of", &format!("{}, zone {}", site.cx.now.day(), site.cx.now.zone.name())),
        text("Period", &period(site)),
        text("Profile", site.config().profile.word()),
        text("Tool", &format!("pirctl {}", about.version)),
    ];
    if let Some(filter) = &site.framework {
        made.push(text("Framework", &framework(filter)));
    }
    if about.is_worktree {
        made.push(text(
            "Note",
            "The working tree was read; what is not committed cannot be repeated by others.",
        ));
    }
    AboutPage {
        frame: site.frame("About", "About this report", false),
        made,
        repeat: format!("git checkout {commit}\npirctl report {} --out site", about.options),
        check: "sha256sum index.html\ngrep -A1 '\"index.html\"' manifest.json".into(),
        words: words(),
        cuts: site
            .cx
            .past
            .cut()
            .map(|cut| super::git::told(&cut.reason, &cut.remedy))
            .into_iter()
            .collect(),
        left_out: Vec::new(),
    }
}

/// A framework, and the reference that was asked for.
pub(super) fn framework(filter: &FrameworkFilter) -> String {
    let reference = filter.reference.map_or_else(String::new, |it| format!(", {it}"));
    format!("{}{reference}", filter.framework.name)
}

/// The days for which readings are made.
fn period(site: &Site<'_>) -> String {
    let asked = if site.is_window_asked { "" } else { ", the twelve months to the day" };
    format!("{}{asked}", site.window)
}

const WORDS: [(&str, &str); 24] = [
    ("met", "everything that the stage asks for was found"),
    ("partly", "some of it was found, and its time has run"),
    ("missing", "none of it was found, and its time has run"),
    ("in time so far", "not found yet; the deadline is still ahead"),
    ("not required", "not asked of this incident, for the reason stated"),
    ("cannot tell", "history is cut where the answer would be"),
    ("withheld", "the record is privileged"),
    ("claimed", "the file says so; nothing else was looked at or found"),
    ("recorded", "git shows when the value was first committed, near the date it states"),
    ("corroborated", "git shows that the linked thing changed as claimed"),
    ("contradicted", "git shows something else than the claim"),
    ("unsigned", "the commit carries no signature"),
    ("signed, not checked", "the commit carries a signature; nobody asked for it to be checked"),
    ("good", "the signature fits the commit; its key was named and valid at that time"),
    ("bad", "the signature does not fit the commit, or cannot be read"),
    ("unknown key", "the signature was made by no key that was named"),
    (
        "expired",
        "the key was outside its validity at the time that the commit states, or was revoked",
    ),
    ("platform key", "the signature is good and that of the hosting service, not of the person"),
    (
        "cannot tell, of a seal",
        "the signature was to be checked and could not be: a kind that is not read, or no program for it",
    ),
    ("committed", "the time on the committer's clock, as the commit states it"),
    ("authored", "the time on the author's clock, as the commit states it"),
    ("revision", "a commit in which the file's path or content differs from those in every parent"),
    (
        "finding",
        "what a rule noticed; its basis says whether standard, own policy or guidance asks for it",
    ),
    ("waiver", "a finding set aside by a named person until a stated day"),
];

fn words() -> Vec<Pair> {
    WORDS
        .into_iter()
        .map(|(name, text)| Pair { name: name.into(), text: text.into(), code: false })
        .collect()
}
