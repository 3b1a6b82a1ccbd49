//! Typed keys: a key ties a field's name to the type in which its value is read.

use super::field::{Class, Field};
use std::marker::PhantomData;

/// A type in which a value is read.
pub trait Value {
    /// The class of shapes it fits.
    const CLASS: Class;
}

/// The name of a field, with the type of its value.
#[derive(Debug)]
pub struct Key<T> {
    name: &'static str,
    hash: u64,
    value: PhantomData<T>,
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> Key<T> {
    /// A key for the field `name`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, hash: hash(name), value: PhantomData }
    }

    /// A key for `field`, whose shape the caller has looked at.
    pub const fn of(field: &Field) -> Self {
        Self { name: field.name, hash: field.hash, value: PhantomData }
    }

    /// A number by which the name is found quickly; two names may share one.
    pub const fn hash(self) -> u64 {
        self.hash
    }

    /// The field's name in the front matter.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

/// FNV-1a of a field's name, so that looking a field up compares numbers, not texts.
pub const fn hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

macro_rules! values {
    ($( $meaning:literal $name:ident = $class:ident; )*) => {
        $(
            #[doc = $meaning]
            #[derive(Debug)]
            pub enum $name {}

            impl Value for $name {
                const CLASS: Class = Class::$class;
            }
        )*
    };
}

values! {
    "Text of one line: names, words, ids, handles, versions." Line = Text;
    "A day." DayValue = Date;
    "A day or an instant." StampValue = Stamp;
    "A whole number." Whole = Int;
    "A decimal number." Decimal = Number;
    "A boolean." Flag = Bool;
    "A list of texts." Words = Words;
    "A list of mappings (an asset or a why may be a plain text)." Items = Items;
    "A mapping." Part = Map;
}
