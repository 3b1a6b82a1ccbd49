//! The page that says how a bundle is checked by whoever does not trust the one who made it.

/// The text of `HOW-TO-CHECK.txt`.
pub(super) fn text(commit: &str, today: &str) -> String {
    format!(
        "How to check this bundle
========================

1. Nothing was changed since it was made. In this folder:

       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

   (macOS: shasum -a 256 -c FILE.) Any tool that knows BagIt 1.0 does the same.

2. It comes from whoever signed it, if somebody did. The statement names the
   digest of manifest-sha256.txt, and so of everything:

       sha256sum manifest-sha256.txt
       ssh-keygen -Y verify -f ALLOWED_SIGNERS -I SIGNER -n pirctl-bundle \\
           -s statement.json.sig < statement.json

   To sign it: ssh-keygen -Y sign -f KEY -n pirctl-bundle statement.json

3. It says what the repository says. In a clone of it:

       git cat-file -t {commit}
       git ls-tree -r {commit}

   data/index.json names the blob of each file; `git hash-object FILE` gives
   that of a file here. The whole is made again and compared by

       pirctl verify BUNDLE --repo CLONE

   which reads the clone at that commit, with {today} as today.

4. History was not rewritten since. Keep anchor.txt outside; later, in the
   repository of that day:

       pirctl verify BUNDLE --repo CLONE --anchor \"$(cat anchor.txt)\"

Dates of commits are what the committer stated. All figures are by the stated
rules over this repository; they are no opinion on conformity.

data/site      open index.html in a browser; nothing is fetched from anywhere
data/records   the records, lists and configuration as the commit holds them
data/evidence  the files that records name as evidence
data/git       every revision, with both dates, people and differences
data/figures   what the reading commands answer, as JSON
"
    )
}
