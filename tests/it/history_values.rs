//! On random histories of a policy and a risk, what is told of a commit is what that commit holds.

use crate::support::dice::Dice;
use crate::support::git::Scratch;
use crate::support::stream::{Hand, Planned, make_all};
use chrono::{DateTime, FixedOffset};
use pirctl::emit::{history_json, show_json};
use pirctl::history::{Question, read_history};
use pirctl::proof::{BriefReader, Seals, Tags};
use pirctl::rows::RecordCard;
use pirctl::session::{Environment, Face, Options, Session};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const SEEDS: u64 = 200;
const IDS: [&str; 2] = ["POL-access", "RISK-0001"];

/// What one commit holds of a record: where it stands, and its text.
type Held = BTreeMap<&'static str, (String, String)>;

struct Random {
    dice: Dice,
    held: Vec<Held>,
    commits: Vec<Planned>,
}

impl Random {
    fn history(seed: u64) -> Self {
        let mut random = Self { dice: Dice::new(seed), held: Vec::new(), commits: Vec::new() };
        let first = IDS.map(|id| (id, (random.path(id), random.text(id)))).into_iter().collect();
        let mut heads = vec![random.commit(first, Vec::new())];
        for _ in 0..12 + random.dice.below(14) {
            let at = random.dice.below(heads.len());
            if heads.len() < 3 && random.dice.chance(20) {
                heads.push(heads[at]);
            } else if heads.len() > 1 && random.dice.chance(25) {
                let other = heads.remove((at + 1) % heads.len());
                let at = at.min(heads.len() - 1);
                heads[at] = random.merge(heads[at], other);
            } else {
                let mut held = random.held[heads[at]].clone();
                random.change(&mut held);
                heads[at] = random.commit(held, vec![heads[at]]);
            }
        }
        while let [first, .., last] = heads[..] {
            heads.pop();
            heads[0] = random.merge(first, last);
        }
        let held = random.held[heads[0]].clone();
        random.close(held, heads);
        random
    }

    fn path(&mut self, id: &str) -> String {
        format!("{}/{id}.md", self.dice.pick(&["policies", "risks", "handbook", "deep/er"]))
    }

    fn text(&mut self, id: &str) -> String {
        let mut text =
            format!("---\nid: {id}\nkind: {}\n", if id == IDS[0] { "policy" } else { "risk" });
        let status = self.dice.pick(&["draft", "open", "published"]);
        write!(text, "title: {id}\nstatus: {status}\n").unwrap();
        text += &self.lines(id);
        text += "owner: s.lind\n---\n## Treatment plan\n";
        for _ in 0..3 {
            writeln!(text, "Sentence {}.", self.dice.below(4)).unwrap();
        }
        text
    }

    /// The lines of the values, written in one of several ways.
    fn lines(&mut self, id: &str) -> String {
        if id == IDS[0] {
            let versions = ["1.0", "1.1", "1.9", "1.10", "2.0.1", "2026-03", "2026-03-01"];
            let (version, quote) = (self.dice.pick(&versions), self.dice.pick(&["\"", "'"]));
            return format!("version: {quote}{version}{quote}\n");
        }
        let (likelihood, impact) = (1 + self.dice.below(5), 1 + self.dice.below(5));
        let blanks = self.dice.pick(&[" ", "  ", "   "]);
        format!("likelihood:{blanks}{likelihood}\nimpact: {impact}\n")
    }

    fn change(&mut self, held: &mut Held) {
        for id in IDS {
            let (mut path, mut text) = held[id].clone();
            match self.dice.below(10) {
                0..=2 => {
                    let lines = self.lines(id);
                    text = with_values(&text, &lines);
                }
                3 => text = self.text(id),
                4 => path = self.path(id),
                5 => (path, text) = (self.path(id), self.text(id)),
                6 => text += "One more.\n",
                _ => {}
            }
            if held.values().all(|(other, _)| *other != path) {
                held.insert(id, (path, text));
            } else {
                held.get_mut(id).unwrap().1 = text;
            }
        }
    }

    /// A merge takes of each record one side, the place of one and the text of the other, or values
    /// of its own.
    fn merge(&mut self, ours: usize, theirs: usize) -> usize {
        let (a, b) = (self.held[ours].clone(), self.held[theirs].clone());
        let mut held = Held::new();
        for id in IDS {
            let file = match self.dice.below(8) {
                0..=2 => a[id].clone(),
                3..=5 => b[id].clone(),
                6 => (a[id].0.clone(), format!("{}Joined.\n", b[id].1)),
                _ => (a[id].0.clone(), self.text(id)),
            };
            held.insert(id, file);
        }
        if held[IDS[0]].0 == held[IDS[1]].0 {
            held = a;
        }
        self.commit(held, vec![ours, theirs])
    }

    fn commit(&mut self, held: Held, parents: Vec<usize>) -> usize {
        // Clocks run back now and then.
        let at = i64::try_from(self.commits.len()).unwrap() * 3600
            - i64::from(self.dice.chance(15)) * 9000;
        let at: DateTime<FixedOffset> =
            DateTime::from_timestamp(1_767_225_600 + at, 0).unwrap().into();
        let hand = Hand { who: "s.lind".into(), at };
        let mut files: BTreeMap<_, _> = held.values().cloned().collect();
        files.insert("pirctl.yaml".into(), "schema: 1\n".into());
        let (author, committer, message) = (hand.clone(), hand, "m\n".to_owned());
        let parents = parents.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self.commits.push(Planned { parents, author, committer, message, files, tags: Vec::new() });
        self.held.push(held);
        self.commits.len() - 1
    }

    /// A last commit that changes both records. Where a merge leaves a side behind, the rows of git do
    /// not say which of the sides stands.
    fn close(&mut self, mut held: Held, parents: Vec<usize>) {
        for (_, text) in held.values_mut() {
            *text += "Closed.\n";
        }
        self.commit(held, parents);
    }

    /// The values of each parent differ from those of the commit, in what `read` gives.
    fn moves<T: PartialEq>(&self, at: usize, read: impl Fn(&Held) -> T) -> bool {
        let mut parents = self.commits[at].parents.iter();
        parents.all(|parent| read(&self.held[*parent]) != read(&self.held[at]))
    }
}

/// The text with other lines of values.
fn with_values(text: &str, lines: &str) -> String {
    let is_value =
        |line: &str| ["version:", "likelihood:", "impact:"].iter().any(|v| line.starts_with(v));
    let kept =
        text.lines().filter(|line| !is_value(line)).fold(String::new(), |all, l| all + l + "\n");
    kept.replacen("owner:", &format!("{lines}owner:"), 1)
}

/// A value as a reader of lines finds it.
fn value(text: &str, field: &str) -> Option<String> {
    let front = text.strip_prefix("---\n")?.split("\n---\n").next()?;
    let said = front.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    Some(said.trim().trim_matches(['"', '\'']).to_owned())
}

/// What tells versions apart, or scores, in words of the story: `1.10`, `8 (2 x 4)`.
fn told_value(text: &str) -> String {
    let number = |field| value(text, field)?.parse::<i64>().ok();
    match (value(text, "version"), number("likelihood"), number("impact")) {
        (Some(version), ..) => version,
        (_, Some(a), Some(b)) => format!("{} ({a} x {b})", a * b),
        _ => panic!("no values in {text}"),
    }
}

/// The files at `COMMIT:PATH`, as git prints them.
fn shown_by_git(
    scratch: &Scratch,
    asked: &BTreeSet<(String, String)>,
) -> BTreeMap<(String, String), String> {
    let input =
        asked.iter().fold(String::new(), |all, (commit, path)| all + &format!("{commit}:{path}\n"));
    let output = scratch.git_with_input(&["cat-file", "--batch"], input.as_bytes());
    let mut rest = String::from_utf8(output).unwrap();
    let mut found = BTreeMap::new();
    for key in asked {
        let (head, text) = rest.split_once('\n').unwrap();
        let size = head.rsplit(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{head}"));
        let (own, after): (&str, &str) = text.split_at(size);
        found.insert(key.clone(), own.to_owned());
        rest = after[1..].to_owned();
    }
    found
}

/// A value that the program tells of a record at a commit.
#[derive(Debug)]
struct Told {
    id: &'static str,
    commit: String,
    path: String,
    value: String,
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What `history --format json` tells: each version of each revision, and each commit that brought one.
fn by_history(scratch: &Scratch, rev: &str) -> Vec<Told> {
    let repository = scratch.open();
    let tip = repository.resolve(rev).unwrap();
    let ids = IDS.map(str::to_owned).to_vec();
    let question = Question { tip, paths: Vec::new(), ids, count_lines: false };
    let history = read_history(&repository, &question, &BriefReader { with_texts: true }).unwrap();
    let page = history_json(&history, &Seals::default(), &Tags::default());
    let page: Value = serde_json::from_str(&page).unwrap();
    let mut told = Vec::new();
    for document in list(&page["documents"]) {
        let Some(id) = IDS.into_iter().find(|id| document["id"] == *id) else {
            panic!("{document}")
        };
        let revisions = list(&document["revisions"]);
        let rows = revisions.iter().map(|row| (row, text_of(&row["path"])));
        let path = |commit: &Value| {
            text_of(&revisions.iter().find(|r| r["commit"] == *commit).unwrap()["path"])
        };
        let versions = list(&document["versions"]).iter().map(|row| (row, path(&row["commit"])));
        for (row, path) in rows.chain(versions).filter(|(row, _)| !row["version"].is_null()) {
            told.push(Told {
                id,
                commit: text_of(&row["commit"]),
                path,
                value: text_of(&row["version"]),
            });
        }
    }
    told
}

/// What `show --format json` tells at a commit: claims, and the steps of the story.
fn by_show(scratch: &Scratch, rev: &str) -> (Vec<Told>, Vec<(&'static str, Value)>) {
    let face = Face::Revision(rev.to_owned());
    let options = Options { folder: scratch.path(), face, ..Options::default() };
    let session = Session::open(&options, &Environment::default()).unwrap();
    let (mut told, mut claims) = (Vec::new(), Vec::new());
    for id in IDS {
        let record = session.register().get(id).unwrap();
        let (people, zone) = (session.people(), session.now().zone);
        let card = RecordCard::of(record, session.register(), Some(session.past()), people, zone);
        let page: Value = serde_json::from_str(&show_json(&card)).unwrap();
        claims.extend(list(&page["claims"]).iter().cloned().map(|claim| (id, claim)));
        for step in list(&page["story"]) {
            let moved = list(&step["moved"]).iter().map(text_of);
            let value = moved.filter_map(|word| {
                let value = word.strip_prefix("version ").or(word.strip_prefix("score "))?;
                Some(value.rsplit(" -> ").next()?.to_owned())
            });
            let (commit, path) = (text_of(&step["commit"]["id"]), text_of(&step["path"]));
            told.extend(value.map(|value| Told {
                id,
                commit: commit.clone(),
                path: path.clone(),
                value,
            }));
        }
    }
    (told, claims)
}

#[test]
fn each_version_and_score_that_is_told_is_what_git_shows_at_that_commit() {
    let all: Vec<_> = (0..SEEDS).map(Random::history).collect();
    let lists: Vec<_> = all.iter().map(|random| random.commits.as_slice()).collect();
    let (scratch, ids) = make_all(&lists);
    let (mut told, mut judged) = (Vec::new(), 0);
    for (random, ids) in all.iter().zip(&ids) {
        let tip = ids.len() - 1;
        let (steps, claims) = by_show(&scratch, &ids[tip]);
        told.extend(by_history(&scratch, &ids[tip]));
        assert_whole(random, ids, &steps);
        told.extend(steps);
        assert_claims(random, ids, &claims, tip);
        let changes_both =
            |at: &usize| IDS.iter().all(|id| random.moves(*at, |held| held[id].1.clone()));
        if let Some(middle) = (tip / 2..tip).find(changes_both) {
            judged += 1;
            let (_, claims) = by_show(&scratch, &ids[middle]);
            assert_claims(random, ids, &claims, middle);
        }
    }
    assert!(judged > 50, "only {judged} commits in the middle were judged");
    let at = |told: &Told| (told.commit.clone(), told.path.clone());
    let texts = shown_by_git(&scratch, &told.iter().map(at).collect());
    for told in &told {
        assert_eq!(told_value(&texts[&at(told)]), told.value, "{told:?}");
    }
}

/// Nothing is left out of the story, and nothing is told twice.
fn assert_whole(random: &Random, ids: &[String], steps: &[Told]) {
    for id in IDS {
        let step = |(at, commit): (usize, &String)| {
            random.moves(at, |held| told_value(&held[id].1)).then(|| commit.clone())
        };
        let mut moving: Vec<_> = ids.iter().enumerate().filter_map(step).collect();
        let own = steps.iter().filter(|step| step.id == id);
        let mut named: Vec<_> = own.map(|step| step.commit.clone()).collect();
        moving.sort();
        named.sort();
        assert_eq!(named, moving, "steps of {id} up to {:?}", ids.last());
    }
}

/// Each claim states what the commit judged holds, since a commit that holds it too.
fn assert_claims(random: &Random, ids: &[String], claims: &[(&str, Value)], at: usize) {
    let mut seen = 0;
    for (id, claim) in claims {
        let field = text_of(&claim["field"]);
        if !["version", "likelihood", "impact"].contains(&field.as_str()) {
            continue;
        }
        seen += 1;
        let held = |place: usize| value(&random.held[place][*id].1, &field);
        let since = ids.iter().position(|commit| claim["commit"]["id"] == **commit);
        let since = since.unwrap_or_else(|| panic!("{claim}"));
        assert_eq!(Some(text_of(&claim["value"])), held(at), "{id} {field}");
        assert_eq!(held(since), held(at), "{id} {field} since");
        let begins = random.moves(since, |held| value(&held[*id].1, &field));
        assert!(begins, "{id} {field} was so before {}", ids[since]);
    }
    assert_eq!(seen, 3);
}
