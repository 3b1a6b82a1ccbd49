//! The site: what is computed once for all pages, and the list of pages.

use super::frame::{Crumb, Frame, crumbs, nav, near};
use super::reading::{self, Reading};
use super::view::View;
use super::{about, incident, overview, policy, record, register};
use crate::catalog::FrameworkFilter;
use crate::chain::{Days, Inquiry, chain_of};
use crate::config::{Assets, Config, People};
use crate::diag::{Finding, Level};
use crate::git::DiffLine;
use crate::matrix::{Matrix, matrix};
use crate::metrics::Window;
use crate::proof::PolicyVersion;
use crate::record::Record;
use crate::register::is_in_framework;
use crate::rows::{self, Addresses, PAGE_ROWS, Sheet, Sources, in_order, page_name};
use crate::rules::{HistoryContext, Judgement};
use crate::schema::{Kind, common};
use crate::span::LineIndex;
use crate::term::{Classification, RepoPath};
use crate::verdict::Verdict;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What the report says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// The full id of the commit that was read, or over which the working tree stands.
    pub commit: String,
    /// True when the working tree was read and not the commit.
    pub is_worktree: bool,
    /// What was asked for: `--rev HEAD`.
    pub asked: String,
    /// The options that repeat it.
    pub options: String,
    /// Those of them that say which records are read, and as of when: for the other commands.
    pub moment: String,
    /// The tool's version.
    pub version: String,
}

/// What a site is made from.
pub struct SiteInput<'a> {
    /// Register, thresholds, time, configuration, history; people, assets and what is ignored.
    pub evidence: HistoryContext<'a>,
    /// What the rules found.
    pub judgement: &'a Judgement,
    /// Texts of files, and of versions that are no more.
    pub texts: &'a dyn Texts,
    /// What the report says of itself.
    pub about: About,
    /// For which days, and for which record.
    pub scope: Scope,
}

/// What a site is made for; everything, for the twelve months to its day, unless something is said.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The days for which readings are made.
    pub window: Option<Window>,
    /// The framework to whose controls the records of overview, registers and trends are related.
    pub framework: Option<FrameworkFilter>,
    /// The file of the one record that is shown, on a page that stands alone.
    pub alone: Option<RepoPath>,
}

/// Where a site finds texts.
pub trait Texts: Sync {
    /// The text of a file that findings point into.
    fn text_of(&self, path: &RepoPath) -> Option<&str>;

    /// A reader of changes of policies. Those of one policy are read by one reader, newest first: each version is
    /// stored as a difference from another, and is the new text of one change and the old one of the next.
    fn changes(&self) -> ReadChange<'_>;
}

/// Reads in which lines the text of a version, without the front matter, differs from that of the one before it;
/// `None` where one of them is not here.
pub type ReadChange<'r> =
    Box<dyn FnMut(&PolicyVersion, &PolicyVersion) -> Option<Vec<DiffLine>> + 'r>;

/// A finding with its line.
pub(super) struct Placed<'a> {
    pub(super) finding: &'a Finding,
    pub(super) line: usize,
}

/// A site before its pages are made.
pub struct Site<'a> {
    pub(super) cx: Inquiry<'a>,
    pub(super) people: &'a People,
    pub(super) assets: &'a Assets,
    pub(super) texts: &'a dyn Texts,
    pub(super) about: About,
    pub(super) judgement: &'a Judgement,
    /// By code, then by place.
    pub(super) findings: Vec<Placed<'a>>,
    findings_in: HashMap<&'a RepoPath, Vec<usize>>,
    /// The first finding of each rule: pages ask for it with each finding that they show.
    first_of: BTreeMap<&'static str, usize>,
    withheld: HashSet<&'a RepoPath>,
    outlooks: HashMap<&'a RepoPath, Outlook>,
    pub(super) addresses: Addresses,
    pub(super) registers: Vec<(Register, Sheet<'a>)>,
    /// The days for which readings are made.
    pub(super) window: Window,
    /// True when readings are made for other days than the twelve months to the day.
    pub(super) is_window_asked: bool,
    /// The framework to whose controls the records of overview, registers and trends are related.
    pub(super) framework: Option<FrameworkFilter>,
    /// The evidence matrix of these days.
    pub(super) matrix: Matrix,
    alone: Option<&'a Record>,
    readings: Vec<Reading<'a>>,
    classification: String,
}

/// What many pages ask of the chain of an incident. A chain is long and quickly made, so that none is kept.
#[derive(Clone, Copy)]
struct Outlook {
    learning: Verdict,
    late_stages: usize,
}

/// A register with pages of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Register {
    Incidents,
    Lessons,
    Actions,
    Risks,
    Policies,
}

/// Names a page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// Where it is, from the root of the site.
    pub path: String,
    pub(super) kind: PageKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    Overview,
    Incident(usize),
    Policy(usize),
    Record(usize),
    Register(usize, usize),
    Findings(usize),
    Reading(usize, usize),
    About,
}

impl<'a> Site<'a> {
    /// Computes what all pages share.
    pub fn build(input: SiteInput<'a>) -> Self {
        let SiteInput { evidence, judgement, texts, about, scope } = input;
        let (cx, people) = (evidence.inquiry(), evidence.basis.people);
        let alone = scope.alone.as_ref().and_then(|path| cx.register.at_path(path));
        let addresses = match alone {
            None => Addresses::of(cx.register),
            Some(record) => Addresses::within(incident::shown_with(&cx, record)),
        };
        let registers = match alone {
            None => registers(&cx, scope.framework.as_ref()),
            Some(_) => Vec::new(),
        };
        let classification = highest(&cx).map_or_else(String::new, |c| c.word().to_owned());
        let findings = placed(judgement, texts);
        let mut findings_in: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, placed) in findings.iter().enumerate() {
            findings_in.entry(&placed.finding.place.path).or_default().push(at);
        }
        let (mut first_of, mut first) = (BTreeMap::new(), 0);
        for of_rule in findings.chunk_by(|a, b| a.finding.code == b.finding.code) {
            first_of.insert(of_rule[0].finding.code, first);
            first += of_rule.len();
        }
        let privileged = cx.register.records().iter().filter(|record| record.is_privileged());
        let withheld = privileged.map(|record| &record.path).collect();
        let window = scope.window.unwrap_or_else(|| Window::year_to(cx.now.day()));
        let matrix = matrix(evidence, Days { first: window.first, end: window.end });
        let mut site = Self {
            cx,
            people,
            assets: evidence.basis.assets,
            texts,
            about,
            judgement,
            findings,
            findings_in,
            first_of,
            withheld,
            outlooks: outlooks(&cx),
            addresses,
            registers,
            window,
            is_window_asked: scope.window.is_some(),
            framework: scope.framework,
            matrix,
            alone,
            readings: Vec::new(),
            classification,
        };
        if site.alone.is_none() {
            site.readings = reading::all(&site, &evidence);
        }
        site
    }

    /// The record that is shown alone.
    pub fn alone(&self) -> Option<&'a Record> {
        self.alone
    }

    /// The page that stands alone: no link on it leads to another.
    pub fn view_alone(&self) -> Option<View> {
        let record = self.alone?;
        Some(match record.kind() {
            Kind::Incident => View::Incident(Box::new(incident::view(self, record))),
            Kind::Policy => View::Policy(Box::new(policy::view(self, record))),
            _ => View::Record(Box::new(record::view(self, record))),
        })
    }

    /// Every page, by path.
    pub fn pages(&self) -> Vec<PageKey> {
        let key = |path: String, kind| PageKey { path, kind };
        let mut found = vec![
            key("index.html".into(), PageKind::Overview),
            key("about.html".into(), PageKind::About),
        ];
        for (at, record) in self.cx.register.records().iter().enumerate() {
            let path = self.addresses.file(record).to_owned();
            match record.kind() {
                Kind::Incident => found.push(key(path, PageKind::Incident(at))),
                Kind::Policy => found.push(key(path, PageKind::Policy(at))),
                _ => found.push(key(path, PageKind::Record(at))),
            }
        }
        for (at, (register, sheet)) in self.registers.iter().enumerate() {
            for page in 0..page_count(sheet.len()) {
                found.push(key(page_name(register.name(), page), PageKind::Register(at, page)));
            }
        }
        for page in 0..page_count(self.findings.len()) {
            found.push(key(page_name("findings", page), PageKind::Findings(page)));
        }
        for (at, reading) in self.readings.iter().enumerate() {
            let paths = reading.paths().enumerate();
            found.extend(paths.map(|(page, path)| key(path, PageKind::Reading(at, page))));
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// What stands on a page.
    pub fn view(&self, key: &PageKey) -> View {
        let record = |at: usize| &self.cx.register.records()[at];
        match key.kind {
            PageKind::Overview => View::Overview(Box::new(overview::view(self))),
            PageKind::Incident(at) => View::Incident(Box::new(incident::view(self, record(at)))),
            PageKind::Policy(at) => View::Policy(Box::new(policy::view(self, record(at)))),
            PageKind::Record(at) => View::Record(Box::new(record::view(self, record(at)))),
            PageKind::Register(at, page) => {
                let (register, sheet) = &self.registers[at];
                View::Register(Box::new(register::view(self, *register, sheet, page)))
            }
            PageKind::Findings(page) => View::Register(Box::new(register::findings(self, page))),
            PageKind::Reading(at, page) => {
                View::Reading(Box::new(reading::view(self, &self.readings[at], page)))
            }
            PageKind::About => View::About(Box::new(about::view(self))),
        }
    }

    pub(super) fn config(&self) -> &'a Config {
        self.cx.config
    }

    /// How the learning from an incident stands; `None` for a record of another kind.
    pub(super) fn learning(&self, incident: &Record) -> Option<Verdict> {
        self.outlooks.get(&incident.path).map(|outlook| outlook.learning)
    }

    /// How many stages of an incident have run out of time.
    pub(super) fn late_stages(&self, incident: &Record) -> usize {
        self.outlooks.get(&incident.path).map_or(0, |outlook| outlook.late_stages)
    }

    /// What cells of registers are made from.
    pub(super) fn sources(&self) -> Sources<'_> {
        Sources { cx: &self.cx, addresses: &self.addresses }
    }

    /// The frame of a page in `section`; `inside` is true below the section's own page.
    pub(super) fn frame(&self, section: &'static str, here: &str, inside: bool) -> Frame {
        let home = here.is_empty();
        let alone = self.alone.is_some();
        let (group, near) = if alone { ("", Vec::new()) } else { near(section) };
        Frame {
            root: if inside && !alone { "../" } else { "" },
            title: if home {
                "Evidence of learning".into()
            } else {
                format!("{here} - Evidence of learning")
            },
            here: here.to_owned(),
            crumbs: if home || alone { Vec::<Crumb>::new() } else { crumbs(section, inside) },
            nav: if alone { Vec::new() } else { nav(section) },
            group,
            near,
            source: self.source(),
            as_of: self.cx.now.day().to_string(),
            version: self.about.version.clone(),
            classification: self.classification.clone(),
            edition: String::new(),
        }
    }

    /// What was read, in words.
    pub(super) fn source(&self) -> String {
        let short = self.about.commit.get(..12).unwrap_or(&self.about.commit);
        match (short.is_empty(), self.about.is_worktree) {
            (true, _) => "Files without a commit".into(),
            (false, true) => format!("Working tree over commit {short}"),
            (false, false) => format!("Commit {short}"),
        }
    }

    /// Where the findings of a rule are; empty when there are none.
    pub(super) fn rule_href(&self, code: &str) -> String {
        match self.first_of.get(code).filter(|_| self.alone.is_none()) {
            Some(first) => format!("{}#{code}", page_name("findings", first / PAGE_ROWS)),
            None => String::new(),
        }
    }

    /// True when the record is privileged: pages do not say what it names.
    pub(super) fn is_withheld(&self, record: &Record) -> bool {
        self.is_path_withheld(&record.path)
    }

    /// True when the record with this id, or the one of whose part it is the id, is privileged.
    pub(super) fn hides(&self, id: &str) -> bool {
        let whole = id.split('#').next().unwrap_or(id);
        !self.withheld.is_empty()
            && self.cx.register.get(whole).is_some_and(|record| self.is_withheld(record))
    }

    /// True when a privileged record stands in the file.
    pub(super) fn is_path_withheld(&self, path: &RepoPath) -> bool {
        // Most registers withhold nothing, and the pages ask for each link.
        !self.withheld.is_empty() && self.withheld.contains(path)
    }

    /// The findings in the file of a record, in the order of all findings.
    pub(super) fn findings_in(&self, record: &Record) -> impl Iterator<Item = &Placed<'a>> {
        let found = self.findings_in.get(&record.path).map(Vec::as_slice).unwrap_or_default();
        found.iter().map(|at| &self.findings[*at])
    }

    /// The incidents that the overview shows, in their order.
    pub(super) fn incidents(&self) -> Vec<&'a Record> {
        let mut all = self.in_order(Kind::Incident);
        all.retain(|record| is_in_scope(&self.cx, self.framework.as_ref(), record));
        all
    }

    /// The records of the register that other pages list, in their order.
    pub(super) fn in_order(&self, kind: Kind) -> Vec<&'a Record> {
        in_order(self.cx.register, kind)
    }
}

impl Register {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Lessons => "lessons",
            Self::Actions => "actions",
            Self::Risks => "risks",
            Self::Policies => "policies",
        }
    }
}

fn outlooks<'a>(cx: &Inquiry<'a>) -> HashMap<&'a RepoPath, Outlook> {
    let incidents: Vec<_> = cx.register.of_kind(Kind::Incident).collect();
    let outlook = |incident: &&'a Record| {
        let chain = chain_of(cx, incident);
        let (learning, late_stages) = (chain.learning(), chain.late_stages());
        (&incident.path, Outlook { learning, late_stages })
    };
    incidents.par_iter().map(outlook).collect()
}

fn registers<'a>(
    cx: &Inquiry<'a>,
    framework: Option<&FrameworkFilter>,
) -> Vec<(Register, Sheet<'a>)> {
    let all = [
        (Register::Incidents, rows::incidents(cx.register)),
        (Register::Lessons, rows::lessons(cx.register)),
        (Register::Actions, rows::actions(cx.register)),
        (Register::Risks, rows::risks(cx.register)),
        (Register::Policies, rows::policies(cx.register)),
    ];
    let in_scope = |record: &Record| is_in_scope(cx, framework, record);
    all.into_iter().map(|(register, sheet)| (register, sheet.of(in_scope))).collect()
}

/// True when a record names a control that is related to the framework, or none was asked for.
fn is_in_scope(cx: &Inquiry<'_>, framework: Option<&FrameworkFilter>, record: &Record) -> bool {
    framework.is_none_or(|filter| is_in_framework(cx.register, record, filter))
}

/// How many pages so many rows need; one for none.
pub(super) fn page_count(rows: usize) -> usize {
    rows.div_ceil(PAGE_ROWS).max(1)
}

fn highest(cx: &Inquiry<'_>) -> Option<Classification> {
    let stated =
        cx.register.records().iter().filter_map(|record| record.text_of(common::CLASSIFICATION));
    let stated: BTreeSet<_> = stated.filter_map(Classification::parse).collect();
    let default = cx.config.default_classification.as_ref().map(|given| given.value);
    stated.into_iter().chain(default).max()
}

fn placed<'a>(judgement: &'a Judgement, texts: &'a dyn Texts) -> Vec<Placed<'a>> {
    let mut indexes: BTreeMap<&RepoPath, Option<(LineIndex, &str)>> = BTreeMap::new();
    let mut found: Vec<_> = judgement
        .findings
        .iter()
        .map(|finding| {
            let path = &finding.place.path;
            let index = indexes
                .entry(path)
                .or_insert_with(|| texts.text_of(path).map(|text| (LineIndex::new(text), text)));
            let line = index
                .as_ref()
                .map_or(1, |(index, text)| index.position(text, finding.place.span.start).line);
            Placed { finding, line }
        })
        .collect();
    found.sort_by(|a, b| {
        let rank = |level: Level| std::cmp::Reverse(level);
        let key = |p: &Placed<'a>| (p.finding.code, rank(p.finding.level));
        key(a).cmp(&key(b)).then_with(|| a.finding.sort_key().cmp(&b.finding.sort_key()))
    });
    found
}
