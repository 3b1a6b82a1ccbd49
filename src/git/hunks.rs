//! The lines in which two texts differ, with some lines around them.

use imara_diff::{Algorithm, Diff, InternedInput};

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    /// Lines are left out here; the numbers are the next line's in both texts, from 1.
    Skip(u32, u32),
    /// In both texts.
    Same(String),
    /// Only in the old text.
    Removed(String),
    /// Only in the new text.
    Added(String),
}

/// Lines of context around a change.
const CONTEXT: u32 = 3;

/// Compares two texts line by line; line ends do not count.
pub fn diff_lines(old: &str, new: &str) -> Vec<DiffLine> {
    diff(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>())
}

/// Compares two texts line by line; a carriage return counts as part of its line.
pub fn diff_bytes(old: &str, new: &str) -> Vec<DiffLine> {
    let lines = |text| {
        let mut lines: Vec<_> = str::split(text, '\n').collect();
        lines.pop_if(|last| last.is_empty());
        lines
    };
    diff(&lines(old), &lines(new))
}

fn diff(before: &[&str], after: &[&str]) -> Vec<DiffLine> {
    let mut input = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let mut found = Vec::new();
    let (mut shown, mut ahead) = (0, 0);
    let text =
        |lines: &[&str], at: u32| lines.get(at as usize).copied().unwrap_or_default().to_owned();
    for hunk in diff.hunks() {
        let start = hunk.before.start.saturating_sub(CONTEXT).max(shown);
        if start > shown || found.is_empty() {
            let offset = hunk.before.start - start;
            // The context that closes the hunk before.
            for at in shown..(shown + ahead).min(start) {
                found.push(DiffLine::Same(text(before, at)));
            }
            if start > (shown + ahead).min(start) || found.is_empty() {
                found.push(DiffLine::Skip(start + 1, hunk.after.start - offset + 1));
            }
        }
        found.extend((start..hunk.before.start).map(|at| DiffLine::Same(text(before, at))));
        found.extend(hunk.before.clone().map(|at| DiffLine::Removed(text(before, at))));
        found.extend(hunk.after.clone().map(|at| DiffLine::Added(text(after, at))));
        (shown, ahead) = (hunk.before.end, CONTEXT);
    }
    let end = u32::try_from(before.len()).unwrap_or(u32::MAX);
    found.extend((shown..(shown + ahead).min(end)).map(|at| DiffLine::Same(text(before, at))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let line = |line: DiffLine| match line {
            DiffLine::Skip(a, b) => format!("@{a},{b}"),
            DiffLine::Same(text) => format!(" {text}"),
            DiffLine::Removed(text) => format!("-{text}"),
            DiffLine::Added(text) => format!("+{text}"),
        };
        diff_lines(old, new).into_iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn changes_stand_between_three_lines_of_context() {
        assert_eq!(shown("a\nb\n", "a\nc\n"), "@1,1| a|-b|+c");
        assert_eq!(shown("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n6\n7\n"), "@4,4| 4| 5| 6|+7");
        let old = (1..=20).fold(String::new(), |text, n| text + &format!("{n}\n"));
        let new = old.replace("\n2\n", "\nx\n").replace("\n18\n", "\n");
        assert_eq!(shown(&old, &new), "@1,1| 1|-2|+x| 3| 4| 5|@15,15| 15| 16| 17|-18| 19| 20");
        let near = old.replace("\n2\n", "\nx\n").replace("\n5\n", "\n");
        assert_eq!(shown(&old, &near), "@1,1| 1|-2|+x| 3| 4|-5| 6| 7| 8");
        assert_eq!(shown("a\r\nb\r\n", "a\nb\n"), "");
    }
}
