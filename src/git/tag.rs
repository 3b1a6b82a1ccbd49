//! Annotated tags: objects of their own that say who names a commit, when and with what words.
//!
//! A lightweight tag is a name and says nothing about anybody, so it is none of them. A tag that
//! names a folder or a file names no commit and is left out.

use super::commit::{SignatureKind, decode_text, parse_headers, split_header, summary_of};
use super::object::ObjectReader;
use super::signed::SignedObject;
use super::{CommitId, GitError, Person, Repository, TagId};
use gix::bstr::ByteSlice;
use gix::objs::Kind;
use std::collections::BTreeSet;

/// An annotated tag that leads to a commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The id of its object.
    pub id: TagId,
    /// The name under which it is found; for a tag that only another tag names, the one it states.
    pub name: String,
    /// The name that the object states, which is the one that was signed.
    pub stated: String,
    /// What it names itself.
    pub target: TagTarget,
    /// The commit to which it leads.
    pub commit: CommitId,
    /// Who made it and when; `None` where it does not say, as in very old ones.
    pub tagger: Option<Person>,
    /// The first paragraph of its message on one line.
    pub summary: String,
    /// What kind of signature it carries; nothing is said of its worth.
    pub signature: Option<SignatureKind>,
}

/// What a tag names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagTarget {
    /// A commit.
    Commit(CommitId),
    /// Another tag.
    Tag(TagId),
}

impl TagTarget {
    /// The word for what it is.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Commit(_) => "commit",
            Self::Tag(_) => "tag",
        }
    }

    /// The full id.
    pub fn hex(self) -> String {
        match self {
            Self::Commit(id) => id.hex(),
            Self::Tag(id) => id.hex(),
        }
    }
}

/// The annotated tags of a repository, and what could not be read of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList {
    /// Sorted by name, then by id; tags that others name stand among them.
    pub tags: Vec<Tag>,
    /// Why some could not be read, each reason once.
    pub unread: Vec<GitError>,
}

/// So many tags may stand on each other.
const NESTED: usize = 16;

/// A larger tag is not read, in bytes.
const LARGE: u64 = 1 << 20;

impl Repository {
    /// Every annotated tag under `refs/tags/` that leads to a commit, and those on the way there.
    pub fn tags(&self) -> Result<TagList, GitError> {
        let mut finder =
            Finder { objects: self.objects(), seen: BTreeSet::new(), list: TagList::default() };
        let damaged = |e: gix::Error| GitError::damaged("the tags", e);
        let repo = self.local();
        let platform = repo.references().map_err(damaged)?;
        for reference in platform.tags().map_err(damaged)? {
            match reference {
                Ok(mut reference) => {
                    let name = reference.name().shorten().to_str_lossy().into_owned();
                    match reference.follow_to_object() {
                        Ok(id) => finder.follow(&name, id.detach()),
                        Err(e) => finder.unread(GitError::damaged(format!("the tag {name}"), e)),
                    }
                }
                Err(e) => finder.unread(GitError::damaged("a tag", e)),
            }
        }
        let mut list = finder.list;
        list.tags.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(list)
    }

    /// The signature of the tag `id` and what it was made over; `None` when it has none.
    pub fn signed_tag(&self, id: &TagId) -> Result<Option<SignedObject>, GitError> {
        let found = read(&self.objects(), id.0)?;
        let bytes = found.ok_or_else(|| GitError::damaged(format!("tag {id}"), "it is no tag"))?;
        Ok(SignedObject::parse_tag(&bytes))
    }
}

/// Follows names to commits, through tags that name tags.
struct Finder {
    objects: ObjectReader,
    /// Name and object of each tag that is in the list.
    seen: BTreeSet<(String, TagId)>,
    list: TagList,
}

impl Finder {
    fn unread(&mut self, error: GitError) {
        if !self.list.unread.contains(&error) {
            self.list.unread.push(error);
        }
    }

    fn follow(&mut self, name: &str, id: gix::ObjectId) {
        match self.chain(name, id) {
            Ok(found) => {
                for tag in found {
                    // A tag below another one is listed once, also when it has a name of its own.
                    if self.seen.insert((tag.name.clone(), tag.id)) {
                        self.list.tags.push(tag);
                    }
                }
            }
            Err(error) => self.unread(error),
        }
    }

    /// The tags from a name down to its commit; none when it leads to no commit, or is one itself.
    fn chain(&self, name: &str, id: gix::ObjectId) -> Result<Vec<Tag>, GitError> {
        let (mut parts, mut next) = (Vec::new(), id);
        let commit = loop {
            let Some(bytes) = read(&self.objects, next)? else { return Ok(Vec::new()) };
            let damaged = || GitError::damaged(format!("tag {next}"), "it names no object");
            let part = Part::parse(TagId(next), &bytes).ok_or_else(damaged)?;
            let (kind, target) = (part.kind, part.target);
            parts.push(part);
            match kind {
                Kind::Commit => break CommitId(target),
                Kind::Tag if parts.len() < NESTED => next = target,
                Kind::Tag => {
                    let reason = format!("more than {NESTED} tags stand on each other");
                    return Err(GitError::damaged(format!("the tag {name}"), reason));
                }
                Kind::Tree | Kind::Blob => return Ok(Vec::new()),
            }
        };
        let named = |(nth, part): (usize, Part)| part.into_tag(commit, (nth == 0).then_some(name));
        Ok(parts.into_iter().enumerate().map(named).collect())
    }
}

/// The bytes of a tag; `None` for an object of another kind.
fn read(objects: &ObjectReader, id: gix::ObjectId) -> Result<Option<Vec<u8>>, GitError> {
    let damaged = |reason: String| GitError::damaged(format!("tag {id}"), reason);
    let header = objects.repo.try_find_header(id).map_err(|e| damaged(e.to_string()))?;
    let partial = objects.partial;
    let missing = || GitError::Missing { kind: "tagged object", id: id.to_string(), partial };
    let header = header.ok_or_else(missing)?;
    if header.kind() != Kind::Tag {
        return Ok(None);
    }
    if header.size() > LARGE {
        return Err(damaged("it is larger than 1 MiB".into()));
    }
    let found = objects.read(&id).map_err(|e| damaged(e.to_string()))?;
    found.map(|(_, bytes)| Some(bytes.to_vec())).ok_or_else(missing)
}

/// A tag object by itself.
struct Part {
    id: TagId,
    kind: Kind,
    target: gix::ObjectId,
    stated: String,
    tagger: Option<Person>,
    summary: String,
    signature: Option<SignatureKind>,
}

impl Part {
    /// Reads the bytes of a tag; `None` when it does not say what it names.
    fn parse(id: TagId, bytes: &[u8]) -> Option<Self> {
        let signed = SignedObject::parse_tag(bytes);
        let (head, body) = split_header(signed.as_ref().map_or(bytes, |signed| &signed.payload));
        let headers = parse_headers(head);
        let first = |key: &[u8]| headers.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_slice());
        let encoding = first(b"encoding").map(|v| String::from_utf8_lossy(v).to_ascii_lowercase());
        let text = |bytes: &[u8]| decode_text(bytes, encoding.as_deref());
        Some(Self {
            id,
            kind: Kind::from_bytes(first(b"type")?).ok()?,
            target: gix::ObjectId::from_hex(first(b"object")?).ok()?,
            stated: text(first(b"tag").unwrap_or_default()),
            tagger: first(b"tagger").map(|line| Person::parse(&text(line))),
            summary: summary_of(&text(body)),
            signature: signed.map(|signed| signed.kind),
        })
    }

    fn into_tag(self, commit: CommitId, name: Option<&str>) -> Tag {
        let name = name.map_or_else(|| self.stated.clone(), str::to_owned);
        let target = match self.kind {
            Kind::Commit => TagTarget::Commit(commit),
            _ => TagTarget::Tag(TagId(self.target)),
        };
        let Self { id, stated, tagger, summary, signature, .. } = self;
        Tag { id, name, stated, target, commit, tagger, summary, signature }
    }
}
