//! Values as bytes and back: lengths in front, no names, each shared value once.
//!
//! Reading believes nothing: every length is held against what is left, and texts together have a
//! bound, so that wrong bytes end in `None` and not in a panic or in all of the memory.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

/// Texts that are read back may have this many bytes together.
const BUDGET: usize = 2 << 30;

/// A value that can be kept as bytes.
pub trait Pack: Sized {
    /// Writes the value.
    fn pack(&self, out: &mut Packer);

    /// Reads a value; `None` when the bytes are none.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Bytes in the making.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    shared: HashMap<usize, u64>,
    /// The text written last: versions of a document differ little.
    last: Vec<u8>,
}

impl Packer {
    /// One value as bytes.
    pub fn bytes_of(value: &impl Pack) -> Vec<u8> {
        let mut out = Self::default();
        value.pack(&mut out);
        out.bytes
    }

    /// Writes bytes of a length that the reader knows.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes a number, seven bits to a byte.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push((number & 0x7f) as u8);
    }

    /// Writes a long text as what differs from the long text before.
    pub fn text(&mut self, text: &str) {
        let (text, last) = (text.as_bytes(), std::mem::take(&mut self.last));
        let begin = text.iter().zip(&last).take_while(|(a, b)| a == b).count();
        let (a, b) = (&text[begin..], &last[begin..]);
        let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
        self.number(begin as u64);
        self.number(end as u64);
        let between = &a[..a.len() - end];
        self.number(between.len() as u64);
        self.raw(between);
        self.last = text.to_vec();
    }
}

/// Bytes that are read.
pub struct Unpacker<'b> {
    bytes: &'b [u8],
    shared: Vec<Arc<dyn Any + Send + Sync>>,
    last: Vec<u8>,
    budget: usize,
}

impl<'b> Unpacker<'b> {
    /// The one value that all of `bytes` are.
    pub fn value_of<T: Pack>(bytes: &'b [u8]) -> Option<T> {
        let mut from = Self { bytes, shared: Vec::new(), last: Vec::new(), budget: BUDGET };
        T::unpack(&mut from).filter(|_| from.bytes.is_empty())
    }

    /// Reads `length` bytes.
    pub fn raw(&mut self, length: usize) -> Option<&'b [u8]> {
        let (read, left) = self.bytes.split_at_checked(length)?;
        self.bytes = left;
        Some(read)
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.raw(1)?.first()?;
            let bits = u64::from(byte & 0x7f);
            number |= bits.checked_shl(shift).filter(|all| all >> shift == bits)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Reads how many elements follow, each of which has a byte at least.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.bytes.len()).then_some(count)
    }

    /// Reads a long text.
    pub fn text(&mut self) -> Option<String> {
        let begin = usize::try_from(self.number()?).ok()?;
        let end = usize::try_from(self.number()?).ok()?;
        let count = self.count()?;
        let between = self.raw(count)?;
        let (head, tail) = self.last.split_at_checked(begin)?;
        let tail = &tail[tail.len().checked_sub(end)?..];
        self.budget = self.budget.checked_sub(begin + count + end)?;
        self.last = [head, between, tail].concat();
        std::str::from_utf8(&self.last).ok().map(str::to_owned)
    }
}

impl Pack for u64 {
    fn pack(&self, out: &mut Packer) {
        out.number(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.number()
    }
}

/// Other numbers, in the bits of the large one.
macro_rules! packed_numbers {
    ($($number:ty),*) => { $(
        impl Pack for $number {
            fn pack(&self, out: &mut Packer) {
                out.number(u64::try_from(*self).expect("no number has more bits"));
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                <$number>::try_from(from.number()?).ok()
            }
        }
    )* };
}

packed_numbers!(u8, u32, usize);

impl Pack for i64 {
    fn pack(&self, out: &mut Packer) {
        out.raw(&self.to_le_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.raw(8)?.try_into().ok()?))
    }
}

impl Pack for bool {
    fn pack(&self, out: &mut Packer) {
        out.number(u64::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let number = from.number()?;
        (number < 2).then_some(number == 1)
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Packer) {
        out.number(self.len() as u64);
        out.raw(self.as_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let length = from.count()?;
        std::str::from_utf8(from.raw(length)?).ok().map(str::to_owned)
    }
}

impl Pack for Box<str> {
    fn pack(&self, out: &mut Packer) {
        out.number(self.len() as u64);
        out.raw(self.as_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        String::unpack(from).map(Into::into)
    }
}

impl Pack for Box<[u8]> {
    fn pack(&self, out: &mut Packer) {
        out.number(self.len() as u64);
        out.raw(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let length = from.count()?;
        from.raw(length).map(Into::into)
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Packer) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Packer) {
        out.number(self.len() as u64);
        for value in self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        (0..from.count()?).map(|_| T::unpack(from)).collect()
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, out: &mut Packer) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

/// A shared value is written once, and shared again when it is read.
impl<T: Pack + Send + Sync + 'static> Pack for Arc<T> {
    fn pack(&self, out: &mut Packer) {
        let place = Self::as_ptr(self) as usize;
        if let Some(known) = out.shared.get(&place) {
            out.number(known + 1);
            return;
        }
        out.number(0);
        T::pack(self, out);
        let next = out.shared.len() as u64;
        out.shared.insert(place, next);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let Some(known) = from.number()?.checked_sub(1) else {
            let value = Self::new(T::unpack(from)?);
            from.shared.push(Self::clone(&value) as _);
            return Some(value);
        };
        let value = from.shared.get(usize::try_from(known).ok()?)?;
        Arc::clone(value).downcast().ok()
    }
}

/// Keeps a struct as its fields; one that is forgotten does not compile.
macro_rules! packed {
    ($name:ident $(<$inner:ident>)? { $($field:ident),* $(,)? }) => {
        impl $(<$inner: $crate::cache::Pack + Send + Sync + 'static>)? $crate::cache::Pack for $name $(<$inner>)? {
            fn pack(&self, out: &mut $crate::cache::Packer) {
                let Self { $($field),* } = self;
                $($crate::cache::Pack::pack($field, out);)*
            }

            fn unpack(from: &mut $crate::cache::Unpacker<'_>) -> Option<Self> {
                $(let $field = $crate::cache::Pack::unpack(from)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}

/// Keeps an enum without fields as the place in its list; one that is forgotten does not compile.
macro_rules! packed_words {
    ($name:ident { $($word:ident),* $(,)? }) => {
        impl $crate::cache::Pack for $name {
            fn pack(&self, out: &mut $crate::cache::Packer) {
                const ALL: &[$name] = &[$($name::$word),*];
                match self { $($name::$word)|* => {} }
                let place = ALL.iter().position(|word| word == self);
                out.number(place.expect("all words are listed") as u64);
            }

            fn unpack(from: &mut $crate::cache::Unpacker<'_>) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$word),*];
                ALL.get(usize::try_from(from.number()?).ok()?).copied()
            }
        }
    };
}

pub(crate) use {packed, packed_words};
