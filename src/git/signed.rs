//! What a signature on a commit or tag was made over: the object without its signature.
//!
//! Says nothing about the worth of a signature; `signature` does.

use super::{CommitId, GitError, Person, Repository, SignatureKind};

/// A signed commit or tag, taken apart as git takes it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedObject {
    /// The bytes that were signed.
    pub payload: Vec<u8>,
    /// The signature, as the object holds it.
    pub signature: Vec<u8>,
    /// What kind of signature it is, by its first line.
    pub kind: SignatureKind,
    /// The committer or tagger and their clock, as the signed bytes say; empty where they do not.
    pub by: Person,
}

impl Repository {
    /// The signature of the commit `id` and what it was made over; `None` when it has none.
    pub fn signed_commit(&self, id: &CommitId) -> Result<Option<SignedObject>, GitError> {
        let repo = self.local();
        let found = repo
            .try_find_object(id.0)
            .map_err(|e| GitError::damaged(format!("commit {id}"), e))?
            .ok_or_else(|| GitError::Missing {
                kind: "commit",
                id: id.hex(),
                partial: self.is_partial(),
            })?;
        Ok(SignedObject::parse(&found.data, signature_header(repo.object_hash())))
    }
}

/// The header that holds the signature in a repository with this kind of ids.
const fn signature_header(hash: gix::hash::Kind) -> &'static str {
    match hash {
        gix::hash::Kind::Sha1 => "gpgsig",
        _ => "gpgsig-sha256",
    }
}

impl SignedObject {
    /// Takes a commit object apart; `None` when `header` stands nowhere in it.
    ///
    /// As in git, a signature made for ids of another kind is left out of the payload and not looked
    /// at, and only lines that begin with a blank continue a header.
    pub fn parse(object: &[u8], header: &str) -> Option<Self> {
        let (mut payload, mut signature) = (Vec::with_capacity(object.len()), Vec::new());
        let mut part = Part::Payload;
        let mut rest = object;
        while let Some(line) = next_line(&mut rest) {
            let own = value_of(line, header);
            part = match line.first() {
                Some(b' ') if part != Part::Payload => part,
                _ if own.is_some() => Part::Signature,
                _ if line.starts_with(b"gpgsig") => Part::Other,
                _ => Part::Payload,
            };
            match part {
                Part::Signature => signature.extend_from_slice(own.unwrap_or(&line[1..])),
                Part::Other => {}
                Part::Payload => payload.extend_from_slice(line),
            }
            if line == b"\n" {
                payload.extend_from_slice(rest);
                break;
            }
        }
        if signature.is_empty() {
            return None;
        }
        let kind = SignatureKind::of(&signature);
        let by = person_of(&payload, b"committer ");
        Some(Self { payload, signature, kind, by })
    }

    /// Takes a tag apart: its signature stands at the end of its message, from the last line on that
    /// begins one; signatures made for ids of another kind stand in headers as in a commit.
    pub fn parse_tag(object: &[u8]) -> Option<Self> {
        let (mut at, mut begins) = (0, None);
        for line in object.split_inclusive(|&b| b == b'\n') {
            if BEGINNINGS.iter().any(|beginning| line.starts_with(beginning)) {
                begins = Some(at);
            }
            at += line.len();
        }
        let (payload, signature) = object.split_at(begins?);
        let (kind, signature) = (SignatureKind::of(signature), signature.to_vec());
        let payload = Self::parse(payload, "gpgsig")
            .or_else(|| Self::parse(payload, "gpgsig-sha256"))
            .map_or_else(|| payload.to_vec(), |inner| inner.payload);
        let by = person_of(&payload, b"tagger ");
        Some(Self { payload, signature, kind, by })
    }
}

/// The lines with which a signature at the end of a tag begins; a key in a message is none.
const BEGINNINGS: [&[u8]; 4] = [
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
    b"-----BEGIN SSH SIGNATURE-----",
];

/// Which part of the object a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Payload,
    Signature,
    Other,
}

/// Cuts the next line off `rest`, with its end.
fn next_line<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    if rest.is_empty() {
        return None;
    }
    let end = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |at| at + 1);
    let (line, after) = rest.split_at(end);
    *rest = after;
    Some(line)
}

fn value_of<'a>(line: &'a [u8], header: &str) -> Option<&'a [u8]> {
    line.strip_prefix(header.as_bytes())?.strip_prefix(b" ")
}

fn person_of(payload: &[u8], role: &[u8]) -> Person {
    let head = payload.split(|&b| b == b'\n').take_while(|line| !line.is_empty());
    let mut values = head.filter_map(|line| line.strip_prefix(role));
    Person::parse(&String::from_utf8_lossy(values.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@x> 1 +0000\n\
        committer C <c@x> 2 +0100\n";

    #[test]
    fn the_payload_is_the_object_without_its_signatures() {
        let signed =
            "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n \n -----END SSH SIGNATURE-----\n";
        let other = "gpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n x\n";
        let after = "mergetag object 1\n tag\nencoding x\n\ngpgsig in the message\n";
        let object = format!("{HEAD}{signed}{other}{after}");
        let found = SignedObject::parse(object.as_bytes(), "gpgsig").unwrap();
        assert_eq!(String::from_utf8(found.payload).unwrap(), format!("{HEAD}{after}"));
        let signature = "-----BEGIN SSH SIGNATURE-----\nabc\n\n-----END SSH SIGNATURE-----\n";
        assert_eq!(String::from_utf8(found.signature).unwrap(), signature);
        assert_eq!((found.kind, found.by.email.as_str()), (SignatureKind::Ssh, "c@x"));
        let found = SignedObject::parse(object.as_bytes(), "gpgsig-sha256").unwrap();
        assert_eq!(found.kind, SignatureKind::OpenPgp);
    }

    #[test]
    fn the_signature_of_a_tag_is_its_end_from_the_last_beginning_on() {
        let head = "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1\n\
            tagger T <t@x> 3 +0000\n";
        let (other, message) = ("gpgsig-sha256 -----BEGIN X\n y\n", "\nwords\n");
        let key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n";
        let signature = "-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n";
        let quoted = "-----BEGIN PGP SIGNATURE-----\nquoted\n";
        let object = format!("{head}{other}{message}{key}{quoted}{signature}");
        let found = SignedObject::parse_tag(object.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(found.payload).unwrap(),
            format!("{head}{message}{key}{quoted}")
        );
        assert_eq!(String::from_utf8(found.signature).unwrap(), signature);
        assert_eq!((found.kind, found.by.email.as_str()), (SignatureKind::Ssh, "t@x"));
        let unsigned = format!("{head}{message}{key}");
        assert_eq!(SignedObject::parse_tag(unsigned.as_bytes()), None);
        assert_eq!(SignedObject::parse_tag(b""), None);
    }

    #[test]
    fn an_object_without_the_header_is_unsigned() {
        for object in ["", "\n", "gpgsig", "x\n\ngpgsig y\n", &format!("{HEAD}\nmessage\n")] {
            assert_eq!(SignedObject::parse(object.as_bytes(), "gpgsig"), None, "{object}");
        }
    }
}
