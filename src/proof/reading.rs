//! Reading versions of records for history.

use super::version::VersionFacts;
use crate::git::BlobId;
use crate::history::{DocumentReader, Seen};
use crate::record::{self, Record};
use crate::register::Register;
use crate::schema::common;
use crate::term::{RepoPath, Zone};
use std::collections::HashMap;
use std::path::Path;

/// Reads versions of records for history.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordReader {
    /// The zone in which bare date-times are read.
    pub zone: Zone,
}

/// Reads versions of records, and takes those that the register holds as they are.
///
/// Most records have the content of the snapshot in their newest version; fetching and reading
/// each of them twice would be most of the work.
#[derive(Clone, Debug)]
pub struct KnownReader<'r> {
    register: &'r Register,
    own: RecordReader,
    contents: HashMap<&'r RepoPath, BlobId>,
}

impl<'r> KnownReader<'r> {
    /// A reader beside a register; `contents` are what git stores of its files, where that is known.
    pub fn new(
        register: &'r Register,
        zone: Zone,
        contents: impl IntoIterator<Item = (&'r RepoPath, BlobId)>,
    ) -> Self {
        Self { register, own: RecordReader { zone }, contents: contents.into_iter().collect() }
    }
}

impl DocumentReader for KnownReader<'_> {
    type Facts = VersionFacts;

    fn wants(&self, path: &RepoPath) -> bool {
        self.own.wants(path)
    }

    fn previous_ids<'f>(&self, facts: &'f VersionFacts) -> &'f [String] {
        self.own.previous_ids(facts)
    }

    fn known(&self, path: &RepoPath, blob: BlobId) -> Option<Seen<VersionFacts>> {
        let same = self.contents.get(path) == Some(&blob);
        same.then(|| self.register.at_path(path))?.map(|record| seen(record, self.own.zone))
    }

    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<VersionFacts>> {
        match self.register.at_path(path).filter(|record| record.text.as_bytes() == content) {
            Some(record) => Some(seen(record, self.own.zone)),
            None => self.own.read(path, content),
        }
    }
}

impl DocumentReader for RecordReader {
    type Facts = VersionFacts;

    fn wants(&self, path: &RepoPath) -> bool {
        Path::new(path.as_str()).extension().is_some_and(|extension| extension == "md")
    }

    fn previous_ids<'f>(&self, facts: &'f VersionFacts) -> &'f [String] {
        &facts.previous_ids
    }

    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<VersionFacts>> {
        record::read_values(path, content.to_vec()).map(|record| seen(&record, self.zone))
    }
}

/// What a record states, as history keeps it.
pub(super) fn seen(record: &Record, zone: Zone) -> Seen<VersionFacts> {
    let paths = record.words(common::PREVIOUS_PATHS);
    let previous_paths = paths.iter().filter_map(|p| RepoPath::parse_written(p.value));
    Seen {
        id: Some(record.id().to_owned()),
        previous_paths: previous_paths.collect(),
        facts: VersionFacts::of(record, zone),
    }
}
