//! Parts of a page that become HTML when their place on the page is reached.
//!
//! A part is kept as what it shows. As text it would be allocated, copied and freed once more on
//! its way to the page, and a large site has hundreds of thousands of parts.

use minijinja::Value;
use minijinja::value::Object;
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// A part of a page; a template shows it like safe text, and takes an empty one as false.
pub(super) struct Part {
    is_empty: bool,
    write: Box<dyn Fn(&mut String) + Send + Sync>,
}

impl Part {
    /// A part that `write` appends to a page.
    pub(super) fn value(
        is_empty: bool,
        write: impl Fn(&mut String) + Send + Sync + 'static,
    ) -> Value {
        Value::from_object(Self { is_empty, write: Box::new(write) })
    }

    /// Its HTML, given to `take`; the text is made where the part before it was.
    pub(super) fn shown<T>(&self, take: impl FnOnce(&str) -> T) -> T {
        thread_local! {
            static DESK: RefCell<String> = const { RefCell::new(String::new()) };
        }
        DESK.with_borrow_mut(|text| {
            text.clear();
            (self.write)(text);
            take(text)
        })
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("is_empty", &self.is_empty).finish_non_exhaustive()
    }
}

impl Object for Part {
    fn is_true(self: &Arc<Self>) -> bool {
        !self.is_empty
    }
}
