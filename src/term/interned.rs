//! Words that a register's configuration adds to those of the model.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The same text, kept once until the program ends.
///
/// Only for the few names that a configuration adds where the model has names of its own: codes of
/// rules, fields, folders. However often a configuration is read again, each is kept once.
pub fn interned(text: &str) -> &'static str {
    static KNOWN: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = known.get(text) {
        return same;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    known.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::interned;

    #[test]
    fn equal_texts_are_kept_once() {
        assert!(std::ptr::eq(interned("region"), interned(&["re", "gion"].concat())));
        assert_ne!(interned("a"), interned("b"));
    }
}
