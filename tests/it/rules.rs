//! Every rule's examples are run: bad ones raise exactly their code, good ones raise nothing.

use chrono::DateTime;
use pirctl::chain::Inquiry;
use pirctl::compare::{Moves, compare};
use pirctl::config::{Assets, Config, People};
use pirctl::deadline::{Now, Terms};
use pirctl::diag::{Finding, Level};
use pirctl::git::{
    CommitId, CommitMeta, CommitNotes, NewCommit, NewRepository, NewTree, Person, TreeId,
};
use pirctl::history::{Question, read_history};
use pirctl::proof::{
    Artefacts, CommitFact, FileFact, Past, RecordReader, Seals, Tags, gather, named_commits,
    named_files,
};
use pirctl::record::{Document, read_by};
use pirctl::register::Register;
use pirctl::rules::example::{Built, Committed, Mark, Script, Unusual, build, parse};
use pirctl::rules::{
    Example, RULES, RecordContext, RegisterContext, Settings, Sides, find, judge, judge_change,
};
use pirctl::schema::Table;
use pirctl::session::{Environment, Options, Session};
use pirctl::span::LineIndex;
use pirctl::term::enumeration::{ASSET_GROUP, FUNCTION};
use pirctl::term::{RepoPath, Zone};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

type Files = BTreeMap<String, String>;

pub(crate) fn given(name: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given").join(name);
    let mut files = Files::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in
            std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// The findings of an example, and the places it marks.
fn run(example: &Example) -> (Vec<Finding>, Vec<Mark>, Files) {
    let script = parse(example.text).unwrap_or_else(|error| panic!("{}: {error}", example.name));
    let Built { files, marks, history, base } =
        build(&script, given).unwrap_or_else(|error| panic!("{}: {error}", example.name));
    let own = Beside::read(&files).config;
    let settings = settings(&own, &script);
    let head = Held::of(&files, &own, &script);
    let past = (!history.is_empty()).then(|| past_of(&history, &files, &script.repository));
    let judgement = judge(&head.context(&head.terms), past.as_ref(), &settings);
    let Some(before) = base else { return (judgement.findings, marks, files) };
    let old = Beside::read(&before).config;
    let (base, under) = (Held::of(&before, &old, &script), Held::of(&before, &own, &script));
    let known = judge(&under.context(&under.terms), None, &settings).findings;
    let (gone, new) = (
        |path: &RepoPath| !files.contains_key(path.as_str()),
        |path: &RepoPath| !before.contains_key(path.as_str()),
    );
    let compared = compare(&known, &judgement.findings, &Moves { gone: &gone, new: &new });
    let sides = Sides {
        base: base.context(&base.terms),
        under: under.context(&head.terms),
        head: head.context(&head.terms),
        past: None,
        waived: &judgement.waived,
    };
    let changed = judge_change(&sides, &settings).findings;
    (compared.introduced.into_iter().chain(changed).collect(), marks, files)
}

/// What there is of an example on one day.
pub(crate) struct Seen<'a> {
    pub(crate) example: &'a str,
    pub(crate) cx: Inquiry<'a>,
    pub(crate) people: &'a People,
    /// What every rule finds, waivers left aside.
    pub(crate) findings: Vec<Finding>,
    pub(crate) has_history: bool,
}

/// Shows the register of every example, on its own day and so many days after it.
pub(crate) fn every_register(later: &[i64], tell: &mut dyn FnMut(&Seen<'_>)) {
    for example in RULES.iter().flat_map(|rule| rule.bad.iter().chain(rule.good)) {
        let script = parse(example.text).unwrap();
        let Built { files, history, .. } = build(&script, given).unwrap();
        let config = Beside::read(&files).config;
        let mut held = Held::of(&files, &config, &script);
        let has_history = !history.is_empty();
        let past = if has_history {
            past_of(&history, &files, &script.repository)
        } else {
            Past::default()
        };
        let settings = Settings::of(&Config::absent(&RepoPath::new("pirctl.yaml")));
        for days in later {
            held.now = Now::end_of(script.today + chrono::TimeDelta::days(*days), config.zone);
            let context = held.context(&held.terms);
            let judged = judge(&context, has_history.then_some(&past), &settings);
            let waived = judged.waived.into_iter().map(|waived| waived.finding);
            let cx = Inquiry {
                register: &held.register,
                terms: &held.terms,
                now: held.now,
                config: &config,
                past: &past,
            };
            let findings = judged.findings.into_iter().chain(waived).collect();
            let (example, people) = (example.name, &held.people);
            tell(&Seen { example, cx, people, findings, has_history });
        }
    }
}

fn settings(config: &Config, script: &Script) -> Settings {
    let mut settings = Settings::of(config);
    for code in &script.without {
        if let Some(rule) = find(code) {
            settings.levels.insert(rule.code, None);
        }
    }
    settings
}

/// The files of an example as rules see them.
struct Held<'a> {
    config: &'a Config,
    people: People,
    assets: Assets,
    register: Register,
    terms: Terms,
    artefacts: Artefacts,
    ignored: Vec<RepoPath>,
    now: Now,
}

impl<'a> Held<'a> {
    fn of(files: &Files, config: &'a Config, script: &Script) -> Self {
        let Beside { people, assets, .. } = Beside::read(files);
        let is_record = |path: &&String| Path::new(path).extension().is_some_and(|e| e == "md");
        let (ignored, read): (Vec<_>, Vec<_>) = files
            .keys()
            .filter(is_record)
            .partition(|path| config.ignored(&RepoPath::new(path)).is_some());
        let register =
            Register::build(read.into_iter().map(|path| document(config, (path, &files[path]))));
        let named = config.incident_policy.as_ref().map(|given| given.value.as_str());
        let holds_record =
            |path: &&String| !matches!(document(config, (path, &files[*path])), Document::Foreign);
        Self {
            terms: Terms::of(&register, named),
            artefacts: artefacts(&register, files, script),
            ignored: ignored.into_iter().filter(holds_record).map(RepoPath::new).collect(),
            now: Now::end_of(script.today, config.zone),
            register,
            people,
            assets,
            config,
        }
    }

    fn context<'s>(&'s self, terms: &'s Terms) -> RegisterContext<'s> {
        let (now, config) = (self.now, self.config);
        let basis = RecordContext { now, profile: config.profile, terms, config };
        let Self { register, artefacts, people, assets, ignored, .. } = self;
        RegisterContext { basis, register, artefacts, people, assets, ignored }
    }
}

/// What git shows when the example's commits are made and its files stand in the working tree.
fn past_of(history: &[(Committed, Files)], files: &Files, unusual: &[Unusual]) -> Past {
    let (folder, tip, seals) = repository(history, files, unusual);
    let options = Options { folder: folder.path().into(), ..Options::default() };
    let session = Session::open(&options, &Environment::default()).unwrap();
    if history.iter().all(|(commit, _)| commit.seal.is_none()) {
        return session.past().clone();
    }
    let paths = vec![String::new()];
    let question = Question { tip, paths, ids: Vec::new(), count_lines: false };
    let read = read_history(session.repository().unwrap(), &question, &RecordReader::default());
    gather(&read.unwrap(), seals, &CommitNotes::new(), &Tags::default(), Zone::default())
}

/// A repository with the example's commits and its files in the working tree; its tip, and what
/// checking the seals of its commits showed.
pub(crate) fn repository(
    history: &[(Committed, Files)],
    files: &Files,
    unusual: &[Unusual],
) -> (tempfile::TempDir, CommitId, Seals) {
    let folder = tempfile::tempdir().unwrap();
    let repo = NewRepository::create(folder.path()).unwrap();
    let store = |files: &Files| -> NewTree {
        let stored = |(path, text): (&String, &String)| {
            (RepoPath::new(path), repo.add_content(text.as_bytes()).unwrap())
        };
        files.iter().map(stored).collect()
    };
    let (mut tip, mut seals) = (None, Seals::default());
    for (commit, files) in history {
        let person = Person {
            name: commit.by.clone(),
            email: format!("{}@example.org", commit.by),
            time: commit.at,
            time_in_range: true,
        };
        let parents: Vec<_> = tip.iter().copied().collect();
        let made = NewCommit {
            files: &store(files),
            parents: &parents,
            author: &person,
            committer: &person,
            message: &commit.message,
        };
        let made = repo.add_commit(&made).unwrap();
        tip = Some(made);
        if let Some(seal) = commit.seal {
            seals.insert(made, seal, None);
        }
    }
    let (_, last) = history.last().unwrap();
    repo.check_out(&store(last), &tip.unwrap()).unwrap();
    for path in last.keys() {
        std::fs::remove_file(folder.path().join(path)).unwrap();
    }
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    for unusual in unusual {
        make_unusual(&folder.path().join(".git"), &tip.unwrap().hex(), *unusual);
    }
    (folder, tip.unwrap(), seals)
}

fn make_unusual(git: &Path, tip: &str, unusual: Unusual) {
    let (folder, file) = match unusual {
        Unusual::Shallow => (git.to_owned(), "shallow"),
        Unusual::Replaced => (git.join("refs/replace"), tip),
        Unusual::Grafted => (git.join("info"), "grafts"),
    };
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(file), format!("{tip}\n")).unwrap();
}

/// The files beside the records.
struct Beside {
    config: Config,
    people: People,
    assets: Assets,
}

impl Beside {
    fn read(files: &Files) -> Self {
        let bytes =
            |path: &RepoPath| files.get(path.as_str()).map(|text| text.clone().into_bytes());
        let path = RepoPath::new("pirctl.yaml");
        let config =
            bytes(&path).map_or_else(|| Config::absent(&path), |text| Config::read(&path, text));
        let table = Table::of(&config).0;
        let path = config.people_path();
        let people = bytes(&path).map_or_else(
            || People::absent(&path),
            |text| People::read_with(&path, text, &table.words(&FUNCTION)),
        );
        let path = config.assets_path();
        let assets = bytes(&path).map_or_else(
            || Assets::absent(&path),
            |text| Assets::read_with(&path, text, &table.words(&ASSET_GROUP)),
        );
        Self { config, people, assets }
    }
}

fn document(config: &Config, (path, text): (&String, &String)) -> Document {
    let table = Table::of(config).0;
    read_by(table, &RepoPath::new(path), text.clone().into_bytes(), table.kind_at(path))
}

fn artefacts(register: &Register, files: &Files, script: &Script) -> Artefacts {
    let mut found = Artefacts::default();
    for path in named_files(register, "") {
        let fact = match files.get(path.as_str()) {
            Some(text) if text.is_empty() => FileFact::Empty,
            Some(text) => FileFact::Digest(pirctl::digest::sha256(text.as_bytes())),
            None => FileFact::Missing,
        };
        found.files.insert(path, fact);
    }
    for (id, _) in named_commits(register, "") {
        let paths = script.commits.get(&id);
        let fact = paths.map_or(CommitFact::Unknown, |paths| {
            let changed = paths.iter().map(RepoPath::new).collect();
            CommitFact::Known { commit: Box::new(some_commit()), changed }
        });
        found.commits.insert(id, fact);
    }
    found
}

/// A commit of which only the paths that it changed matter.
fn some_commit() -> CommitMeta {
    let at = DateTime::UNIX_EPOCH.fixed_offset();
    let person =
        Person { name: String::new(), email: String::new(), time: at, time_in_range: true };
    let id = "1".repeat(40);
    CommitMeta {
        id: CommitId::parse(&id).unwrap(),
        tree: TreeId::parse(&id).unwrap(),
        parents: Vec::new(),
        author: person.clone(),
        committer: person,
        summary: String::new(),
        message: String::new(),
        trailers: Vec::new(),
        signature: None,
    }
}

fn shown(findings: &[Finding], files: &Files) -> String {
    let line = |finding: &Finding| {
        let text = files.get(finding.place.path.as_str()).map_or("", String::as_str);
        let at = LineIndex::new(text).position(text, finding.place.span.start);
        let marked = finding.place.span.slice(text);
        format!(
            "{} {}:{}:{} «{marked}» {}\n",
            finding.code, finding.place.path, at.line, at.column, finding.message
        )
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_bad_example_raises_exactly_its_rule_at_the_marked_places() {
    let mut wrong = String::new();
    for rule in RULES {
        assert!(!rule.bad.is_empty(), "{} has no bad example", rule.code);
        for example in rule.bad {
            let (findings, mut marks, files) = run(example);
            let mut places: Vec<_> = findings
                .iter()
                .map(|finding| Mark {
                    path: finding.place.path.to_string(),
                    span: finding.place.span,
                })
                .collect();
            places.sort();
            places.dedup();
            marks.sort();
            let own = findings.iter().all(|finding| finding.code == rule.code);
            if !own || places != marks || findings.is_empty() {
                let shown = shown(&findings, &files);
                writeln!(wrong, "{} {}\nmarked {marks:?}\n{shown}", rule.code, example.name)
                    .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_good_example_raises_nothing_at_all() {
    let mut wrong = String::new();
    for rule in RULES {
        assert!(!rule.good.is_empty(), "{} has no good example", rule.code);
        for example in rule.good {
            let (findings, _, files) = run(example);
            if !findings.is_empty() {
                let shown = shown(&findings, &files);
                writeln!(wrong, "{} {}\n{shown}", rule.code, example.name).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn levels_follow_clock_profile_and_what_was_said() {
    for (name, level) in [
        ("overdue/by-five-days", Level::Warning),
        ("overdue/by-fifty-days", Level::Error),
        ("overdue/escalated", Level::Warning),
        ("verified-by-owner/medium-severity", Level::Warning),
        ("verified-by-owner/small-organisation", Level::Note),
        ("implemented-unverified/still-ahead", Level::Note),
        ("implemented-unverified/after-forty-days", Level::Warning),
        ("implemented-unverified/after-a-hundred-days", Level::Error),
        ("version-unapproved/by-the-owner", Level::Error),
        ("version-unapproved/small-organisation", Level::Note),
        ("acceptance-not-owners/by-another", Level::Warning),
        ("acceptance-not-owners/delegated-in-a-group", Level::Note),
        ("notification-overdue/still-in-time", Level::Note),
        ("notification-overdue/nobody-told", Level::Warning),
        ("bulletin-missing/still-ahead", Level::Note),
        ("bulletin-missing/still-a-draft", Level::Warning),
        ("quarter-without-report/still-ahead", Level::Note),
        ("quarter-without-report/none-presented", Level::Error),
        ("review-of-management-missing/due-this-month", Level::Note),
        ("review-of-management-missing/a-year-ago", Level::Error),
        ("followup-missing/not-planned-yet", Level::Note),
        ("followup-missing/month-of-grace", Level::Note),
        ("followup-missing/planned-and-late", Level::Error),
        ("auditor-owned-action/owned", Level::Warning),
        ("auditor-owned-action/small-organisation", Level::Note),
        ("statement-missing/still-ahead", Level::Note),
        ("statement-missing/quiet-quarter", Level::Warning),
        ("statement-unsupported/signed-by-declarant", Level::Warning),
        ("statement-unsupported/small-organisation", Level::Note),
        ("key-unknown/misspelt", Level::Warning),
        ("key-unknown/old-name", Level::Note),
    ] {
        let example = RULES.iter().flat_map(|rule| rule.bad).find(|example| example.name == name);
        let (findings, ..) = run(example.unwrap_or_else(|| panic!("no example {name}")));
        let levels: Vec<_> = findings.iter().map(|finding| finding.level).collect();
        assert_eq!(levels, [level], "{name}");
    }
}

#[test]
fn rules_stand_in_code_order_and_say_everything() {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_by_key(|code| (family(code), *code));
    sorted.dedup();
    assert_eq!(codes, sorted);
    for rule in RULES {
        assert!(
            rule.explanation.len() > 80 && !rule.summary.is_empty() && !rule.from.is_empty(),
            "{}",
            rule.code
        );
        let capital = rule.summary.starts_with(char::is_uppercase);
        assert!(!capital && !rule.summary.ends_with('.'), "{}: a summary is a fragment", rule.code);
        assert!(rule.explanation.ends_with('.'), "{}: an explanation is sentences", rule.code);
    }
    assert!(RULES.iter().any(|rule| rule.levels == pirctl::rules::Levels::Always(Level::Error)));
}

/// Families stand in the order of the requirements page.
fn family(code: &str) -> usize {
    let order = [
        "REC", "LNK", "INC", "PIR", "RCA", "ACT", "CTL", "RSK", "POL", "TRN", "BUL", "TRD", "MRV",
        "AUD", "PST", "VEN", "GIT", "CFG",
    ];
    order
        .iter()
        .position(|family| code.starts_with(family))
        .unwrap_or_else(|| panic!("{code}: unknown family"))
}

#[test]
fn every_example_file_belongs_to_a_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules");
    let named: Vec<_> = RULES
        .iter()
        .flat_map(|rule| rule.bad.iter().chain(rule.good))
        .map(|example| example.name)
        .collect();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        if folder.ends_with("given") || !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(&root).unwrap().with_extension("");
            let name = name.to_str().unwrap().replace('\\', "/");
            assert!(named.contains(&name.as_str()), "{name} is run by no rule");
        }
    }
}
