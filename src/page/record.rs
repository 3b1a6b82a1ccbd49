//! The page of a record: what it says, what git shows of each claim, who names it, its story.

use super::view::{Fact, RecordPage};
use super::{body, git, pictures, register, site::Site};
use crate::proof::StoryStep;
use crate::record::Record;
use crate::rows::{self, Cell, Piece, RecordCard, Table, plain};
use crate::schema::Kind;
use crate::term::interned;
use crate::verdict::Strength;
use crate::yaml::{Content, NodeId};

/// Fields that stand in the head of the page.
const IN_HEAD: [&str; 3] = ["kind", "id", "title"];

pub(super) fn view(site: &Site<'_>, record: &Record) -> RecordPage {
    let hidden = record.is_privileged();
    let zone = site.cx.now.zone;
    let card = RecordCard::of(record, site.cx.register, Some(site.cx.past), site.people, zone);
    let section = if record.kind() == Kind::Action { "Actions" } else { section(record.kind()) };
    let drawn_with = if hidden { None } else { pictures::drawn_with(site, record) };
    RecordPage {
        frame: site.frame(section, record.id(), true),
        id: record.id().to_owned(),
        title: if hidden { "privileged, withheld" } else { record.title() }.to_owned(),
        kind: record.kind().word(),
        facts: if hidden { Vec::new() } else { facts(site, record, drawn_with) },
        score: pictures::score(site, record),
        causes: if drawn_with.is_some() { Vec::new() } else { pictures::of_analysis(record, 0) },
        body: body::html(site, record, 3, "../"),
        claims: if hidden { Table::default() } else { claims(&card, site.addresses.file(record)) },
        names: links(site, "Records that it names", if hidden { &[] } else { &card.names }),
        named_by: links(site, "Records that name it", &card.named_by),
        story: if hidden { Table::default() } else { story(&card.story) },
        git_note: card.cut.map(|cut| git::told(&cut.reason, &cut.remedy)).unwrap_or_default(),
        path: git::quoted(record.path.as_str()),
        findings: register::findings_of(site, record),
    }
}

/// The part of the site that a record of a kind belongs to.
const fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Risk => "Risks",
        _ => "Other records",
    }
}

/// Every field as it is written, in file order; what only names records stands among the links. Then where its
/// pictures are.
fn facts(site: &Site<'_>, record: &Record, drawn_with: Option<&Record>) -> Vec<Fact> {
    let tree = record.tree();
    let entries = tree.entries(tree.root()).iter();
    let stated = entries.filter_map(|entry| {
        let name = tree.text(&record.text, entry.key)?;
        let value = Written { site, record }.cell(entry.value);
        let names_only = value.iter().all(|piece| !piece.href.is_empty());
        let shown = !IN_HEAD.contains(&name) && !names_only;
        shown.then(|| Fact { name: interned(&name.replace('_', " ")), value })
    });
    let drawn = drawn_with.map(|incident| Fact {
        name: "drawn with",
        value: vec![Piece::id(incident.id(), format!("{}#causes", site.addresses.file(incident)))],
    });
    stated.chain(drawn).collect()
}

/// Reads values as they are written.
struct Written<'a, 'r> {
    site: &'a Site<'r>,
    record: &'a Record,
}

impl Written<'_, '_> {
    fn content(&self, at: NodeId) -> Content<'_> {
        self.record.tree().node(at).content
    }

    fn text(&self, at: NodeId) -> &str {
        self.record.tree().text(&self.record.text, at).unwrap_or_default()
    }

    /// A value as a cell: one line for each item of a list of mappings.
    fn cell(&self, at: NodeId) -> Cell {
        match self.content(at) {
            Content::Scalar(_) => self.word(at).into_iter().collect(),
            Content::Sequence(items) => {
                let is_plain = |at: &NodeId| matches!(self.content(*at), Content::Scalar(_));
                if items.iter().all(is_plain) {
                    return self.row(items);
                }
                items.iter().map(|item| Piece::sub(self.inline(*item))).collect()
            }
            Content::Mapping(entries) => entries
                .iter()
                .map(|entry| {
                    let (name, value) = (self.text(entry.key), self.inline(entry.value));
                    Piece::sub(format!("{}: {value}", name.replace('_', " ")))
                })
                .collect(),
        }
    }

    /// A word, which leads to the record that it names.
    fn word(&self, at: NodeId) -> Option<Piece> {
        let text = self.text(at);
        let href = self.site.addresses.id(text);
        match (text.is_empty() || text == "~", href.is_empty()) {
            (true, _) => None,
            (_, true) => Some(Piece::text(text)),
            (_, false) => Some(Piece::id(text, href)),
        }
    }

    /// Words one after the other; those that lead to records stand apart by themselves.
    fn row(&self, items: &[NodeId]) -> Cell {
        let words: Cell = items.iter().filter_map(|item| self.word(*item)).collect();
        if words.iter().any(|piece| !piece.href.is_empty()) {
            return words;
        }
        let words: Vec<&str> = words.iter().map(|piece| piece.text.as_str()).collect();
        if words.is_empty() { Cell::new() } else { plain(words.join(", ")) }
    }

    /// A value in one line.
    fn inline(&self, at: NodeId) -> String {
        match self.content(at) {
            Content::Scalar(_) => self.text(at).to_owned(),
            Content::Sequence(items) => {
                let words: Vec<_> = items.iter().map(|item| self.inline(*item)).collect();
                words.join(", ")
            }
            Content::Mapping(entries) => {
                let pair = |entry: &crate::yaml::Entry| {
                    let (name, value) = (self.text(entry.key), self.inline(entry.value));
                    format!("{} {value}", name.replace('_', " "))
                };
                entries.iter().map(pair).collect::<Vec<_>>().join("; ")
            }
        }
    }
}

/// Each claim with its strength and the commit that first shows it; who made a commit of the record's own
/// story, and its seal, stand there.
fn claims(card: &RecordCard<'_>, here: &str) -> Table {
    let labels = ["field", "value+", "strength", "commit", "dated"];
    let mut table = Table::new("What git shows of each claim", &labels);
    for claim in &card.claims {
        let strength = Strength::word(claim.strength);
        let mut value = plain(&claim.value);
        if !claim.remark.is_empty() {
            value.push(Piece::sub(&claim.remark));
        }
        if let Some(cut) = &claim.cut {
            value.push(Piece::sub(git::told(&cut.reason, &cut.remedy)));
        }
        let mut cells = vec![
            plain(&claim.field),
            value,
            vec![Piece::strength(strength, strength.replace('-', " "))],
        ];
        match &claim.commit {
            Some(commit) if card.story.iter().any(|step| step.commit.id == commit.id) => {
                let anchor = format!("{here}#r-{}", commit.short());
                cells.extend([vec![Piece::id(commit.short(), anchor)], git::times(commit)]);
            }
            Some(commit) => {
                let [id, dated, by] =
                    <[Cell; 3]>::try_from(git::commit_cells(commit)).expect("three cells");
                cells.extend([id, dated.into_iter().chain(by).collect()]);
            }
            None => cells.extend([Cell::new(), Cell::new()]),
        }
        table.push("", cells);
    }
    table
}

fn links(site: &Site<'_>, caption: &str, links: &[rows::Link<'_>]) -> Table {
    let mut table = Table::new(caption, &["record", "title+", "field"]);
    let is_told = |link: &&rows::Link<'_>| {
        site.cx.register.get(&link.id).is_none_or(|other| !site.is_withheld(other))
    };
    for link in links.iter().filter(is_told) {
        let id = vec![Piece::id(&link.id, site.addresses.id(&link.id))];
        table.push("", vec![id, plain(link.title), plain(&link.field)]);
    }
    table
}

/// What each commit moved, newest first.
fn story(steps: &[StoryStep]) -> Table {
    let mut table =
        Table::new("Its story, newest first", &["commit", "dated", "by", "what moved+"]);
    for step in steps {
        let mut cells = git::commit_cells(&step.commit);
        cells.push(plain(step.moved.join(", ")));
        table.push(format!("r-{}", step.commit.short()), cells);
    }
    table
}
