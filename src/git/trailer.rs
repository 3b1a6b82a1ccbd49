//! Trailers of a commit message, by git's own rules.
//!
//! The oracle is `git interpret-trailers --parse --no-divider` with its default settings.

/// The trailers in their order, key and unfolded value.
pub(super) fn parse_trailers(message: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = message.split_inclusive('\n').collect();
    let lines = &lines[..end_of_text(&lines)];
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in &lines[start_of_block(lines)..] {
        if line.starts_with('#') {
            open = false;
            continue;
        }
        if open && line.starts_with(is_space) {
            let value = &mut found.last_mut().expect("an open trailer was pushed").1;
            value.push(' ');
            value.push_str(line.trim_matches(is_space));
            continue;
        }
        open = false;
        if let Some(at) = separator(line).filter(|&at| at > 0) {
            let (key, value) = (&line[..at], &line[at + 1..]);
            found.push((key.trim_matches(is_space).into(), value.trim_matches(is_space).into()));
            open = true;
        }
    }
    for (_, value) in &mut found {
        *value = value.trim_matches(is_space).to_owned();
    }
    found
}

/// Lines that git itself writes; one of them lets prose stand in the same block.
const GENERATED: [&str; 2] = ["Signed-off-by: ", "(cherry picked from commit "];

/// Where the closing comments, blank lines and old lists of conflicts begin.
fn end_of_text(lines: &[&str]) -> usize {
    let mut end = None;
    let mut in_conflicts = false;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('#') || *line == "\n" {
            end = end.or(Some(at));
        } else if *line == "Conflicts:\n" {
            in_conflicts = true;
            end = end.or(Some(at));
        } else if !(in_conflicts && line.starts_with('\t')) {
            end = None;
            in_conflicts = false;
        }
    }
    end.unwrap_or(lines.len())
}

/// The first line of the block of trailers: the last paragraph, when it holds trailers alone, or
/// one that git generated and at least a quarter of trailers. The first paragraph is the title.
fn start_of_block(lines: &[&str]) -> usize {
    let title = lines.iter().position(|line| !line.starts_with('#') && is_blank(line));
    let title = title.unwrap_or(lines.len());
    let (mut trailers, mut others, mut folded) = (0, 0, 0);
    let (mut generated, mut only_blank) = (false, true);
    for at in (title..lines.len()).rev() {
        let line = lines[at];
        if line.starts_with('#') {
            others += folded;
            folded = 0;
        } else if is_blank(line) {
            if only_blank {
                continue;
            }
            others += folded;
            let fits = (generated && trailers * 3 >= others) || (trailers > 0 && others == 0);
            return if fits { at + 1 } else { lines.len() };
        } else {
            only_blank = false;
            if GENERATED.iter().any(|prefix| line.starts_with(prefix)) {
                trailers += 1;
                folded = 0;
                generated = true;
            } else if separator(line).is_some_and(|at| at > 0) && !line.starts_with(is_space) {
                trailers += 1;
                folded = 0;
            } else if line.starts_with(is_space) {
                folded += 1;
            } else {
                others += 1 + folded;
                folded = 0;
            }
        }
    }
    lines.len()
}

/// Where the `:` stands after a word of letters, digits and dashes, blanks before it allowed.
fn separator(line: &str) -> Option<usize> {
    let mut blank = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b':' => return Some(at),
            b'-' if !blank => {}
            _ if !blank && byte.is_ascii_alphanumeric() => {}
            b' ' | b'\t' if at > 0 => blank = true,
            _ => return None,
        }
    }
    None
}

fn is_blank(line: &str) -> bool {
    line.chars().all(is_space)
}

/// White space as the C locale knows it.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

#[cfg(test)]
mod tests {
    use super::parse_trailers;

    #[test]
    fn a_title_alone_has_no_trailers() {
        assert_eq!(parse_trailers("Fix: the thing\n"), []);
    }

    #[test]
    fn folded_values_become_one_line() {
        let found = parse_trailers("T\n\nBody.\n\nAmends: INC-2026-0001\nReason: one\n  two\n");
        let expected = [("Amends", "INC-2026-0001"), ("Reason", "one two")];
        assert_eq!(found, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
