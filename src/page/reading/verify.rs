//! How the site, a bundle and the git record behind both are checked without trusting whoever made them.

use super::{Part, Reading};
use crate::page::site::Site;

pub(super) fn reading(site: &Site<'_>) -> Reading<'static> {
    let about = &site.about;
    let commit = if about.commit.is_empty() { "COMMIT" } else { &about.commit };
    let lead = format!(
        "{}, judged as of {}. The first check needs nothing of ours, the second git alone.",
        site.source(),
        site.cx.now.day()
    );
    let worktree = if about.is_worktree {
        "The working tree was read: what is not committed cannot be repeated by others."
    } else {
        ""
    };
    let parts = vec![
        Part::new("files", "Are these the files that were made?")
            .note("manifest.json lists the SHA-256 of every other file of this folder. In the folder of the site:")
            .command(
                "jq -r '.files | to_entries[] | \"\\(.value)  \\(.key)\"' manifest.json | sha256sum -c --quiet\n\
                 sha256sum manifest.json",
            ),
        Part::new("git", "Does the repository hold what these pages say?")
            .note("Each git record on these pages carries its command. These are about the commit itself, in a clone:")
            .command(format!(
                "git fsck --full\ngit show --no-patch --format=fuller {commit}\ngit merge-base --is-ancestor {commit} origin/HEAD && echo held\n\
                 git verify-commit {commit}"
            )),
        Part::new("again", "Does the commit give the same pages?")
            .note(worktree)
            .note("With the same version of the tool, the same commit and options give the same bytes:")
            .command(format!(
                "git checkout {commit}\npirctl report {} --out again\ncmp again/manifest.json SITE/manifest.json",
                about.options
            )),
        Part::new("bundle", "Is a bundle whole?")
            .note("A bundle holds this site, the records and the git record, with lists of digests. In its folder, then beside a clone:")
            .command(
                "sha256sum -c --quiet manifest-sha256.txt tagmanifest-sha256.txt\n\
                 pirctl verify BUNDLE --repo REPOSITORY --anchor \"$(cat ANCHOR-THAT-YOU-KEPT)\"",
            ),
        Part::new("anchor", "Was the history written anew since?")
            .note(
                "The anchor line names a commit and the digest of all its files. Kept by the auditor, it shows later whether the history \
                 still holds that commit as it was:",
            )
            .command(format!(
                "pirctl history --rev {commit} --anchor\npirctl history --check-anchor 'THE LINE THAT YOU KEPT'"
            )),
        Part::new("limits", "What no check can show").note(
            "Commit dates and names are what the committer's machine stated, and whoever can write a file can write a history that fits it. \
             What stands against that is a line that somebody else kept, a signature by a key that is not theirs, or another system's record.",
        ),
    ];
    Reading::new("verify", "Verify", lead, parts)
}
