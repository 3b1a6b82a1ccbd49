//! `lint --format` and `--output-file` from outside: where findings go, and what goes wrong there.

use super::{FORMATS, assert_valid};
use crate::support::git::Scratch;
use crate::support::program::{Ran, command, pirctl};
use std::path::Path;

/// A register with one finding on a record of this classification.
fn register(classification: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        format!(
            "---\nid: INC-2026-0001\nkind: incident\ntitle: Lost badge\nstatus: reported\nowner: s.lind\n\
             severity: low\ndetected_at: 2025-12-02\nreported_at: 2025-12-02\n{classification}\
             reviewre: hush\nsimilar_to: [INC-2026-0009]\n---\n"
        ),
    );
    scratch
}

fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    pirctl(folder, &[&["lint", "--today", "2026-05-20"], arguments].concat())
}

#[test]
fn several_formats_go_to_files_and_one_to_standard_output() {
    let scratch = register("");
    let folder = scratch.path();
    let ran = lint(
        &folder,
        &["--format", "sarif=out.sarif", "--format", "junit=r.xml", "--format", "concise"],
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("error[LNK001]"), "{}", ran.out);
    for (format, file) in [("sarif", "out.sarif"), ("junit", "r.xml")] {
        assert_valid(format, &std::fs::read_to_string(folder.join(file)).unwrap());
    }
    let ran = lint(&folder, &["--format", "gitlab", "--output-file", "out.sarif"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_valid("gitlab", &std::fs::read_to_string(folder.join("out.sarif")).unwrap());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4, "no other file is left");
}

#[test]
fn two_formats_for_one_place_are_refused_and_nothing_is_written() {
    let scratch = register("");
    for arguments in [
        &["--format", "sarif", "--format", "json"][..],
        &["--format", "sarif=a", "--format", "json=a"],
        &["--format", "sarif=a", "--output-file", "b"],
        &["--format", "sariff"],
        &["--format", "sarif="],
    ] {
        let ran = lint(&scratch.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    assert!(!scratch.path().join("a").exists());
}

#[test]
fn a_report_that_cannot_be_written_is_exit_2_and_no_half_file() {
    let scratch = register("");
    let folder = scratch.path();
    for file in ["no/such/folder/x", "incidents", "/dev/full"] {
        let named = format!("sarif={file}");
        let ran = lint(&folder, &["--format", &named, "--format", "concise"]);
        assert_eq!(ran.code, 2, "{file}");
        assert!(
            ran.err.starts_with("error: writing ") && ran.out.contains("LNK001"),
            "{}",
            ran.err
        );
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "no file is left behind");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = command(&folder, &["lint", "--format", "sarif"]).stdout(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_file_it_names() {
    let scratch = register("");
    let folder = scratch.path();
    std::fs::write(folder.join("real.json"), "old").unwrap();
    std::os::unix::fs::symlink("real.json", folder.join("link.json")).unwrap();
    assert_eq!(lint(&folder, &["--format", "json=link.json"]).code, 1);
    assert!(folder.join("link.json").symlink_metadata().unwrap().is_symlink());
    assert_valid("json", &std::fs::read_to_string(folder.join("real.json")).unwrap());
}

#[test]
fn the_page_of_a_step_is_added_to_and_one_that_cannot_be_written_is_said() {
    let scratch = register("");
    let folder = scratch.path();
    let page = folder.join("page.md");
    std::fs::write(&page, "before\n").unwrap();
    let run = |page: &Path| {
        let mut call = command(&folder, &["lint", "--format", "github"]);
        let output = call.env("GITHUB_STEP_SUMMARY", page).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert_eq!(run(&page).0, Some(1));
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.starts_with("before\n### pirctl lint\n") && text.contains("| LNK001 |"), "{text}");
    std::fs::write(&page, "x".repeat(1024 * 1024 - 10)).unwrap();
    let (code, _, err) = run(&page);
    assert!(code == Some(1) && err.contains("is full"), "{err}");
    assert_eq!(std::fs::metadata(&page).unwrap().len(), 1024 * 1024 - 10);
    for bad in [Path::new("/dev/full"), &folder.join("no/such/page")] {
        let (code, out, err) = run(bad);
        assert!(
            code == Some(2) && out.contains("::error ") && err.contains("cannot be written"),
            "{err}"
        );
    }
    let without = lint(&folder, &["--format", "github"]);
    assert!(without.code == 1 && without.err.contains("GITHUB_STEP_SUMMARY is not set"));
}

#[test]
fn findings_on_confidential_records_keep_their_details_to_the_terminal() {
    for (stated, hidden) in [
        ("", false),
        ("classification: internal\n", false),
        ("classification: confidential\n", true),
        ("classification: restricted\n", true),
        ("classification: top-secret\n", true),
    ] {
        let scratch = register(stated);
        for (format, _) in FORMATS {
            let ran = lint(&scratch.path(), &["--format", format]);
            assert_eq!(ran.out.contains("reviewre"), !hidden, "{format} {stated}\n{}", ran.out);
            assert!(ran.out.contains("LNK001") && ran.out.contains("INC-2026-0001"), "{}", ran.out);
            assert_eq!(
                ran.out.contains("INC-2026-0009"),
                !hidden,
                "{format} {stated}\n{}",
                ran.out
            );
            assert_valid(format, &ran.out);
        }
        let never = lint(&scratch.path(), &["--mask", "never", "--format", "full"]);
        assert!(never.out.contains("reviewre"));
        let always = lint(&scratch.path(), &["--mask", "always", "--format", "full"]);
        assert_eq!(always.out.contains("reviewre"), !hidden);
    }
}

#[test]
fn a_mask_hides_no_finding_and_changes_no_fingerprint() {
    let scratch = register("classification: restricted\n");
    let read = |mask: &str| {
        let ran = lint(&scratch.path(), &["--format", "json", "--mask", mask]);
        let made: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let rows = made["findings"].as_array().unwrap().clone();
        let row = |row: &serde_json::Value| {
            (row["code"].clone(), row["line"].clone(), row["fingerprint"].clone())
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(read("always"), read("never"));
}

#[test]
fn without_graphics_full_is_told_in_sentences() {
    let scratch = register("");
    let mut call = command(&scratch.path(), &["lint"]);
    let told = String::from_utf8(call.env("NO_GRAPHICS", "1").output().unwrap().stdout).unwrap();
    assert!(told.contains("Diagnostic severity: error"), "{told}");
    assert!(told.contains("snippet line"), "{told}");
    assert!(!told.contains(['│', '╭', '─', '×']), "{told}");
    let drawn = lint(&scratch.path(), &[]).out;
    assert!(drawn.contains('│'), "{drawn}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_leaves_every_report_valid() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = register("");
    let name = std::ffi::OsStr::from_bytes(b"incidents/INC-\xff.md");
    std::fs::write(scratch.path().join(name), "---\nkind: incident\n---\n").unwrap();
    for (format, _) in FORMATS {
        let ran = lint(&scratch.path(), &["--format", format]);
        assert!([1, 2].contains(&ran.code), "{format}: {}", ran.err);
        assert_valid(format, &ran.out);
    }
}
