//! Ids of git objects, each kind a type of its own.

use std::fmt;

macro_rules! object_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(super) gix::ObjectId);

        impl $name {
            /// The full id in hexadecimal digits.
            pub fn hex(&self) -> String {
                self.0.to_string()
            }

            /// The first ten digits, for people.
            pub fn short(&self) -> String {
                self.0.to_hex_with_len(10).to_string()
            }

            /// The bytes of the id.
            pub fn as_bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }

            /// Reads the 20 (SHA-1) or 32 (SHA-256) bytes of an id.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                gix::ObjectId::try_from(bytes).ok().map(Self)
            }

            /// Reads a full id of 40 (SHA-1) or 64 (SHA-256) hexadecimal digits.
            pub fn parse(hex: &str) -> Option<Self> {
                gix::ObjectId::from_hex(hex.as_bytes()).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }
    };
}

object_id! {
    /// The id of a commit.
    CommitId
}
object_id! {
    /// The id of the content of a file.
    BlobId
}
impl BlobId {
    /// The id under which `repository` would store `content`.
    pub fn of(repository: &super::Repository, content: &[u8]) -> Option<Self> {
        let hash = repository.local().object_hash();
        gix::objs::compute_hash(hash, gix::objs::Kind::Blob, content).ok().map(Self)
    }
}

object_id! {
    /// The id of a folder.
    TreeId
}
object_id! {
    /// The id of an annotated tag.
    TagId
}
