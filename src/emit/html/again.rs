//! Pages that an earlier run made, so that a page of the same view is not made again.
//!
//! A page hangs on its view as it is told, the templates, the language and the program, and on nothing else. Whoever
//! remembers pages sees to it that they are of the same templates, language and program; the view is compared here. That a page still stands as it was
//! made is for its folder to find out: nothing is taken over that was not read and digested again.

use crate::digest::{Fingerprint, fingerprint_of};
use crate::page::View;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// For each page, by path, the fingerprint of its view and the SHA-256 of its bytes.
pub type MadePages = BTreeMap<String, (Fingerprint, String)>;

/// Leaves the file at a path as it stands, when it has this SHA-256; false when it must be made.
pub(super) type TakeOver<'t> = dyn Fn(&str, &str) -> bool + Sync + 't;

/// What was made before, and what is made now.
#[derive(Default)]
pub struct Again<'t> {
    before: Option<(MadePages, &'t TakeOver<'t>)>,
    now: Mutex<MadePages>,
}

impl<'t> Again<'t> {
    /// Pages of `before` may be taken over by `take`.
    pub fn of(before: MadePages, take: &'t TakeOver<'t>) -> Self {
        Self { before: Some((before, take)), now: Mutex::default() }
    }

    /// The pages that there are now.
    pub fn into_made(self) -> MadePages {
        self.now.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The SHA-256 of the page at `path`: of the one that stands, or of the one that `make` makes.
    pub(super) fn page<E>(
        &self,
        path: &str,
        view: View,
        make: impl FnOnce(View) -> Result<String, E>,
    ) -> Result<String, E> {
        let Some((before, take)) = &self.before else { return make(view) };
        let mark = fingerprint_of(&view);
        let known = before.get(path).filter(|(known, _)| *known == mark);
        let digest = match known.filter(|(_, digest)| take(path, digest)) {
            Some((_, digest)) => digest.clone(),
            None => make(view)?,
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.insert(path.to_owned(), (mark, digest.clone()));
        Ok(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::{Again, MadePages};
    use crate::page::{AboutPage, View};
    use std::convert::Infallible;

    fn view(repeat: &str) -> View {
        View::About(Box::new(AboutPage { repeat: repeat.into(), ..AboutPage::default() }))
    }

    /// What each page has in the end, `new` where it was made, and what is remembered.
    fn pages(before: MadePages, stands: bool, views: &[(&str, View)]) -> (Vec<String>, MadePages) {
        let take = |_: &str, _: &str| stands;
        let again = Again::of(before, &take);
        let page = |(path, view): &(&str, View)| {
            let Ok(digest) =
                again.page(path, view.clone(), |_| Ok::<_, Infallible>("new".to_owned()));
            digest
        };
        (views.iter().map(page).collect(), again.into_made())
    }

    #[test]
    fn a_page_is_taken_over_only_with_its_view_and_from_a_file_that_stands() {
        let (_, mut made) = pages(MadePages::new(), true, &[("a.html", view("a"))]);
        made.get_mut("a.html").unwrap().1 = "old".to_owned();
        let of = |stands, path, text| pages(made.clone(), stands, &[(path, view(text))]);
        assert_eq!(of(true, "a.html", "a"), (vec!["old".to_owned()], made.clone()));
        for (stands, path, text) in
            [(false, "a.html", "a"), (true, "a.html", "b"), (true, "b.html", "a")]
        {
            let (found, now) = of(stands, path, text);
            assert_eq!(found, ["new"], "{stands} {path} {text}");
            assert_eq!(now.into_values().map(|(_, digest)| digest).collect::<Vec<_>>(), ["new"]);
        }
    }

    #[test]
    fn nothing_is_remembered_where_nobody_asks_for_it() {
        let again = Again::default();
        let Ok(digest) = again.page("a.html", view("a"), |_| Ok::<_, Infallible>("new".to_owned()));
        assert_eq!((digest.as_str(), again.into_made().len()), ("new", 0));
    }
}
