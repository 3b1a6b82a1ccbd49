//! The page of a policy: its versions, what changed with each, its text.

use super::view::{DiffView, Fact, LineView, PolicyPage};
use super::{body, git, pictures, site::Site};
use crate::git::DiffLine;
use crate::proof::{PolicyVersion, RecordPast};
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, ids, plain, slug};
use crate::schema::{DayValue, Key, Line, part, policy};

/// Most lines of one change that are shown.
const DIFF_LINES: usize = 1500;

/// A change of at most so many lines stands open.
const OPEN_LINES: usize = 40;

pub(super) fn view(site: &Site<'_>, policy: &Record) -> PolicyPage {
    let hidden = policy.is_privileged();
    let past = site.cx.past.seen(policy.id()).filter(|_| !hidden);
    let versions = past.map(|past| past.versions.as_slice()).unwrap_or_default();
    let cut = site.cx.past.of(policy.id()).err();
    let title = if hidden { "privileged, withheld" } else { policy.title() };
    PolicyPage {
        frame: site.frame("Policies", policy.id(), true),
        id: policy.id().to_owned(),
        title: title.to_owned(),
        facts: if hidden { Vec::new() } else { facts(site, policy) },
        drawn: pictures::versions(site, policy),
        versions_note: versions_note(past, policy),
        versions_command: format!("git show COMMIT -- {}", git::quoted(policy.path.as_str())),
        versions: version_table(site, policy, versions),
        git_note: cut.map(|cut| git::told(&cut.reason, &cut.remedy)).unwrap_or_default(),
        log: if hidden { Table::default() } else { log_table(site, policy) },
        findings: super::register::findings_of(site, policy),
        diffs: diffs(site, versions),
        body: body::html(site, policy, 3, "../"),
    }
}

/// What the table of versions shows, and what git holds beside it.
fn versions_note(past: Option<&RecordPast>, policy: &Record) -> String {
    let note = "Each revision that git holds, newest first, dated by the committer's clock.";
    let Some(past) = past else { return note.to_owned() };
    let moved = match past.followed_by.as_str() {
        "" => String::new(),
        how => format!(" The file moved; it is {how}."),
    };
    let other = match past.revisions.len().saturating_sub(past.versions.len()) {
        0 => String::new(),
        other => format!(
            " In {other} more the file held no policy that can be read: git log --follow -- {} shows them.",
            git::quoted(policy.path.as_str())
        ),
    };
    format!("{note}{moved}{other}")
}

fn facts(site: &Site<'_>, policy: &Record) -> Vec<Fact> {
    let text = |name, key: Key<Line>| Some(Fact { name, value: plain(policy.text_of(key)?) });
    let day =
        |name, key: Key<DayValue>| Some(Fact { name, value: vec![Piece::day(*policy.get(key)?)] });
    let controls: Cell =
        ids(&site.addresses, policy.words(policy::CONTROLS).iter().map(|id| id.value));
    let all = [
        text("version", policy::VERSION),
        Some(Fact { name: "status", value: plain(policy.status()) }),
        text("owner", policy::OWNER),
        text("approved by", policy::APPROVED_BY),
        day("approved", policy::APPROVED_AT),
        day("in force from", policy::EFFECTIVE),
        day("next review", policy::NEXT_REVIEW),
        (!controls.is_empty()).then_some(Fact { name: "controls", value: controls }),
    ];
    all.into_iter().flatten().collect()
}

fn version_table(site: &Site<'_>, policy: &Record, versions: &[PolicyVersion]) -> Table {
    let labels = ["version", "commit", "dated", "by", "change log+", "incidents", "text"];
    let mut table = Table::new("Revisions of the policy", &labels);
    let here = site.addresses.file(policy);
    for (at, held) in versions.iter().enumerate() {
        let before = versions.get(at + 1);
        // An entry belongs to the revision that first holds it.
        let new = held.log.iter().filter(|e| before.is_none_or(|b| !b.log.contains(e)));
        let new: Vec<_> = new.collect();
        let raised = before.is_some_and(|before| before.version != held.version);
        let mut version = plain(&held.version);
        if let Some(before) = before.filter(|_| raised) {
            version.push(Piece::sub(format!("before: {}", before.version)));
        }
        if held.path != policy.path {
            version.push(Piece::sub(held.path.as_str()));
        }
        let mut cells = vec![version];
        cells.extend(git::commit_cells(&held.commit));
        cells.push(
            new.iter().map(|e| Piece::sub(format!("{}: {}", e.version, e.summary))).collect(),
        );
        let mut named: Vec<_> = new.iter().flat_map(|e| &e.incidents).map(String::as_str).collect();
        named.sort_unstable();
        named.dedup();
        cells.push(ids(&site.addresses, named));
        cells.push(match (before, held.text_changed) {
            (None, _) => plain("first revision"),
            (Some(_), true) => vec![Piece::link("changed", format!("{here}#{}", anchor(held)))],
            (Some(_), false) => plain("as before"),
        });
        table.push(format!("r-{}", held.commit.short()), cells);
    }
    table
}

fn log_table(site: &Site<'_>, policy: &Record) -> Table {
    let labels = ["version", "date", "incidents", "sections", "summary+", "reason"];
    let mut table = Table::new("Change log, as the policy states it", &labels);
    for entry in policy.items(policy::CHANGE_LOG) {
        let sections: Vec<_> = entry.words(part::SECTIONS).iter().map(|s| s.value).collect();
        table.push(
            "",
            vec![
                plain(entry.text_of(part::VERSION).unwrap_or_default()),
                entry.get(part::DATE).map(|date| Piece::stamp(*date)).into_iter().collect(),
                ids(&site.addresses, entry.words(part::INCIDENTS).iter().map(|id| id.value)),
                plain(sections.join("; ")),
                plain(entry.text_of(part::SUMMARY).unwrap_or_default()),
                plain(entry.text_of(part::REASON).unwrap_or_default()),
            ],
        );
    }
    table
}

/// What changed with each revision whose text differs from the one before.
fn diffs(site: &Site<'_>, versions: &[PolicyVersion]) -> Vec<DiffView> {
    let mut change = site.texts.changes();
    let pairs = versions.windows(2).filter_map(|pair| <&[_; 2]>::try_from(pair).ok());
    let changed = pairs.filter(|[held, _]| held.text_changed);
    changed.map(|[held, before]| diff(held, before, change(held, before))).collect()
}

/// The fragment that leads to what changed with a revision.
fn anchor(held: &PolicyVersion) -> String {
    format!("d-{}", slug(held.commit.short()))
}

fn diff(held: &PolicyVersion, before: &PolicyVersion, compared: Option<Vec<DiffLine>>) -> DiffView {
    let day = held.commit.committed_at.date_naive();
    let from = if before.version == held.version {
        String::new()
    } else {
        format!(", from {}", before.version)
    };
    let counted = compared.as_ref().map_or_else(String::new, |lines| counted(lines));
    let open = compared.as_ref().is_none_or(|lines| lines.len() <= OPEN_LINES);
    DiffView {
        anchor: anchor(held),
        title: format!("Version {}{from}", held.version),
        note: format!("{} by {}, {day}{counted}", held.commit.short(), held.commit.author),
        command: git::show(&held.commit, held.path.as_str()),
        open,
        lines: compared.map_or_else(not_here, shown),
    }
}

fn counted(lines: &[DiffLine]) -> String {
    let count = |wanted: fn(&DiffLine) -> bool| lines.iter().filter(|line| wanted(line)).count();
    let added = count(|line| matches!(line, DiffLine::Added(_)));
    let removed = count(|line| matches!(line, DiffLine::Removed(_)));
    format!(", {added} lines added, {removed} removed")
}

fn shown(compared: Vec<DiffLine>) -> Vec<LineView> {
    let all = compared.len();
    let mut lines: Vec<_> = compared.into_iter().take(DIFF_LINES).map(line_view).collect();
    if all > DIFF_LINES {
        let text = format!("{} more lines; the command above shows all", all - DIFF_LINES);
        lines.push(LineView { class: "hunk", text });
    }
    lines
}

/// A clone may know that a text changed without holding it.
fn not_here() -> Vec<LineView> {
    let text = "cannot tell: this clone does not hold both texts; the command above fetches them";
    vec![LineView { class: "hunk", text: text.to_owned() }]
}

fn line_view(line: DiffLine) -> LineView {
    let (class, text) = match line {
        DiffLine::Skip(old, new) => ("hunk", format!("lines {old} before, {new} after")),
        DiffLine::Same(text) => ("", text),
        DiffLine::Removed(text) => ("del", text),
        DiffLine::Added(text) => ("add", text),
    };
    LineView { class, text }
}
