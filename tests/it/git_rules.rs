//! Rules of family GIT on histories that an example cannot write: branches, merges, cut clones.

use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::pirctl;
use pirctl::rules::Judgement;
use pirctl::session::{Environment, Face, Options, Session};
use std::path::Path;

fn judge(folder: &Path, face: Face) -> Judgement {
    let options = Options { folder: folder.into(), face, ..Options::default() };
    Session::open(&options, &Environment::default()).unwrap().judge()
}

/// The messages of a rule at HEAD.
fn found(folder: &Path, code: &str) -> Vec<String> {
    let judgement = judge(folder, Face::Revision("HEAD".into()));
    let own = judgement.findings.into_iter().filter(|finding| finding.code == code);
    own.map(|finding| finding.message).collect()
}

/// The records of which a rule cannot tell, each with the command that mends it.
fn unknown(folder: &Path, code: &str) -> Vec<(String, String)> {
    let judgement = judge(folder, Face::Revision("HEAD".into()));
    let own = judgement.unknown.into_iter().filter(|unknown| unknown.code == code);
    own.map(|unknown| (unknown.record, unknown.remedy)).collect()
}

fn review(status: &str, held: &str, more: &str) -> String {
    format!(
        "---\nid: PIR-2026-0001\nkind: pir\ntitle: Review of the mailbox phishing\n\
         status: {status}\nheld_at: {held}\n{more}---\n## Timeline\nIt came on Monday.\n"
    )
}

const PIR: &str = "reviews/PIR-2026-0001.md";

fn short(commit: &str) -> &str {
    &commit[..12]
}

/// A register with a review as given, committed.
fn begun(text: &str) -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.commit("Begin");
    scratch.write(PIR, text);
    scratch.commit("Review");
    scratch
}

#[test]
fn a_version_of_a_side_branch_is_held_against_the_one_it_came_from() {
    let open = review("scheduled", "2026-01-01", "").replace("held_at: 2026-01-01\n", "");
    let mut scratch = begun(&open);
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, review("held", "2026-01-03", "").replace("Monday", "Tuesday"));
    scratch.commit("Held on the third");
    scratch.git(&["checkout", "-q", "side"]);
    scratch.write(PIR, review("held", "2026-01-01", ""));
    scratch.commit("Held on the first");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "-X", "theirs", "side"]);
    let merged = std::fs::read_to_string(scratch.path().join(PIR)).unwrap();
    assert!(merged.contains("2026-01-01") && merged.contains("Tuesday"), "{merged}");
    // By time alone the date would move from the third to the first; nobody moved it.
    assert_eq!(found(&scratch.path(), "GIT003"), [""; 0]);
}

#[test]
fn a_date_that_moved_on_a_branch_is_told_of_the_branch_and_not_of_the_merge() {
    let mut scratch = begun(&review("held", "2026-01-05", ""));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(PIR, review("held", "2026-01-02", ""));
    let moved = scratch.commit("Held earlier");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, review("held", "2026-01-05", "").replace("Monday", "Tuesday"));
    scratch.commit("It was Tuesday");
    scratch.git(&["merge", "-q", "--no-edit", "side"]);
    let messages = found(&scratch.path(), "GIT003");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains(short(&moved)), "{messages:?}");
}

#[test]
fn a_merge_that_joins_two_orderly_changes_of_a_closed_record_is_in_order() {
    let mut scratch = begun(&review("approved", "2026-01-01", "form: meeting\nlead: a.novak\n"));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    let side = review("approved", "2026-01-01", "form: meeting\nlead: m.castro\n");
    scratch.write(PIR, &side);
    scratch.commit("Another lead\n\nAmends: PIR-2026-0001");
    scratch.git(&["checkout", "-q", "main"]);
    let main = review("approved", "2026-01-01", "form: meeting\nlead: a.novak\n");
    let main = main.replace("Monday", "Tuesday");
    scratch.write(PIR, &main);
    scratch.commit("It was Tuesday\n\nAmends: PIR-2026-0001");
    scratch.git(&["merge", "-q", "--no-edit", "side"]);
    assert_eq!(found(&scratch.path(), "GIT004"), [""; 0]);
    // What the merge itself makes up is told, with the merge.
    scratch.git(&["reset", "-q", "--hard", "HEAD~1"]);
    scratch.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    let made_up = main.replace("lead: a.novak", "lead: m.castro").replace("meeting", "written");
    scratch.write(PIR, made_up);
    let merge = scratch.commit("Merge branch 'side'");
    let messages = found(&scratch.path(), "GIT004");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains(short(&merge)) && messages[0].contains(": `form`, in"));
}

#[test]
fn what_a_merge_takes_from_a_side_that_was_open_is_no_change_after_closing() {
    let mut scratch = begun(&review("drafted", "2026-01-01", "form: meeting\nlead: a.novak\n"));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    let text = review("drafted", "2026-01-01", "form: meeting\nlead: a.novak\n");
    scratch.write(PIR, text.replace("Monday", "Tuesday"));
    scratch.commit("It was Tuesday");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, text.replace("drafted", "approved"));
    scratch.commit("Approved");
    scratch.git(&["merge", "-q", "--no-edit", "side"]);
    assert_eq!(found(&scratch.path(), "GIT004"), [""; 0]);
}

#[test]
fn a_squash_shows_only_what_it_left() {
    let mut scratch = begun(&review("drafted", "2026-01-05", ""));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(PIR, review("approved", "2026-01-05", ""));
    scratch.commit("Approved");
    scratch.write(PIR, review("approved", "2026-01-05", "form: written\n"));
    scratch.write(
        "reviews/PIR-2026-0002.md",
        review("held", "2026-01-05", "").replace("01\n", "02\n"),
    );
    scratch.commit("Changed afterwards");
    scratch.git(&["rm", "-q", "reviews/PIR-2026-0002.md"]);
    scratch.commit_staged(&["-m", "Remove"]);
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--squash", "side"]);
    scratch.commit("Squash");
    for code in ["GIT004", "GIT005", "GIT007"] {
        assert_eq!(found(&scratch.path(), code), [""; 0], "{code}");
    }
}

#[test]
fn a_record_that_a_merge_deletes_is_told_with_the_merge() {
    let mut scratch = begun(&review("held", "2026-01-01", ""));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("other.txt", "a\n");
    scratch.commit("Other");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    scratch.git(&["rm", "-q", PIR]);
    let merge = scratch.commit("Merge branch 'side'");
    let messages = found(&scratch.path(), "GIT005");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains(&format!("removed by commit {}", short(&merge))), "{messages:?}");
}

#[test]
fn a_record_that_a_merge_never_took_is_told_with_its_last_revision() {
    let mut scratch = begun(&review("held", "2026-01-01", ""));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(
        "reviews/PIR-2026-0002.md",
        "---\nid: PIR-2026-0002\nkind: pir\ntitle: Another\nstatus: held\n---\n",
    );
    let last = scratch.commit("Another review");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "--no-ff", "-s", "ours", "side"]);
    let merge = scratch.git(&["rev-parse", "HEAD"]);
    scratch.commit_staged(&["-m", "Later"]);
    let messages = found(&scratch.path(), "GIT005");
    assert_eq!(messages.len(), 1, "{messages:?}");
    let dropped = format!("dropped by the merge commit {} of ", short(merge.trim()));
    let after = format!(" after commit {}", short(&last));
    assert!(messages[0].contains(&dropped) && messages[0].contains(&after), "{messages:?}");
}

#[test]
fn one_number_given_on_two_branches_is_two_documents() {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.commit("Begin");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(PIR, review("held", "2026-01-01", "").replace("mailbox phishing", "badge"));
    let theirs = scratch.commit("Review of the badge");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, review("held", "2026-01-02", ""));
    let ours = scratch.commit("Review of the phishing");
    scratch.git(&["merge", "-q", "--no-edit", "-X", "ours", "side"]);
    scratch.write(PIR, review("held", "2026-01-02", ""));
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "--amend", "--no-edit"]);
    let messages = found(&scratch.path(), "GIT006");
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains(short(&theirs)) && messages[0].contains(short(&ours)));
    // The same review entered on both branches is one document.
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.commit("Begin");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(PIR, review("held", "2026-01-01", ""));
    scratch.commit("Review");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, review("held", "2026-01-02", ""));
    scratch.commit("Review of the phishing");
    scratch.git(&["merge", "-q", "--no-edit", "-s", "ours", "side"]);
    assert_eq!(found(&scratch.path(), "GIT006"), [""; 0]);
}

#[test]
fn where_the_clone_is_shallow_a_gap_cannot_be_told_and_the_command_is_named() {
    let mut scratch = begun(&review("scheduled", "2026-01-01", "").replace("0001", "0003"));
    scratch.git(&["rm", "-q", PIR]);
    scratch.commit_staged(&["-m", "Remove"]);
    scratch.write(
        "reviews/PIR-2026-0005.md",
        review("held", "2026-01-01", "").replace("0001", "0005"),
    );
    scratch.commit("Review");
    assert_eq!(found(&scratch.path(), "GIT007").len(), 2);
    assert_eq!(found(&scratch.path(), "GIT008"), [""; 0]);
    let (from, to) = (format!("file://{}", scratch.path().display()), scratch.beside("shallow"));
    scratch.git(&["clone", "-q", "--depth", "2", &from, &to.to_string_lossy()]);
    assert_eq!(found(&to, "GIT007"), [""; 0]);
    assert_eq!(unknown(&to, "GIT007"), [(String::new(), "git fetch --unshallow".to_owned())]);
    assert_eq!(found(&to, "GIT008").len(), 1);
}

#[test]
fn what_a_shallow_clone_says_is_gone_the_whole_one_says_too() {
    let mut scratch = begun(&review("scheduled", "2026-01-01", ""));
    scratch.write(PIR, review("scheduled", "2026-01-01", "lead: a.novak\n"));
    scratch.commit("Lead");
    scratch.git(&["rm", "-q", PIR]);
    scratch.commit_staged(&["-m", "Remove"]);
    scratch.commit_staged(&["-m", "Nothing"]);
    // A draft of two hours may go.
    assert_eq!(found(&scratch.path(), "GIT005"), [""; 0]);
    let from = format!("file://{}", scratch.path().display());
    for depth in ["2", "3", "4"] {
        let to = scratch.beside(depth);
        scratch.git(&["clone", "-q", "--depth", depth, &from, &to.to_string_lossy()]);
        assert_eq!(found(&to, "GIT005"), [""; 0], "depth {depth}");
    }
}

#[test]
fn a_listed_rewrite_leaves_older_claims_untold() {
    let text = review("held", "2025-11-01", "");
    let mut scratch = begun(&text);
    assert_eq!(found(&scratch.path(), "GIT001").len(), 1);
    scratch.write(
        "pirctl.yaml",
        "schema: 1\nredactions:\n  - {date: 2026-01-01, approved_by: c.moreau}\n",
    );
    scratch.commit("List the rewrite");
    assert_eq!(found(&scratch.path(), "GIT001"), [""; 0]);
    let untold = unknown(&scratch.path(), "GIT001");
    assert_eq!(untold, [("PIR-2026-0001".to_owned(), String::new())]);
    scratch.write(
        "pirctl.yaml",
        "schema: 1\nredactions:\n  - {date: 2025-12-31, approved_by: c.moreau}\n",
    );
    scratch.commit("It was earlier");
    assert_eq!(found(&scratch.path(), "GIT001").len(), 1);
}

#[test]
fn staged_changes_of_a_final_record_are_about_to_be_committed() {
    let scratch = begun(&review("approved", "2026-01-01", ""));
    scratch.write(PIR, review("approved", "2026-01-01", "lead: a.novak\n"));
    let uncommitted = |face: Face| {
        let findings = judge(&scratch.path(), face).findings;
        findings.iter().filter(|finding| finding.code == "GIT012").count()
    };
    assert_eq!(uncommitted(Face::Worktree), 1);
    scratch.git(&["add", "-A"]);
    assert_eq!(uncommitted(Face::Index), 0);
    assert_eq!(uncommitted(Face::Revision("HEAD".into())), 0);
}

#[test]
fn an_anchor_holds_until_history_is_rewritten() {
    let mut scratch = begun(&review("held", "2026-01-01", ""));
    let line = pirctl(&scratch.path(), &["history", "--anchor"]).done();
    let line = line.trim();
    assert!(line.starts_with("pirctl-anchor/1 refs/heads/main "), "{line}");
    let check = |folder: &Path, line: &str| {
        let ran = pirctl(folder, &["history", "--check-anchor", line]);
        (ran.code, ran.out + &ran.err)
    };
    scratch.write("other.txt", "a\n");
    scratch.commit("Other");
    assert_eq!(check(&scratch.path(), line).0, 0);
    let (code, said) = check(&scratch.path(), &line.replace("+01:00", "+02:00"));
    assert!(code == 1 && said.contains("the line"), "{said}");
    let digest = line.rsplit_once(':').unwrap().1;
    let (code, said) = check(&scratch.path(), &line.replace(digest, &"0".repeat(64)));
    assert!(code == 1 && said.contains("another digest"), "{said}");
    assert_eq!(check(&scratch.path(), "pirctl-anchor/1 x").0, 2);
    let to = scratch.beside("shallow");
    let from = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--depth", "1", &from, &to.to_string_lossy()]);
    let (code, said) = check(&to, line);
    assert!(code == 2 && said.contains("git fetch --unshallow"), "{said}");

    let keep = format!(
        "---\nid: MRV-2026-0001\nkind: management-review\ntitle: Spring\nstatus: planned\nanchor: {line}\n---\n"
    );
    scratch.write("management-reviews/MRV-2026-0001.md", &keep);
    scratch.commit("Keep the anchor");
    assert_eq!(found(&scratch.path(), "GIT010"), [""; 0]);
    scratch.git(&["reset", "-q", "--hard", "HEAD~3"]);
    scratch.write(PIR, review("held", "2026-01-02", ""));
    scratch.write("management-reviews/MRV-2026-0001.md", &keep);
    scratch.commit("Another past");
    let (code, said) = check(&scratch.path(), line);
    assert!(code == 1 && said.contains("is no ancestor"), "{said}");
    assert_eq!(found(&scratch.path(), "GIT010").len(), 1);
    scratch.write(
        "pirctl.yaml",
        "schema: 1\nredactions:\n  - {date: 2026-01-01, approved_by: c.moreau}\n",
    );
    scratch.commit("List the rewrite");
    assert_eq!(found(&scratch.path(), "GIT010"), [""; 0]);
    let (code, said) = check(&scratch.path(), line);
    assert!(code == 1 && said.contains("approved by c.moreau"), "{said}");
}

#[test]
fn the_digest_of_an_anchor_is_that_of_a_list_of_digests() {
    let mut scratch = Scratch::new();
    scratch.write("b.txt", "abc");
    scratch.write("a/x.txt", "");
    scratch.commit("Two files");
    let line = pirctl(&scratch.path(), &["history", "--anchor", "--rev", "HEAD"]).done();
    let sum = |bytes: &[u8]| pirctl::digest::sha256(bytes);
    let list = format!("{}  a/x.txt\0{}  b.txt\0", sum(b""), sum(b"abc"));
    assert!(line.trim().ends_with(&format!(" sha256:{}", sum(list.as_bytes()))), "{line}");
    assert!(line.contains(" HEAD "), "{line}");
}

#[test]
fn each_planted_trap_of_the_demo_is_found_and_nothing_else() {
    let judgement = judge(&demo(), Face::Revision("HEAD".into()));
    let own = judgement.findings.iter().filter(|finding| finding.code.starts_with("GIT"));
    let told: Vec<_> = own.map(|f| (f.code, f.record.as_str(), f.field.as_str())).collect();
    assert_eq!(
        told,
        [
            ("GIT004", "INC-2025-0005", "text"),
            ("GIT005", "INC-2025-0003", ""),
            ("GIT001", "PIR-2026-0005", "held_at"),
            ("GIT001", "PIR-2026-0005", "signoff.ism.at"),
            ("GIT001", "PIR-2026-0005", "signoff.technical_lead.at"),
        ]
    );
    assert!(judgement.unknown.is_empty(), "{:?}", judgement.unknown);
}

#[test]
fn a_younger_side_that_a_merge_left_behind_says_nothing_of_the_record() {
    let mut scratch = begun(&review("scheduled", "2026-01-01", ""));
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(PIR, review("held", "2026-01-01", ""));
    let held = scratch.commit("Held");
    scratch.git(&["checkout", "-q", "side"]);
    scratch.write(PIR, review("scheduled", "2026-01-04", "").replace("Monday", "Tuesday"));
    scratch.commit("Put off");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "-s", "ours", "side"]);
    let card = pirctl(&scratch.path(), &["show", "PIR-2026-0001", "--rev", "HEAD"]).done();
    assert!(!card.contains("differs from the commit judged"), "{card}");
    let status = card.lines().find(|line| line.trim_start().starts_with("status")).unwrap();
    assert!(status.contains("held") && status.contains(short(&held)), "{card}");
}
