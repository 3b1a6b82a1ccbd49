//! What stands on each kind of page; templates read these and nothing else.

use super::frame::{Frame, NavItem};
use crate::picture::Picture;
use crate::rows::{Cell, Table};
use serde::Serialize;

/// A page.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum View {
    /// The home page.
    Overview(Box<OverviewPage>),
    /// The chain of an incident.
    Incident(Box<IncidentPage>),
    /// A policy through its versions.
    Policy(Box<PolicyPage>),
    /// A record of any other kind.
    Record(Box<RecordPage>),
    /// Rows of a register or list.
    Register(Box<RegisterPage>),
    /// A reading of the register, part by part.
    Reading(Box<ReadingPage>),
    /// What the report is and how to make it again.
    About(Box<AboutPage>),
}

/// The home page, in the auditor's reading order.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OverviewPage {
    /// What every page has.
    pub frame: Frame,
    /// The first sentence.
    pub lead: String,
    /// The counts at the top.
    pub figures: Vec<Figure>,
    /// The pages, in the auditor's order.
    pub steps: Vec<StepView>,
    /// What the population is.
    pub population_note: String,
    /// Incidents by severity and status.
    pub population: Table,
    /// What was declared for each period.
    pub statements: Table,
    /// What the chains below are.
    pub chains_note: String,
    /// The words and shapes of the marks.
    pub legend: Vec<LegendItem>,
    /// Names of the stages.
    pub stages: Vec<&'static str>,
    /// A row for each incident.
    pub chains: Vec<ChainRow>,
    /// How many incidents there are, when not all are shown; else 0.
    pub more_chains: usize,
    /// What the table of late stages leaves out.
    pub late_note: String,
    /// Stages that are past their time.
    pub late: Table,
    /// What the table of findings counts.
    pub findings_note: String,
    /// Findings by rule.
    pub findings: Table,
    /// Profile, thresholds, rules off or changed.
    pub rules: Vec<Pair>,
}

/// A group of pages, as a step of the auditor's way.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepView {
    /// What it is for.
    pub says: &'static str,
    /// Its pages.
    pub pages: Vec<NavItem>,
}

/// A count with its meaning, leading to the records behind it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Figure {
    /// The count.
    pub count: usize,
    /// What is counted.
    pub text: &'static str,
    /// Where the records are.
    pub href: &'static str,
    /// The verdict whose mark stands beside it; empty for none.
    pub mark: &'static str,
}

/// A mark and its word.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LegendItem {
    /// The verdict.
    pub verdict: &'static str,
    /// Its words.
    pub words: &'static str,
}

/// An incident with its eleven marks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChainRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: String,
    /// Its page.
    pub href: String,
    /// One for each stage.
    pub cells: Vec<StateCell>,
}

/// A mark.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StateCell {
    /// The verdict.
    pub verdict: &'static str,
    /// Its word, short.
    pub words: String,
}

/// A name and its value.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub text: String,
    /// True when the value is a program's word.
    pub code: bool,
}

/// A name and a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Fact {
    /// The name.
    pub name: &'static str,
    /// The value.
    pub value: Cell,
}

/// The page of an incident.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IncidentPage {
    /// What every page has.
    pub frame: Frame,
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Severity, status, dates, people.
    pub facts: Vec<Fact>,
    /// The sentence to quote.
    pub sentence: String,
    /// How the learning stands, in words.
    pub standing: String,
    /// What happened when, and when it was recorded; none for a privileged incident.
    pub timeline: Option<Picture>,
    /// Which record answers which; none for a privileged incident and where nothing answers it.
    pub graph: Option<Picture>,
    /// The whys and the fishbone of each analysis; none of a privileged one.
    pub causes: Vec<Picture>,
    /// Every stage.
    pub stages: Vec<StageView>,
    /// The records of the chain with their text.
    pub records: Vec<RecordView>,
    /// The last commit of each record.
    pub git: Table,
    /// Why git shows nothing; empty when it does.
    pub git_note: String,
    /// Who did what.
    pub roles: Table,
    /// Findings about the incident.
    pub findings: Table,
    /// How many there are about the other records of the chain.
    pub other_findings: Table,
}

/// A stage of a chain.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StageView {
    /// The word of the stage.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// The verdict.
    pub verdict: &'static str,
    /// The verdict in words, with its due day.
    pub words: String,
    /// The verdict in one or two words.
    pub short: String,
    /// Why.
    pub reason: String,
    /// The strength; empty when nothing is claimed.
    pub strength: &'static str,
    /// The strength in words.
    pub strength_words: String,
    /// The seal; empty when there is no commit.
    pub seal: String,
    /// The records that answer it.
    pub answers: Vec<AnswerView>,
    /// Differences that git shows.
    pub remarks: Vec<String>,
    /// What is missing.
    pub gaps: Vec<GapView>,
    /// The commits, each in one line.
    pub proofs: Vec<Cell>,
}

/// A record that answers a stage.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AnswerView {
    /// Its id, leading to it.
    pub record: Cell,
    /// Its title.
    pub title: String,
    /// What it says.
    pub says: String,
}

/// Something missing.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GapView {
    /// `not found`, `open`, `cannot tell`.
    pub word: &'static str,
    /// How it looks.
    pub class: &'static str,
    /// What it is.
    pub text: String,
    /// The rule that speaks of it; without text when there is none.
    pub code: Option<Link>,
}

/// A text that may lead somewhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub text: String,
    /// Where it leads, from the root of the site; empty for nowhere.
    pub href: String,
}

/// A record with its text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RecordView {
    /// The fragment that leads to it; its id.
    pub id: String,
    /// Where its own page is; empty for the record of this page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its status.
    pub status: String,
    /// Fields worth reading.
    pub facts: Vec<Fact>,
    /// Why its text is not shown; empty when it is.
    pub withheld: String,
    /// Its text as HTML that cannot act; empty where it stands on its own page.
    pub body: String,
}

/// The page of a record that has no form of its own.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RecordPage {
    /// What every page has.
    pub frame: Frame,
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The kind.
    pub kind: &'static str,
    /// Every field as it is written.
    pub facts: Vec<Fact>,
    /// For a risk the way of its score.
    pub score: Option<Picture>,
    /// For a root cause analysis its whys and its fishbone.
    pub causes: Vec<Picture>,
    /// What git shows of each claim.
    pub claims: Table,
    /// Records that it names.
    pub names: Table,
    /// Records that name it.
    pub named_by: Table,
    /// What each commit moved.
    pub story: Table,
    /// Why git cannot tell; empty when it can.
    pub git_note: String,
    /// Its file, as one word of a shell command.
    pub path: String,
    /// Findings about it.
    pub findings: Table,
    /// Its text as HTML that cannot act.
    pub body: String,
}

/// The page of a policy.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PolicyPage {
    /// What every page has.
    pub frame: Frame,
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Version, status, approval.
    pub facts: Vec<Fact>,
    /// Its versions by date; none for a privileged policy.
    pub drawn: Option<Picture>,
    /// How the table was made.
    pub versions_note: String,
    /// The command that repeats each row.
    pub versions_command: String,
    /// Every revision, newest first.
    pub versions: Table,
    /// Why git shows nothing, or less than all; empty when it shows all.
    pub git_note: String,
    /// The change log of the version in force.
    pub log: Table,
    /// Findings about it.
    pub findings: Table,
    /// What changed with each revision.
    pub diffs: Vec<DiffView>,
    /// The text as HTML that cannot act.
    pub body: String,
}

/// What changed in a text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DiffView {
    /// The fragment that leads to it.
    pub anchor: String,
    /// The version.
    pub title: String,
    /// Who, when, how much.
    pub note: String,
    /// The command that repeats it.
    pub command: String,
    /// True when it is short enough to stand open.
    pub open: bool,
    /// The lines.
    pub lines: Vec<LineView>,
}

/// A line of a change.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LineView {
    /// `add`, `del`, `hunk` or nothing.
    pub class: &'static str,
    /// The text.
    pub text: String,
}

/// Rows of a register or list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RegisterPage {
    /// What every page has.
    pub frame: Frame,
    /// The heading.
    pub title: String,
    /// The first sentence.
    pub lead: String,
    /// What the rows show together; on the first page, where there is one.
    pub picture: Option<Picture>,
    /// The tables; none when there is nothing to show.
    pub tables: Vec<Table>,
    /// What is said then.
    pub empty: String,
    /// The pages of the register; none when one is enough.
    pub pages: Vec<PageLink>,
}

/// A reading of the register: parts with sentences, commands and tables.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReadingPage {
    /// What every page has.
    pub frame: Frame,
    /// The heading.
    pub title: String,
    /// The first sentence.
    pub lead: String,
    /// The parts.
    pub parts: Vec<PartView>,
    /// The pages of the reading; none when one is enough.
    pub pages: Vec<PageLink>,
}

/// A part of a reading.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PartView {
    /// Its heading; empty for none.
    pub heading: String,
    /// The fragment that leads to it.
    pub anchor: String,
    /// Sentences.
    pub notes: Vec<String>,
    /// What to type; empty for none.
    pub command: String,
    /// A picture above the table.
    pub picture: Option<Picture>,
    /// The table; without rows there is none.
    pub table: Table,
    /// What is said where a table has no rows; empty where none is meant.
    pub empty: String,
}

/// A page of a register.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageLink {
    /// Its number.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// True for this page.
    pub current: bool,
}

/// What the report is.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct AboutPage {
    /// What every page has.
    pub frame: Frame,
    /// Commit, options, version.
    pub made: Vec<Pair>,
    /// The commands that make it again.
    pub repeat: String,
    /// The commands that check it.
    pub check: String,
    /// Strength, seal and verdict in words.
    pub words: Vec<Pair>,
    /// Where history is cut.
    pub cuts: Vec<String>,
    /// What an edition leaves out; none for the full site.
    pub left_out: Vec<String>,
}
