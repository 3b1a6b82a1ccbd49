//! A file that is not named like the id of its record.

use crate::diag::{Finding, Fix};
use crate::record::Record;
use crate::rules::RegisterContext;
use crate::schema::IdForm;
use crate::term::{RepoPath, canonical_control};

pub(super) const SUMMARY: &str =
    "Unsafe: the file is renamed after the id of its record, where no other file has that name.";

pub(super) fn fix(cx: &RegisterContext<'_>, record: &Record, finding: &Finding) -> Option<Fix> {
    let id = record.id();
    let control = matches!(record.spec.id, IdForm::Control { .. });
    let printed = canonical_control(id).filter(|_| control).unwrap_or_else(|| id.to_owned());
    let is_of_name = finding.arguments.iter().any(|argument| argument == record.path.stem());
    let alone = cx.register.all_but_for_case(id).count() == 1;
    if !is_of_name || !alone || record.path.stem() == printed || !record.spec.id.fits(&printed) {
        return None;
    }
    let name = format!("{printed}.md");
    let path = RepoPath::new(&name).below(record.path.parent());
    let broken = cx.register.broken().iter().any(|broken| broken.path == path);
    if broken || cx.register.at_path(&path).is_some() {
        return None;
    }
    let description = format!("rename the file to `{name}`");
    Some(Fix { safe: false, description, edits: Vec::new(), rename: Some(path) })
}
