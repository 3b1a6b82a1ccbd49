//! The files a register begins with.

use super::defines;
use crate::schema::Kind;
use crate::term::{Day, Profile, RepoPath, Zone};
use crate::yaml;
use std::fmt::Write;

/// Who begins the register, and how.
#[derive(Clone, Debug)]
pub struct InitRequest<'a> {
    /// Today, for the policy's `created`.
    pub today: Day,
    /// Zone in which days are cut.
    pub zone: Zone,
    /// How much form is asked for.
    pub profile: Profile,
    /// The name git knows the user by.
    pub name: Option<&'a str>,
    /// The address git knows the user by.
    pub email: Option<&'a str>,
}

/// A file to be written where none stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where, from the register's root.
    pub path: RepoPath,
    /// The whole file.
    pub text: String,
}

/// Every file of a new register: the configuration, people, the policy, folders.
pub fn init_files(request: &InitRequest<'_>) -> Vec<NewFile> {
    let you = First::of(request);
    let file = |path: &str, text: String| NewFile { path: RepoPath::new(path), text };
    let mut files = vec![
        file("pirctl.yaml", configuration(request)),
        file("people.yaml", you.people()),
        file("README.md", include_str!("../../templates/init/README.md").to_owned()),
        file("policies/POL-incident-management.md", policy(request, &you.handle)),
    ];
    for (folder, text) in folders() {
        files.push(file(&format!("{folder}/README.md"), text));
    }
    files
}

fn configuration(request: &InitRequest<'_>) -> String {
    include_str!("../../templates/init/pirctl.yaml")
        .replace("<profile>", request.profile.word())
        .replace("<timezone>", request.zone.name())
}

fn policy(request: &InitRequest<'_>, owner: &str) -> String {
    let trends = match request.profile {
        Profile::Small => "Twice a year",
        _ => "Each quarter",
    };
    let body = include_str!("../../templates/init/policy.md").replace("<trends>", trends);
    let owner_text = yaml::quoted(owner);
    let today = request.today;
    let defines = defines(owner, request.profile);
    let entity = match request.profile {
        Profile::Group => "entity: group # the legal entity or scope that this policy is for\n",
        Profile::Small | Profile::Standard => "",
    };
    format!(
        "---\nid: POL-incident-management\nkind: policy\ntitle: Incident management policy\n\
         status: draft\ncreated: {today}\nowner: {owner_text}\nversion: \"0.1\"\n{entity}type: policy\n\
         topic: incident-management\n\
         controls: [A.5.24, A.5.25, A.5.26, A.5.27, A.5.28, A.6.8]\ndefines:{defines}\n---\n{body}"
    )
}

/// The first person of the list.
struct First {
    handle: String,
    name: String,
    email: Option<String>,
    is_known: bool,
}

impl First {
    fn of(request: &InitRequest<'_>) -> Self {
        let email = request.email.map(str::trim).filter(|email| email.contains('@'));
        let local = email.and_then(|email| email.split('@').next()).unwrap_or_default();
        let name = request.name.map(str::trim).filter(|name| !name.is_empty());
        let handle = name.and_then(handle_of_name).or_else(|| handle_of_local(local));
        let Some(handle) = handle else {
            return Self {
                handle: "security.lead".to_owned(),
                name: "Security lead".to_owned(),
                email: None,
                is_known: false,
            };
        };
        let name = name.map_or_else(|| name_of_handle(&handle), str::to_owned);
        Self { handle, name, email: email.map(str::to_owned), is_known: true }
    }

    fn people(&self) -> String {
        let mut out = String::from(
            "# People that records name, by handle. A handle is kept when its person leaves.\n\
             # function is one of: security, it, legal, hr, operations, business, finance, management,\n\
             # privacy, engineering, external. emails are the addresses that git knows the person by.\n",
        );
        if !self.is_known {
            out.push_str("# Put yourself in the place of this first entry.\n");
        }
        let emails: Vec<_> = self.email.iter().map(|email| yaml::quoted(email)).collect();
        write!(
            out,
            "{}:\n  name: {}\n  role: information security manager\n  function: security\n  emails: [{}]\n",
            yaml::quoted(&self.handle),
            yaml::quoted(&self.name),
            emails.join(", ")
        )
        .expect("writing to a string does not fail");
        out
    }
}

/// `Sara van der Lind` is `s.lind`.
fn handle_of_name(name: &str) -> Option<String> {
    let words: Vec<_> =
        name.split_whitespace().map(super::slug).filter(|w| !w.is_empty()).collect();
    match words.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [first, .., last] => Some(format!("{}.{last}", first.chars().next()?)),
    }
}

/// `sara.lind` is taken for Sara Lind.
fn name_of_handle(handle: &str) -> String {
    let words: Vec<_> = handle.split(['.', '-']).map(heading).collect();
    words.join(" ")
}

/// The part of an address before the `@`, when it can be a handle.
fn handle_of_local(local: &str) -> Option<String> {
    let parts: Vec<_> = local.split('.').map(super::slug).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

/// A folder for each kind, with a note of what belongs there.
fn folders() -> Vec<(&'static str, String)> {
    let mut folders: Vec<(&'static str, String)> = Vec::new();
    for spec in Kind::ALL.map(Kind::spec) {
        let line = format!("{}\nMake one with `pirctl new {}`.\n", spec.purpose, spec.name);
        match folders.iter_mut().find(|(folder, _)| *folder == spec.folder) {
            Some((_, text)) => {
                text.push('\n');
                text.push_str(&line);
            }
            None => folders.push((spec.folder, format!("# {}\n\n{line}", heading(spec.folder)))),
        }
    }
    let evidence = "# Evidence\n\nFiles that records name as evidence, a folder for each incident. \
                    Records give a file's path and its SHA-256 digest.\n";
    folders.push(("evidence", evidence.to_owned()));
    folders
}

fn heading(folder: &str) -> String {
    let words = folder.replace('-', " ");
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{self, Document};

    fn files(name: Option<&str>, email: Option<&str>) -> Vec<NewFile> {
        init_files(&InitRequest {
            today: "2026-04-20".parse().unwrap(),
            zone: Zone::default(),
            profile: Profile::Small,
            name,
            email,
        })
    }

    fn text<'a>(files: &'a [NewFile], path: &str) -> &'a str {
        &files.iter().find(|file| file.path.as_str() == path).unwrap().text
    }

    #[test]
    fn the_policy_is_a_flawless_draft_and_says_what_it_defines() {
        let files = files(Some("Sara Lind"), Some("sara@example.org"));
        let path = RepoPath::new("policies/POL-incident-management.md");
        let text = text(&files, path.as_str());
        let Document::Record(policy) =
            record::read(&path, text.as_bytes().to_vec(), Some(Kind::Policy))
        else {
            panic!("{text}")
        };
        assert_eq!(policy.flaws, []);
        assert_eq!((policy.status(), policy.id()), ("draft", "POL-incident-management"));
        assert_eq!(policy.text_of(crate::schema::policy::OWNER), Some("s.lind"));
        let defines = policy.get(crate::schema::policy::DEFINES).unwrap();
        assert_eq!(defines.keys().len(), 15);
        assert!(text.contains("trend_every: P6M\n") && text.contains("Twice a year, incidents"));
        assert!(!text.contains('<') || !text.replace("<!--", "").contains('<'), "a mark is left");
    }

    #[test]
    fn every_kind_has_a_folder_that_holds_no_stray_file() {
        let files = files(None, None);
        for spec in Kind::ALL.map(Kind::spec) {
            let path = RepoPath::new(format!("{}/README.md", spec.folder));
            let text = text(&files, path.as_str());
            assert!(text.contains(&format!("pirctl new {}`", spec.name)), "{text}");
            let document = record::read(&path, text.as_bytes().to_vec(), Some(spec.kind));
            assert!(matches!(document, Document::Foreign));
        }
        let mut paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        let n = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), n);
    }

    #[test]
    fn the_first_person_is_the_one_that_git_knows() {
        for (name, email, handle) in [
            (Some("Sara van der Lind"), Some("x@example.org"), "s.lind"),
            (None, Some("Jörg.Weber+git@example.org"), "joerg.weber-git"),
            (Some("Özlem"), None, "oezlem"),
            (Some("山田"), Some("山田@例.jp"), "security.lead"),
            (None, None, "security.lead"),
        ] {
            let files = files(name, email);
            let people = text(&files, "people.yaml");
            assert!(people.contains(&format!("\n{handle}:\n  name: ")), "{people}");
            let owner = format!("\nowner: {handle}\n");
            assert!(text(&files, "policies/POL-incident-management.md").contains(&owner));
        }
        let files = files(Some("a: \"b\" #c"), Some("a@b: c"));
        let people = text(&files, "people.yaml");
        let (tree, faults) = yaml::parse(people, crate::span::Span::new(0, people.len()));
        assert!(tree.is_some() && faults.is_empty(), "{people} {faults:?}");
    }
}
