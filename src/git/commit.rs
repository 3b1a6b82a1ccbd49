//! One commit as it stands: who, when, why, from which parents.

use super::object::ObjectReader;
use super::trailer::parse_trailers;
use super::{CommitId, GitError, Person, Repository, TreeId};

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommitMeta {
    /// Its id.
    pub id: CommitId,
    /// The folder it records.
    pub tree: TreeId,
    /// Its parents, also those that a shallow clone leaves out.
    pub parents: Vec<CommitId>,
    /// Who wrote the change.
    pub author: Person,
    /// Who made the commit.
    pub committer: Person,
    /// The first paragraph of the message on one line.
    pub summary: String,
    /// The whole message.
    pub message: String,
    /// Trailers in their order, keys as written.
    pub trailers: Vec<(String, String)>,
    /// What kind of signature it carries; nothing is said of its worth.
    pub signature: Option<SignatureKind>,
}

/// The kind of a signature, by its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatureKind {
    /// OpenPGP.
    OpenPgp,
    /// An SSH key.
    Ssh,
    /// X.509 (S/MIME).
    X509,
    /// Something else.
    Other,
}

impl SignatureKind {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OpenPgp => "openpgp",
            Self::Ssh => "ssh",
            Self::X509 => "x509",
            Self::Other => "other",
        }
    }

    /// The kind that the first line of a signature names.
    pub(super) fn of(signature: &[u8]) -> Self {
        let begins = |mark: &[u8]| signature.starts_with(mark);
        if begins(b"-----BEGIN PGP ") {
            Self::OpenPgp
        } else if begins(b"-----BEGIN SSH ") {
            Self::Ssh
        } else if begins(b"-----BEGIN SIGNED ") {
            Self::X509
        } else {
            Self::Other
        }
    }
}

/// Reads commits; one per thread, cheap to make.
pub struct CommitReader {
    objects: ObjectReader,
}

impl CommitReader {
    /// Reads the commit `id`.
    pub fn read(&self, id: &CommitId) -> Result<CommitMeta, GitError> {
        let damaged = |reason: String| GitError::damaged(format!("commit {id}"), reason);
        let found = self.objects.read(&id.0).map_err(|e| damaged(e.to_string()))?;
        let partial = self.objects.partial;
        let missing = || GitError::Missing { kind: "commit", id: id.hex(), partial };
        let (kind, bytes) = found.ok_or_else(missing)?;
        if kind != gix::objs::Kind::Commit {
            return Err(damaged(format!("it is a {kind}")));
        }
        parse_commit(*id, &bytes).ok_or_else(|| damaged("it names no tree".into()))
    }
}

impl Repository {
    /// A reader of commits for the current thread.
    pub fn commits(&self) -> CommitReader {
        CommitReader { objects: self.objects() }
    }

    /// Reads the commit `id`.
    pub fn commit(&self, id: &CommitId) -> Result<CommitMeta, GitError> {
        read_commit(&self.local(), id, self.is_partial())
    }
}

/// Reads a commit with a handle that the caller keeps.
pub(super) fn read_commit(
    repo: &gix::Repository,
    id: &CommitId,
    partial: bool,
) -> Result<CommitMeta, GitError> {
    let found = repo
        .try_find_object(id.0)
        .map_err(|e| GitError::damaged(format!("commit {id}"), e))?
        .ok_or_else(|| GitError::Missing { kind: "commit", id: id.hex(), partial })?;
    if found.kind != gix::objs::Kind::Commit {
        return Err(GitError::damaged(format!("commit {id}"), format!("it is a {}", found.kind)));
    }
    parse_commit(*id, &found.data)
        .ok_or_else(|| GitError::damaged(format!("commit {id}"), "it names no tree"))
}

/// Reads the bytes of a commit; only a missing tree makes it unreadable.
fn parse_commit(id: CommitId, data: &[u8]) -> Option<CommitMeta> {
    let (head, body) = split_header(data);
    let headers = parse_headers(head);
    let first = |key: &[u8]| headers.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_slice());
    let encoding = first(b"encoding").map(|v| String::from_utf8_lossy(v).to_ascii_lowercase());
    let text = |bytes: &[u8]| decode_text(bytes, encoding.as_deref());
    let object = |bytes: &[u8]| gix::ObjectId::from_hex(bytes).ok();
    let person = |key: &[u8]| Person::parse(&text(first(key).unwrap_or_default()));
    let parents = headers.iter().filter(|(key, _)| *key == b"parent");
    let signature = headers.iter().find(|(key, _)| key.starts_with(b"gpgsig"));
    let message = text(body);
    Some(CommitMeta {
        id,
        tree: TreeId(object(first(b"tree")?)?),
        parents: parents.filter_map(|(_, value)| object(value).map(CommitId)).collect(),
        author: person(b"author"),
        committer: person(b"committer"),
        summary: summary_of(&message),
        trailers: parse_trailers(&message),
        signature: signature.map(|(_, value)| SignatureKind::of(value)),
        message,
    })
}

pub(super) fn split_header(data: &[u8]) -> (&[u8], &[u8]) {
    let end = data.windows(2).position(|pair| pair == b"\n\n");
    end.map_or((data, b"".as_slice()), |at| (&data[..at], &data[at + 2..]))
}

/// Header lines in their order; lines that begin with a blank continue the one before.
pub(super) fn parse_headers(head: &[u8]) -> Vec<(&[u8], Vec<u8>)> {
    let mut found: Vec<(&[u8], Vec<u8>)> = Vec::new();
    for line in head.split(|&b| b == b'\n') {
        if let (Some(more), Some((_, value))) = (line.strip_prefix(b" "), found.last_mut()) {
            value.push(b'\n');
            value.extend_from_slice(more);
            continue;
        }
        let at = line.iter().position(|&b| b == b' ').unwrap_or(line.len());
        found.push((&line[..at], line.get(at + 1..).unwrap_or_default().to_vec()));
    }
    found
}

/// UTF-8 where it is, else the Latin encodings that old commits name, else with marks.
pub(super) fn decode_text(bytes: &[u8], encoding: Option<&str>) -> String {
    match (std::str::from_utf8(bytes), encoding) {
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some("iso-8859-1" | "iso8859-1" | "latin1" | "latin-1")) => {
            bytes.iter().copied().map(char::from).collect()
        }
        (Err(_), Some("windows-1252" | "cp1252")) => {
            bytes.iter().copied().map(windows_letter).collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A letter of the code page 1252, which is Latin-1 but for 32 places; five of them are empty.
fn windows_letter(byte: u8) -> char {
    const LETTERS: [char; 32] = [
        '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}',
        '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}',
        '\u{fffd}', '\u{fffd}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}',
        '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}',
        '\u{fffd}', '\u{17e}', '\u{178}',
    ];
    match byte {
        0x80..0xa0 => LETTERS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The first paragraph on one line.
pub(super) fn summary_of(message: &str) -> String {
    let lines = message.lines().skip_while(|line| line.trim().is_empty());
    let words: Vec<&str> =
        lines.take_while(|line| !line.trim().is_empty()).map(str::trim_end).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    fn parsed(rest: &[u8]) -> CommitMeta {
        let id = CommitId::parse(EMPTY).unwrap();
        let data = [format!("tree {EMPTY}\n").as_bytes(), rest].concat();
        parse_commit(id, &data).unwrap()
    }

    #[test]
    fn damaged_headers_are_read_as_far_as_they_go() {
        for rest in
            [b"".as_slice(), b"author\ncommitter <\n\n", b"\xff\xfe\n\n\xff", b"x\n \n \n\n\n"]
        {
            let meta = parsed(rest);
            assert!(meta.parents.is_empty() && !meta.author.time_in_range);
        }
    }

    #[test]
    fn latin_names_and_folded_signatures_are_read() {
        let rest = b"author J\xf6rg <j@x> 1 +0000\ncommitter C <c@x> 2 +0000\nencoding ISO-8859-1\n\
            gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n\nOne\ntwo\n\nBody\n";
        let meta = parsed(rest);
        assert_eq!(meta.author.name, "J\u{f6}rg");
        assert_eq!(meta.signature, Some(SignatureKind::Ssh));
        assert_eq!(meta.summary, "One two");
    }
}
