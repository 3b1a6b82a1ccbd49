//! `pirctl lint` from outside: streams, exit statuses, bad input, and that it writes nothing.

use crate::json_contract::assert_keeps_schema;
use crate::support::git::Scratch;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in `folder` with an environment of its own.
pub(crate) fn pirctl(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(folder)
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("LANG", "C.UTF-8")
        .env("PATH", "/nonexistent")
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("results are UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

const TODAY: &[&str] = &["--today", "2026-05-20"];

fn lint(folder: &Path, arguments: &[&str]) -> Output {
    pirctl(folder, &[&["lint"], TODAY, arguments].concat())
}

fn incident(id: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\nkind: incident\ntitle: Lost badge\nstatus: reported\nowner: s.lind\nseverity: low\ndetected_at: 2025-12-02\nreported_at: 2025-12-02\n{more}---\n"
    )
}

/// The same in a quarter that is not over: nothing is owed for it yet.
fn fresh_incident(id: &str, more: &str) -> String {
    incident(id, more).replace("2025-12-02", "2026-05-02")
}

/// A repository whose incident management policy is approved and named.
fn with_policy() -> Scratch {
    let scratch = Scratch::new();
    let given = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given/chain");
    for file in ["pirctl.yaml", "policies/POL-incident-management.md"] {
        scratch.write(file, std::fs::read(given.join(file)).unwrap());
    }
    scratch
}

#[test]
fn five_mistakes_in_one_file_are_five_findings_at_their_places() {
    let scratch = with_policy();
    let text = fresh_incident(
        "INC-2026-0001",
        "similar_to: [INC-2026-0009]\nreviewer: x\nhuman_factor: maybe\noccurred_at: 2026-02-30\n",
    )
    .replace("severity: low", "severity: lwo");
    scratch.write("incidents/INC-2026-0001.md", text);
    let output = lint(&scratch.path(), &["--format", "concise"]);
    let expected = "\
incidents/INC-2026-0001.md:7:11: error[REC002] `severity` has no value `lwo`
incidents/INC-2026-0001.md:10:14: error[LNK001] INC-2026-0001 names INC-2026-0009, which no record has
incidents/INC-2026-0001.md:11:1: warning[REC012] a record of kind `incident` has no field `reviewer`
incidents/INC-2026-0001.md:12:15: error[REC002] `human_factor` must be true or false
incidents/INC-2026-0001.md:13:14: error[REC004] `occurred_at` is not a date of the calendar: `2026-02-30`
Found 4 errors, 1 warning in 1 file (2 records checked).
";
    assert_eq!(stdout(&output), expected);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), ""));
}

#[test]
fn json_keeps_its_contract_and_fail_on_decides_the_exit() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        fresh_incident("INC-2026-0001", "similar_to: [INC-2026-0009]\nreviewer: \"a\\e[31mb\"\n"),
    );
    let output = lint(&scratch.path(), &["--format", "json", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_keeps_schema("lint", &document);
    assert_eq!(document["summary"]["errors"], 1);
    assert_eq!(document["findings"][0]["end_column"], 27);
    std::fs::remove_file(scratch.path().join("incidents/INC-2026-0001.md")).unwrap();
    scratch.write("incidents/INC-2026-0001.md", fresh_incident("INC-2026-0001", "reviewer: x\n"));
    assert_eq!(lint(&scratch.path(), &[]).status.code(), Some(0));
    assert_eq!(lint(&scratch.path(), &["--fail-on", "warning"]).status.code(), Some(1));
}

#[test]
fn a_path_narrows_what_is_printed_and_a_wrong_one_is_exit_2() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        incident("INC-2026-0001", "similar_to: [INC-2026-0009]\n"),
    );
    scratch.write("actions/ACT-2026-0001.md", "---\nid: ACT-2026-0001\nkind: action\n---\n");
    let output = lint(&scratch.path().join("incidents"), &["--format", "concise", "."]);
    assert!(
        stdout(&output).contains("LNK001") && !stdout(&output).contains("actions/"),
        "{}",
        stdout(&output)
    );
    let output = lint(&scratch.path(), &["incidnets"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("does not exist"), "{}", stderr(&output));
    assert_eq!(lint(&scratch.path(), &["../.."]).status.code(), Some(2));
}

#[test]
fn nothing_checked_does_not_look_like_success() {
    let scratch = Scratch::new();
    let output = lint(&scratch.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("no records were found"), "{}", stderr(&output));
    assert!(stdout(&output).contains("0 records checked"), "{}", stdout(&output));
}

#[test]
fn files_that_cannot_be_read_are_said_and_the_rest_is_still_checked() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        incident("INC-2026-0001", "similar_to: [INC-2026-0009]\n"),
    );
    scratch.write("incidents/INC-2026-0002.md", b"---\nkind: incident\ntitle: \xff\n---\n");
    scratch.write(
        "incidents/INC-2026-0003.md",
        "---\nkind: incident\n<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n---\n",
    );
    scratch.write("incidents/INC-2026-0004.md", "x".repeat(2 * 1024 * 1024 + 1));
    std::fs::create_dir(scratch.path().join("incidents/folder.md")).unwrap();
    scratch.write("vendored/.git/HEAD", "ref: refs/heads/main\n");
    scratch.write("vendored/incidents/INC-2026-0005.md", "---\nkind: incident\n---\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", scratch.path().join("incidents/INC-2026-0006.md"))
        .unwrap();
    let output = lint(&scratch.path(), &["--format", "concise"]);
    let said = stdout(&output);
    for expected in [
        "INC-2026-0001.md:10:14: error[LNK001]",
        "INC-2026-0002.md:3:8: error[REC001] the file is not UTF-8",
        "INC-2026-0003.md:3:1: error[REC014] a merge was left unresolved here",
        "INC-2026-0004.md:1:1: error[REC001] the file is larger than 2 MiB",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!said.contains("vendored") && !said.contains("folder.md"), "{said}");
    assert!(matches!(output.status.code(), Some(1 | 2)));
}

#[test]
fn hostile_text_cannot_drive_the_terminal() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        incident("INC-2026-0001", "\"re\\x1b[2Jviewer\": \"\u{1b}[31m\u{202e}\"\n"),
    );
    for format in ["full", "concise"] {
        let output = lint(&scratch.path(), &["--format", format]);
        assert!(
            !output.stdout.contains(&0x1b) && !stdout(&output).contains('\u{202e}'),
            "{}",
            stdout(&output)
        );
    }
}

#[test]
fn reading_writes_nothing() {
    let mut scratch = Scratch::new();
    // The clock of the machine is asked here: what is owed each quarter and year depends on it.
    let rules = "quarter-without-report: off, review-of-management-missing: off";
    let rules = format!("schema: 1\nrules: {{{rules}, statement-missing: off}}\n");
    scratch.write("pirctl.yaml", rules);
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", ""));
    scratch.commit("Begin");
    scratch.write("incidents/INC-2026-0002.md", incident("INC-2026-0002", ""));
    let before = contents(&scratch.path());
    for arguments in [
        &["lint"][..],
        &["lint", "--staged"],
        &["lint", "--rev", "HEAD"],
        &["rules"],
        &["explain", "INC003"],
    ] {
        let output = pirctl(&scratch.path(), arguments);
        assert!(output.status.success(), "{arguments:?} {}{}", stdout(&output), stderr(&output));
    }
    assert_eq!(contents(&scratch.path()), before);
}

/// Every file below `folder` with its bytes and its time of change, `.git` included.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let data = path.symlink_metadata().unwrap();
            if data.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap_or_default();
                found
                    .insert(path.to_string_lossy().into_owned(), (bytes, data.modified().unwrap()));
            }
        }
    }
    found
}

#[test]
fn a_commit_is_judged_with_its_own_time_as_today() {
    let mut scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        incident("INC-2026-0001", "similar_to: [INC-2026-0009]\n"),
    );
    scratch.commit("Begin");
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", ""));
    let committed = pirctl(&scratch.path(), &["lint", "--rev", "HEAD", "--format", "concise"]);
    assert!(
        stdout(&committed).contains("LNK001") && !stdout(&committed).contains("REC004"),
        "{}",
        stdout(&committed)
    );
    assert!(!stdout(&lint(&scratch.path(), &["--format", "concise"])).contains("LNK001"));
    let gone = pirctl(&scratch.path(), &["lint", "--rev", "no-such-rev"]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(stderr(&gone).contains("`no-such-rev` was not found"), "{}", stderr(&gone));
}

#[test]
fn a_secret_is_reported_and_never_repeated() {
    let scratch = with_policy();
    let key = ["AKIA", "Q3EGRIXEOJ2LLM4Z"].concat();
    let more = format!("unit: {key}\nreviewer: x\n");
    scratch.write(
        "incidents/INC-2026-0001.md",
        incident("INC-2026-0001", &more) + "## Summary\n" + &key + "\n",
    );
    for format in ["full", "concise", "json"] {
        let said = stdout(&lint(&scratch.path(), &["--format", format]));
        assert!(
            said.contains("REC006") && said.contains("REC012") && !said.contains(&key),
            "{said}"
        );
    }
}

#[test]
fn one_thread_and_eight_say_the_same_bytes() {
    let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/register");
    let run = |threads: &str| {
        Command::new(env!("CARGO_BIN_EXE_pirctl"))
            .current_dir(&register)
            .args(["lint", "--today", "2027-05-20", "--format", "json", "--fail-on", "never"])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("the program runs")
    };
    let (one, eight) = (run("1"), run("8"));
    assert!(one.stdout.len() > 1000 && one.stdout == eight.stdout);
}

/// A repository with two incidents, each with a broken link and an unknown key.
fn with_findings() -> Scratch {
    let scratch = Scratch::new();
    for id in ["INC-2026-0001", "INC-2026-0002"] {
        let text = incident(id, "similar_to: [INC-2026-0009]\nreviewer: x\n");
        scratch.write(&format!("incidents/{id}.md"), text);
    }
    scratch.write("pirctl.yaml", "schema: 1\nrules: {TRD001: off, PST001: off}\n");
    scratch
}

#[test]
fn a_baseline_hides_what_it_knows_and_says_so_each_time() {
    let scratch = with_findings();
    let written = lint(&scratch.path(), &["--baseline", "write"]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    assert!(stderr(&written).contains("wrote 4 findings to .pirctl-baseline.json"));
    assert!(stderr(&written).contains("never hides"), "{}", stderr(&written));
    let text = std::fs::read_to_string(scratch.path().join(".pirctl-baseline.json")).unwrap();
    lint(&scratch.path(), &["--baseline", "write"]);
    let again = std::fs::read_to_string(scratch.path().join(".pirctl-baseline.json")).unwrap();
    assert_eq!(text, again, "the same findings give the same bytes");
    let output = lint(&scratch.path(), &["--format", "concise"]);
    assert_eq!(output.status.code(), Some(0));
    let said = stdout(&output);
    assert!(!said.contains("LNK001") && said.contains("4 hidden by the baseline"), "{said}");
    // Lines move, one finding goes, one comes.
    let moved = incident("INC-2026-0001", "owner_note: y\nsimilar_to: [INC-2026-0009]\n");
    scratch.write("incidents/INC-2026-0001.md", moved.replace("title", "# a line\n\ntitle"));
    let output = lint(&scratch.path(), &["--format", "json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_keeps_schema("lint", &document);
    assert_eq!(document["baseline"]["hidden"], 3);
    assert_eq!(document["baseline"]["gone"][0]["code"], "REC012");
    let said = stdout(&lint(&scratch.path(), &["--format", "concise"]));
    assert!(said.contains("has no field `owner_note`") && said.contains("1 entry of"), "{said}");
    // What was not run, or is not printed, is not gone.
    for arguments in [&["--select", "LNK"][..], &["incidents/INC-2026-0002.md"]] {
        let said = stdout(&lint(&scratch.path(), &[arguments, &["--format", "concise"]].concat()));
        assert!(!said.contains("LNK001"), "{said}");
        assert_eq!(said.contains("1 entry of"), arguments[0] != "--select", "{said}");
    }
    let said = stdout(&lint(&scratch.path(), &["--baseline", "off", "--format", "concise"]));
    assert!(said.contains("LNK001") && !said.contains("baseline"), "{said}");
}

#[test]
fn a_baseline_that_is_missing_broken_or_of_a_part_is_refused() {
    let scratch = with_findings();
    let refused = |arguments: &[&str], why: &str| {
        let output = lint(&scratch.path(), arguments);
        let said = stderr(&output);
        assert!(output.status.code() == Some(2) && said.contains(why), "{arguments:?} {said}");
    };
    refused(&["--baseline", "use"], "there is no baseline");
    refused(&["--baseline", "write", "incidents"], "of all findings");
    refused(&["--baseline", "write", "--select", "INC"], "of all findings");
    refused(&["--baseline", "write", "--base", "HEAD"], "cannot be used with");
    scratch.write(".pirctl-baseline.json", "{\"schema\": \"pirctl.baseline/9\"}");
    refused(&[], "`pirctl.baseline/9`");
    scratch.write(".pirctl-baseline.json", "<<<<<<< a\n");
    refused(&[], "is no baseline");
}

#[test]
fn rules_are_chosen_by_code_family_and_name() {
    let scratch = with_findings();
    let said = |arguments: &[&str]| {
        stdout(&lint(&scratch.path(), &[&["--format", "concise"], arguments].concat()))
    };
    assert!(!said(&["--select", "lnk"]).contains("REC012"));
    assert!(said(&["--select", "link-broken,REC012"]).contains("2 errors, 2 warnings"));
    assert!(!said(&["--ignore", "LNK001", "--ignore", "CFG"]).contains("LNK001"));
    let output = lint(&scratch.path(), &["--select", "LNK01", "--ignore", "LNK001"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `LNK001`?"), "{}", stderr(&output));
    let counted = said(&["--statistics", "--ignore", "CFG"]);
    let expected = "\
2  LNK001  link-broken  (2 errors)
2  REC012  key-unknown  (2 warnings)
Found 2 errors, 2 warnings in 2 files (2 records checked).
";
    assert_eq!(counted, expected);
}

/// Runs the program with `input` on standard input.
fn with_input(folder: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(folder)
        .args([&["lint", "--format", "concise"], TODAY, arguments].concat())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_text_on_standard_input_stands_over_its_file() {
    let scratch = with_findings();
    let inside = scratch.path().join("incidents");
    let text = incident("INC-2026-0001", "similar_to: [INC-2026-0002]\n");
    let output = with_input(&inside, &["-", "--stdin-filename", "INC-2026-0001.md"], &text);
    assert_eq!((output.status.code(), stdout(&output).contains("LNK001")), (Some(0), false));
    let text = incident("INC-2026-0003", "similar_to: [INC-2026-0009]\n");
    let output = with_input(&inside, &["--stdin-filename", "INC-2026-0003.md"], &text);
    let said = stdout(&output);
    assert!(said.starts_with("incidents/INC-2026-0003.md:10:14: error[LNK001]"), "{said}");
    assert!(!said.contains("INC-2026-0002.md"), "{said}");
    for arguments in [&["-"][..], &["--stdin-filename", "../../x.md"]] {
        let output = with_input(&inside, arguments, &text);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {}", stdout(&output));
    }
}

#[test]
fn a_list_of_files_narrows_and_an_empty_one_names_none() {
    let scratch = with_findings();
    scratch.write("incidents/- ö.md", incident("INC-2026-0003", "reviewer: x\n"));
    let listed = |list: &str| with_input(&scratch.path(), &["--files0-from", "-"], list);
    let said = stdout(&listed("incidents/INC-2026-0002.md\0incidents/- ö.md\0"));
    assert!(said.contains("INC-2026-0002") && said.contains("- ö.md"), "{said}");
    assert!(!said.contains("INC-2026-0001.md"), "{said}");
    assert!(stdout(&listed("")).contains("nothing to report (3 records"), "an empty list");
    assert_eq!(listed("gone.md\0").status.code(), Some(2));
    scratch.write("list", "incidents/INC-2026-0001.md\0");
    let said = stdout(&lint(&scratch.path(), &["--format", "concise", "--files0-from", "list"]));
    assert!(said.contains("INC-2026-0001") && !said.contains("INC-2026-0002.md"), "{said}");
}

#[test]
fn verbose_says_on_standard_error_where_time_went() {
    let scratch = with_findings();
    let output = lint(&scratch.path(), &["-v", "--format", "json"]);
    let said = stderr(&output);
    for phase in ["reading records", "judging", "the dearest", " ms "] {
        assert!(said.contains(phase), "{phase}\n{said}");
    }
    let quiet = lint(&scratch.path(), &["--format", "json"]);
    assert!(quiet.stdout == output.stdout && quiet.stderr.is_empty(), "results are the same");
}

#[test]
fn a_watch_judges_again_when_a_file_changes() {
    use std::io::BufRead;
    let scratch = with_findings();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(scratch.path())
        .args([&["lint", "--watch", "--statistics", "--select", "LNK"], TODAY].concat())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let mut closing = || lines.by_ref().map(Result::unwrap).find(|line| line.starts_with("Found"));
    assert!(closing().unwrap().contains("2 errors"));
    scratch.write("incidents/INC-2026-0002.md", incident("INC-2026-0002", ""));
    assert!(closing().unwrap().contains("1 error "));
    child.kill().unwrap();
    child.wait().unwrap();
}
