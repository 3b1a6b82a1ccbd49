//! The words of the ground floors as bytes.

use super::{Pack, Packer, Unpacker, packed, packed_words};
use crate::digest::Fingerprint;
use crate::git::{BlobId, CommitId, CommitMeta, Person, SignatureKind, TreeId};
use crate::term::{Day, RepoPath, Stamp};
use crate::verdict::Cut;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset};
use std::sync::Arc;

macro_rules! packed_ids {
    ($($name:ident),*) => { $(
        impl Pack for $name {
            fn pack(&self, out: &mut Packer) {
                let bytes = self.as_bytes();
                out.number(bytes.len() as u64);
                out.raw(bytes);
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                let length = from.count()?;
                $name::from_bytes(from.raw(length)?)
            }
        }
    )* };
}

packed_ids!(BlobId, CommitId, TreeId);
packed_words!(SignatureKind { OpenPgp, Ssh, X509, Other });
packed!(Person { name, email, time, time_in_range });
packed!(CommitMeta { id, tree, parents, author, committer, summary, message, trailers, signature });
packed!(Cut { reason, remedy });

impl Pack for RepoPath {
    fn pack(&self, out: &mut Packer) {
        out.number(self.as_str().len() as u64);
        out.raw(self.as_str().as_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let length = from.count()?;
        std::str::from_utf8(from.raw(length)?).ok().map(Self::new)
    }
}

impl Pack for Fingerprint {
    fn pack(&self, out: &mut Packer) {
        out.raw(self.as_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self::from_bytes(from.raw(32)?.try_into().ok()?))
    }
}

impl Pack for Arc<str> {
    fn pack(&self, out: &mut Packer) {
        out.text(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text().map(Into::into)
    }
}

/// Seconds of the years 1 to 9998: every local time of them can be written.
const SECONDS: std::ops::Range<i64> = -62_135_510_400..253_402_214_400;

impl Pack for NaiveDateTime {
    fn pack(&self, out: &mut Packer) {
        self.and_utc().timestamp().pack(out);
        self.and_utc().timestamp_subsec_nanos().pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let seconds = i64::unpack(from).filter(|seconds| SECONDS.contains(seconds))?;
        DateTime::from_timestamp(seconds, u32::unpack(from)?).map(|at| at.naive_utc())
    }
}

impl Pack for DateTime<FixedOffset> {
    fn pack(&self, out: &mut Packer) {
        self.naive_utc().pack(out);
        i64::from(self.offset().fix().local_minus_utc()).pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let at = NaiveDateTime::unpack(from)?.and_utc();
        let offset = i32::try_from(i64::unpack(from)?).ok().and_then(FixedOffset::east_opt)?;
        Some(at.with_timezone(&offset))
    }
}

impl Pack for Day {
    fn pack(&self, out: &mut Packer) {
        i64::from(self.num_days_from_ce()).pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let day = Self::from_num_days_from_ce_opt(i32::try_from(i64::unpack(from)?).ok()?)?;
        (1900..=9998).contains(&day.year()).then_some(day)
    }
}

impl Pack for Stamp {
    fn pack(&self, out: &mut Packer) {
        match self {
            Self::Day(day) => (0_u8, *day).pack(out),
            Self::Instant(at) => (1_u8, *at).pack(out),
            Self::Local(at) => (2_u8, *at).pack(out),
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match u8::unpack(from)? {
            0 => Day::unpack(from).map(Self::Day),
            1 => Pack::unpack(from).map(Self::Instant),
            2 => Pack::unpack(from).map(Self::Local),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back_as_they_were() {
        for text in
            ["1900-01-01", "9998-12-31", "2026-01-02T03:04:05.678+05:30", "2026-01-02T03:04"]
        {
            let stamp = Stamp::parse(text).unwrap();
            let bytes = Packer::bytes_of(&stamp);
            assert_eq!(Unpacker::value_of::<Stamp>(&bytes), Some(stamp), "{text}");
        }
    }

    #[test]
    fn texts_and_shared_values_come_back_and_damage_does_not() {
        let texts: [Arc<str>; 5] = ["über alles", "üb er alles", "", "aaaa", "aaa"].map(Arc::from);
        let seven = Arc::new(7_u64);
        let value = (texts.to_vec(), vec![Arc::clone(&seven), Arc::new(8), seven]);
        let bytes = Packer::bytes_of(&value);
        let back: (Vec<Arc<str>>, Vec<Arc<u64>>) = Unpacker::value_of(&bytes).unwrap();
        assert_eq!(back, value);
        assert!(Arc::ptr_eq(&back.1[0], &back.1[2]));
        for cut in 0..bytes.len() {
            assert!(Unpacker::value_of::<(Vec<Arc<str>>, Vec<Arc<u64>>)>(&bytes[..cut]).is_none());
        }
        for (at, flip) in (0..bytes.len()).flat_map(|at| (0..=255).map(move |flip| (at, flip))) {
            let mut wrong = bytes.clone();
            wrong[at] ^= flip;
            let _ = Unpacker::value_of::<(Vec<Arc<str>>, Vec<Arc<u64>>)>(&wrong);
        }
    }
}
