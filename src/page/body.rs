//! The text of a record as HTML that cannot act, with links to where records stand on the site.

use super::site::Site;
use crate::markdown::{LinkTarget, render_html};
use crate::record::Record;
use crate::term::RepoPath;

/// The body of `record` with headings from `<h{top}>`; empty for privileged records.
pub(super) fn html(site: &Site<'_>, record: &Record, top: u8, root: &str) -> String {
    if record.is_privileged() {
        return String::new();
    }
    // On a page that stands alone all places are fragments of it.
    let root = if site.alone().is_some() { "" } else { root };
    let resolve = |target: &str| resolve(site, record, target, root);
    render_html(record.body_text(), top, &resolve)
}

/// A link to another record's file leads to its place here; one to any other file leads nowhere.
fn resolve(site: &Site<'_>, record: &Record, target: &str, root: &str) -> LinkTarget {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let found = beside(&record.path, path).and_then(|path| site.addresses.path(&path));
    found.map_or(LinkTarget::None, |href| LinkTarget::Href(format!("{root}{href}")))
}

/// `target` as written in the file `from`, as a path from the top of the repository.
fn beside(from: &RepoPath, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.parent().split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
