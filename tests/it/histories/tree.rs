//! The files of a history as it is written: known by a name of their own, wherever they stand.

use crate::support::git::run_git;
use pirctl::schema::Kind;
use std::collections::BTreeMap;
use std::path::Path;

/// Path and text by name.
#[derive(Clone, Default)]
pub(super) struct Tree(BTreeMap<String, (String, String)>);

impl Tree {
    /// Adds a file that is known by its path.
    pub(super) fn put(&mut self, path: &str, text: String) {
        self.0.insert(path.to_owned(), (path.to_owned(), text));
    }

    /// Text by path.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        self.0.values().cloned().collect()
    }

    /// Takes a file as it stands in another tree, also when it is not there.
    pub(super) fn restore(&mut self, name: &str, from: &Self) {
        match from.0.get(name) {
            Some(file) => drop(self.0.insert(name.to_owned(), file.clone())),
            None => drop(self.0.remove(name)),
        }
    }

    /// Does what a line says; `None` when it is no step.
    pub(super) fn step(&mut self, word: &str, rest: &str, given: &Path) -> Option<()> {
        let (name, said) = rest.split_once(' ').unwrap_or((rest, ""));
        let said = said.replace("\\n", "\n").replace("\\t", "\t");
        match word {
            "add" => self.add(name, &said, given)?,
            "put" => self.put(name, said + "\n"),
            "remove" => drop(self.0.remove(name)?),
            "move" => self.0.get_mut(name)?.0 = said,
            "text" => {
                let text = &mut self.0.get_mut(name)?.1;
                let end = text.find("\n---\n")? + "\n---\n".len();
                *text = format!("{}{said}\n", &text[..end]);
            }
            "change" => {
                let (from, to) = said.split_once(" => ")?;
                let text = &mut self.0.get_mut(name)?.1;
                text.contains(from).then_some(())?;
                *text = text.replacen(from, to, 1);
            }
            "set" => {
                let (field, _) = said.split_once(':')?;
                self.set(name, field, Some(&said))?;
            }
            "unset" => self.set(name, &said, None)?,
            _ => return None,
        }
        Some(())
    }

    fn add(&mut self, template: &str, id: &str, given: &Path) -> Option<()> {
        let text = std::fs::read_to_string(given.join(template).with_extension("md")).ok()?;
        let own = text.lines().find_map(|line| line.strip_prefix("id: "))?.to_owned();
        let (name, id) = if id.is_empty() { (template, own.as_str()) } else { (id, id) };
        let path = format!("{}/{id}.md", Kind::of_id(id)?.spec().folder);
        self.0.insert(name.to_owned(), (path, text.replacen(&own, id, 1)));
        Some(())
    }

    /// Sets a field of the front matter to a line, or removes it with what is indented below it.
    fn set(&mut self, name: &str, field: &str, line: Option<&str>) -> Option<()> {
        let text = &mut self.0.get_mut(name)?.1;
        let end = text.find("\n---\n")? + 1;
        let (front, rest) = text.split_at(end);
        let (mut lines, mut inside, mut done): (Vec<&str>, _, _) = (Vec::new(), false, false);
        for old in front.lines() {
            inside =
                if old.starts_with(' ') { inside } else { old.starts_with(&format!("{field}:")) };
            match line.filter(|_| inside && !done) {
                _ if !inside => lines.push(old),
                Some(line) => {
                    lines.push(line);
                    done = true;
                }
                None => done = true,
            }
        }
        lines.extend(line.filter(|_| !done));
        *text = format!("{}\n{rest}", lines.join("\n"));
        Some(())
    }

    /// What git makes of two sides that come from one base; where both changed the same lines, the
    /// script is wrong.
    pub(super) fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut merged = Self::default();
        let names = ours.0.keys().chain(theirs.0.keys());
        for name in names {
            let side = |tree: &Self| tree.0.get(name).cloned();
            let (old, a, b) = (side(base), side(ours), side(theirs));
            let file = match (old, a, b) {
                (old, a, b) if a == b || old == b => a,
                (old, a, b) if old == a => b,
                (Some(old), Some(a), Some(b)) => {
                    let path = if a.0 == old.0 { b.0 } else { a.0 };
                    Some((path, merged_text(&old.1, &a.1, &b.1)))
                }
                _ => panic!("{name} is removed on one side and changed on the other"),
            };
            if let Some(file) = file {
                merged.0.insert(name.clone(), file);
            }
        }
        merged
    }
}

fn merged_text(old: &str, ours: &str, theirs: &str) -> String {
    if old == ours || old == theirs || ours == theirs {
        return if old == ours { theirs } else { ours }.to_owned();
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("old", old), ("ours", ours), ("theirs", theirs)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let output = run_git(folder.path(), 0, &["merge-file", "-p", "ours", "old", "theirs"], b"");
    let merged = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "a conflict:\n{merged}");
    merged
}
