//! Changes of files as a patch, as `git diff` would write it.

use super::Look;
use crate::escape::terminal;
use crate::git::{DiffLine, diff_bytes};
use crate::plan::FileChange;
use std::fmt::Write;

/// The changes as one patch; control characters in the texts are shown, so that it is for people.
pub fn changes_diff(changes: &[FileChange], look: Look) -> String {
    let mut out = String::new();
    for change in changes {
        head(&mut out, change, look);
        let before = change.before.as_deref().unwrap_or_default();
        let lines = diff_bytes(before, &change.after);
        for hunk in hunks(&lines) {
            write_hunk(&mut out, hunk, look);
        }
    }
    out
}

fn head(out: &mut String, change: &FileChange, look: Look) {
    let new = terminal(change.path.as_str());
    let old = change.moved_from.as_ref().unwrap_or(&change.path);
    let old = terminal(old.as_str());
    let mut lines = vec![format!("diff --git a/{old} b/{new}")];
    if change.before.is_none() {
        lines.push("new file mode 100644".to_owned());
        lines.push("--- /dev/null".to_owned());
    } else {
        if change.moved_from.is_some() {
            lines.extend([format!("rename from {old}"), format!("rename to {new}")]);
        }
        lines.push(format!("--- a/{old}"));
    }
    lines.push(format!("+++ b/{new}"));
    for text in lines {
        colored(out, &text, look, "1");
    }
}

/// The lines between two places where lines are left out.
fn hunks(lines: &[DiffLine]) -> impl Iterator<Item = &[DiffLine]> {
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| matches!(lines[*at], DiffLine::Skip(..)))
        .chain([lines.len()])
        .collect();
    let pairs: Vec<_> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(|(start, end)| &lines[start..end])
}

fn write_hunk(out: &mut String, hunk: &[DiffLine], look: Look) {
    let [DiffLine::Skip(old, new), lines @ ..] = hunk else { return };
    let count = |wanted: fn(&DiffLine) -> bool| lines.iter().filter(|line| wanted(line)).count();
    let before = count(|line| !matches!(line, DiffLine::Added(_)));
    let after = count(|line| !matches!(line, DiffLine::Removed(_)));
    let start = |at: u32, lines: usize| if lines == 0 { at - 1 } else { at };
    let head = format!("@@ -{},{before} +{},{after} @@", start(*old, before), start(*new, after));
    colored(out, &head, look, "36");
    for line in lines {
        match line {
            DiffLine::Skip(..) => {}
            DiffLine::Same(text) => colored(out, &format!(" {}", terminal(text)), look, ""),
            DiffLine::Removed(text) => colored(out, &format!("-{}", terminal(text)), look, "31"),
            DiffLine::Added(text) => colored(out, &format!("+{}", terminal(text)), look, "32"),
        }
    }
}

fn colored(out: &mut String, text: &str, look: Look, code: &str) {
    if look.color && !code.is_empty() {
        let _ = writeln!(out, "\u{1b}[{code}m{text}\u{1b}[0m");
    } else {
        let _ = writeln!(out, "{text}");
    }
}
