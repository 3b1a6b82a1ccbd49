//! Reading versions for a list of revisions: what each row says of them, and no more.
//!
//! Texts are not kept: a register's policies over the years are larger than memory should be.

use super::past::LogEntry;
use super::version::log_entries;
use crate::digest::sha256;
use crate::edit::front_matter;
use crate::history::{DocumentReader, Seen};
use crate::record::{self, RECORD_LIMIT, Record};
use crate::schema::{Kind, common, incident, policy, risk};
use crate::term::RepoPath;
use std::path::Path;

/// Reads versions of records for a list of revisions.
#[derive(Clone, Copy, Debug, Default)]
pub struct BriefReader {
    /// Whether to keep change logs and digests of texts too.
    pub with_texts: bool,
}

/// What a list of revisions says of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionBrief {
    /// The version that a policy states.
    pub version: Option<String>,
    /// The status it states.
    pub status: Option<String>,
    /// The severity of an incident, as written.
    pub severity: Option<String>,
    /// Likelihood and impact of a risk.
    pub scores: Option<(i64, i64)>,
    /// Ids that it says it bore earlier.
    pub previous_ids: Vec<String>,
    /// A policy's change log, as written then; empty unless asked for.
    pub log: Vec<LogEntry>,
    /// Stands for a policy's text but for white space and wrapping; `None` unless asked for.
    pub text: Option<String>,
}

impl DocumentReader for BriefReader {
    type Facts = VersionBrief;

    fn wants(&self, path: &RepoPath) -> bool {
        Path::new(path.as_str()).extension().is_some_and(|extension| extension == "md")
    }

    fn previous_ids<'f>(&self, facts: &'f VersionBrief) -> &'f [String] {
        &facts.previous_ids
    }

    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<VersionBrief>> {
        let record = record::read_values(path, self.needed(content)?)?;
        let paths = record.words(common::PREVIOUS_PATHS);
        let previous_paths = paths.iter().filter_map(|p| RepoPath::parse_written(p.value));
        Some(Seen {
            id: Some(record.id().to_owned()),
            previous_paths: previous_paths.collect(),
            facts: self.brief(&record),
        })
    }
}

impl BriefReader {
    /// The bytes to read: without the body, which is most of them, unless it is asked for.
    fn needed(self, content: &[u8]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(content).ok()?;
        if self.with_texts || text.len() > RECORD_LIMIT {
            return Some(content.to_vec());
        }
        let front = front_matter(text)?;
        Some([&content[..front.end], b"---\n"].concat())
    }

    fn brief(self, record: &Record) -> VersionBrief {
        let (is_policy, is_incident) =
            (record.kind() == Kind::Policy, record.kind() == Kind::Incident);
        let scores = || Some((*record.get(risk::LIKELIHOOD)?, *record.get(risk::IMPACT)?));
        let version = || record.text_of(policy::VERSION).unwrap_or_default().to_owned();
        let with_texts = is_policy && self.with_texts;
        VersionBrief {
            version: is_policy.then(version),
            status: record.text_of(common::STATUS).map(str::to_owned),
            previous_ids: previous_ids(record),
            severity: record.text_of(incident::SEVERITY).filter(|_| is_incident).map(str::to_owned),
            scores: (record.kind() == Kind::Risk).then(scores).flatten(),
            log: if with_texts { log_entries(record) } else { Vec::new() },
            text: with_texts.then(|| digest_of_words(record.body_text())),
        }
    }
}

fn previous_ids(record: &Record) -> Vec<String> {
    record.words(common::PREVIOUS_IDS).iter().map(|word| word.value.to_owned()).collect()
}

fn digest_of_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    sha256(words.as_bytes())
}
