//! Where a text names an id, and the same text with another id there.
//!
//! A reference is a link field, an id as a word of its own in a text, or the path of the record's
//! file. Code, other paths, tickets and former ids are no references.

use super::Renumbered;
use crate::edit::{Edit, EditError, NewItem, Splice, apply, rewrite, rewrite_yaml};
use crate::record::{Document, Record, read};
use crate::schema::common;
use crate::span::Span;
use crate::term::{RepoPath, canonical_control};
use crate::yaml::{self, Content, NodeId, Tree};

/// Places of ids in one text.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Bytes of an id, with the id that takes their place; in file order.
    pub(super) references: Vec<(Span, String)>,
    /// Bytes of an id that is no plain reference.
    pub(super) left: Vec<Span>,
}

/// Fields of the front matter that name what an id was, or ids of other systems.
const NO_REFERENCES: [&str; 3] = ["previous_ids", "previous_paths", "external_ref"];

/// Every place where a record names one of the old ids.
pub(super) fn uses_in_record(record: &Record, ids: &[Renumbered]) -> Uses {
    let mut uses = Uses::default();
    if !ids.iter().any(|ids| may_name(&record.text, &ids.old)) {
        return uses;
    }
    let mut links: Vec<Span> = record.links.iter().map(|link| link.span).collect();
    links.push(record.head());
    let tree = record.tree();
    for entry in tree.entries(tree.root()) {
        let key = tree.text(&record.text, entry.key).unwrap_or_default();
        if !NO_REFERENCES.contains(&key) {
            scalars(tree, entry.value, &mut |span| {
                let is_link = links.contains(&span);
                in_words(&record.text, span, &record.path, ids, is_link, &mut uses.references);
            });
        }
    }
    for prose in &record.outline().prose {
        in_words(&record.text, *prose, &record.path, ids, false, &mut uses.references);
    }
    link_paths(record, ids, &mut uses.references);
    uses.references.sort();
    uses.references.dedup();
    uses.left = plain_mentions(&record.text, ids);
    let named = |span: &Span| uses.references.iter().any(|(used, _)| used.contains(*span));
    uses.left.retain(|span| !named(span));
    uses
}

/// Every place where the configuration names one of the old ids.
pub(super) fn uses_in_config(text: &str, ids: &[Renumbered]) -> Uses {
    let mut uses = Uses::default();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (Some(tree), _) = yaml::parse(text, Span::new(start, text.len())) else { return uses };
    let top = RepoPath::new("pirctl.yaml");
    scalars(&tree, tree.root(), &mut |span| {
        in_words(text, span, &top, ids, false, &mut uses.references);
    });
    uses
}

/// A quick look: most texts do not name the id at all. A control's id has other forms too.
fn may_name(text: &str, id: &str) -> bool {
    let short = canonical_control(id).map(|control| control[2..].to_owned());
    text.contains(short.as_deref().unwrap_or(id))
}

/// Calls `tell` with the place of every scalar inside, keys too.
fn scalars(tree: &Tree, node: NodeId, tell: &mut impl FnMut(Span)) {
    match tree.node(node).content {
        Content::Scalar(_) => tell(tree.node(node).span),
        Content::Sequence(items) => {
            for item in items {
                scalars(tree, *item, tell);
            }
        }
        Content::Mapping(entries) => {
            for entry in entries {
                scalars(tree, entry.key, tell);
                scalars(tree, entry.value, tell);
            }
        }
    }
}

/// Words of the text at `span`, with their places: what ids and paths are made of.
fn words(text: &str, span: Span) -> impl Iterator<Item = (Span, &str)> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let part = span.slice(text);
    part.split(move |c| !joins(c)).filter_map(move |word| {
        let start = span.start + (word.as_ptr() as usize - part.as_ptr() as usize);
        let word = word.trim_end_matches(['.', '-', '/']);
        (!word.is_empty()).then(|| (Span::new(start, start + word.len()), word))
    })
}

fn in_words(
    text: &str,
    span: Span,
    file: &RepoPath,
    ids: &[Renumbered],
    is_link: bool,
    found: &mut Vec<(Span, String)>,
) {
    for (at, word) in words(text, span) {
        for ids in ids {
            if names(word, ids, is_link) {
                found.push((at, ids.new.clone()));
            } else if let Some(inner) = in_path(word, ids, file) {
                found.push((
                    Span::new(at.start + inner.start, at.start + inner.end),
                    ids.new.clone(),
                ));
            }
        }
    }
}

/// True when the word is the old id. `A.5.1` in a text may be a chapter, so that needs a link.
fn names(word: &str, ids: &Renumbered, is_link: bool) -> bool {
    if canonical_control(&ids.old).is_some() {
        return is_link && canonical_control(word).as_deref() == Some(&ids.old);
    }
    word == ids.old
}

/// The old id in a word that is the path of the record's file, seen from `file` or from the top.
fn in_path(word: &str, ids: &Renumbered, file: &RepoPath) -> Option<Span> {
    let before = word.strip_suffix(".md")?.strip_suffix(ids.from.stem())?;
    if ids.from.stem() != ids.old || before.starts_with("//") {
        return None;
    }
    let folder = before.trim_end_matches('/');
    let last = folder.rsplit('/').next().unwrap_or_default();
    let own = ids.from.parent().rsplit('/').next().unwrap_or_default();
    let beside = matches!(folder, "" | ".") && file.parent() == ids.from.parent();
    let fits = beside || (before.ends_with('/') && !last.is_empty() && last == own);
    fits.then(|| Span::new(before.len(), before.len() + ids.old.len()))
}

/// Paths of the record's file that the body links to: `[text](../incidents/INC-2026-0001.md)`.
fn link_paths(record: &Record, ids: &[Renumbered], found: &mut Vec<(Span, String)>) {
    for (at, word) in words(&record.text, record.body()) {
        let before = &record.text[record.body().start..at.start];
        if !(before.ends_with("](") || before.ends_with("](<") || before.ends_with("]: ")) {
            continue;
        }
        for ids in ids {
            if let Some(inner) = in_path(word, ids, &record.path) {
                found.push((
                    Span::new(at.start + inner.start, at.start + inner.end),
                    ids.new.clone(),
                ));
            }
        }
    }
}

/// Every place where one of the old ids stands with nothing joined to it.
pub(super) fn plain_mentions(text: &str, ids: &[Renumbered]) -> Vec<Span> {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let mut found = Vec::new();
    for ids in ids.iter().filter(|ids| canonical_control(&ids.old).is_none()) {
        for (start, _) in text.match_indices(&ids.old) {
            let end = start + ids.old.len();
            if !joined(text[..start].chars().next_back()) && !joined(text[end..].chars().next()) {
                found.push(Span::new(start, end));
            }
        }
    }
    found
}

fn splices(chosen: &[(Span, String)]) -> Vec<Splice> {
    chosen.iter().map(|(span, new)| Splice::new(*span, new.clone())).collect()
}

/// The configuration with the chosen ids replaced.
pub(super) fn rewrite_config(text: &str, chosen: &[(Span, String)]) -> Result<String, EditError> {
    rewrite_yaml(text, &splices(chosen))
}

/// The record with the chosen ids replaced, when it reads back with exactly these links changed.
pub(super) fn rewrite_record(
    record: &Record,
    text: &str,
    chosen: &[(Span, String)],
) -> Result<String, EditError> {
    let after = rewrite(text, &splices(chosen))?;
    let Document::Record(new) = read(&record.path, after.clone().into_bytes(), None) else {
        return Err(EditError::Spill);
    };
    let same = record.links.len() == new.links.len()
        && record.links.iter().zip(&new.links).all(|(old, now)| {
            let moved = chosen.iter().find(|(span, _)| old.span.contains(*span));
            let wanted = moved.map_or(&old.target.id, |(_, new)| new);
            now.target.id == *wanted && now.target.part == old.target.part && now.field == old.field
        });
    if same { Ok(after) } else { Err(EditError::Spill) }
}

/// The record with `old` among its former ids.
pub(super) fn remember(text: &str, record: &Record, old: &str) -> Result<String, EditError> {
    if record.words(common::PREVIOUS_IDS).iter().any(|id| id.value == old) {
        return Ok(text.to_owned());
    }
    let field = common::PREVIOUS_IDS.name().to_owned();
    apply(text, &[Edit::Append { field, item: NewItem::Word(old.to_owned()) }])
}
