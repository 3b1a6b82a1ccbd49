//! A past state of a file, said as its last text with what was different then.

use super::story::FileStep;
use crate::edit::{self, Edit};

/// Makes the past state of `text` that `step` describes; the error says what does not fit.
pub(super) fn past_state(text: &str, step: &FileStep) -> Result<String, String> {
    let sets = step
        .set
        .iter()
        .map(|(field, value)| Edit::Set { field: field.clone(), value: value.clone() });
    let drops = step.drop.iter().map(|field| Edit::Remove { field: field.clone() });
    let edits: Vec<Edit> = sets.chain(drops).collect();
    let mut text = edit::apply(text, &edits).map_err(|error| error.to_string())?;
    for heading in &step.cut {
        let (start, _, end) = find_section(&text, heading)?;
        text.replace_range(start..end, "");
        text.truncate(text.trim_end_matches('\n').len());
        text.push('\n');
    }
    for (heading, content) in &step.section {
        let (_, start, end) = find_section(&text, heading)?;
        let gap = if end < text.len() { "\n" } else { "" };
        text.replace_range(start..end, &format!("\n{}\n{gap}", content.trim_end_matches('\n')));
    }
    for replace in &step.replace {
        match text.matches(&replace.old).count() {
            1 => text = text.replacen(&replace.old, &replace.new, 1),
            0 => return Err(format!("`{}` does not stand in the text", replace.old)),
            n => return Err(format!("`{}` stands {n} times in the text", replace.old)),
        }
    }
    Ok(text)
}

/// Where a level-2 section stands: its heading, its content, its end.
fn find_section(text: &str, heading: &str) -> Result<(usize, usize, usize), String> {
    let line = format!("## {heading}\n");
    let at = text.match_indices(&line).map(|(at, _)| at);
    let start = at.clone().find(|at| text[..*at].ends_with('\n'));
    let start = start.ok_or_else(|| format!("there is no section `{heading}`"))?;
    let content = start + line.len();
    let end = text[content..].find("\n## ").map_or(text.len(), |end| content + end + 1);
    Ok((start, content, end))
}

#[cfg(test)]
mod tests {
    use super::super::story::Replace;
    use super::*;

    const TEXT: &str =
        "---\nid: A\nstatus: closed\nclosed_at: x\n---\n## One\n\n1\n\n## Two\n\n2 and 2\n";

    #[test]
    fn a_past_state_differs_in_what_was_said_and_in_nothing_else() {
        let step = FileStep {
            set: [("status".to_owned(), "open".to_owned())].into(),
            drop: vec!["closed_at".into()],
            cut: vec!["Two".into()],
            section: [("One".to_owned(), "I\n".to_owned())].into(),
            ..FileStep::default()
        };
        let past = past_state(TEXT, &step).unwrap();
        assert_eq!(past, "---\nid: A\nstatus: open\n---\n## One\n\nI\n");
        let step = FileStep {
            section: [("One".to_owned(), "I".to_owned())].into(),
            ..FileStep::default()
        };
        assert_eq!(past_state(TEXT, &step).unwrap(), TEXT.replace("\n1\n", "\nI\n"));
    }

    #[test]
    fn what_does_not_stand_there_once_is_refused() {
        let replace = |old: &str| FileStep {
            replace: vec![Replace { old: old.into(), new: String::new() }],
            ..FileStep::default()
        };
        assert!(past_state(TEXT, &replace("3")).unwrap_err().contains("does not stand"));
        assert!(past_state(TEXT, &replace("2")).unwrap_err().contains("2 times"));
        let cut = FileStep { cut: vec!["Three".into()], ..FileStep::default() };
        assert!(past_state(TEXT, &cut).unwrap_err().contains("no section `Three`"));
    }
}
