//! What can be searched for as it leaves: ids, kinds, states, standings, commits; texts where they are released.

use super::Edition;
use super::desk::Desk;
use crate::page::{SearchEntry, SearchPart, SearchPlace};
use std::borrow::Cow;
use std::cell::RefCell;

impl Edition<'_> {
    /// A record as it is found in the edition.
    pub fn entry<'e>(&self, entry: SearchEntry<'e>) -> SearchEntry<'e> {
        let SearchEntry { id, title, href, kind, folder, state, standing, parts, commits } = entry;
        let desk = Desk {
            edition: self,
            page: "search",
            open: RefCell::default(),
            seen: RefCell::default(),
        };
        let closed = self.is_closed(&id);
        let withheld = crate::verdict::Verdict::Withheld;
        SearchEntry {
            title: Cow::Owned(if closed {
                super::WITHHELD.to_owned()
            } else {
                desk.field("title", &title)
            }),
            href: Cow::Owned(desk.href(&href)),
            kind,
            folder,
            state: Cow::Owned(if closed { String::new() } else { desk.judged(&state) }),
            standing: match standing {
                Some(_) if closed => Some((withheld.word(), withheld.words())),
                standing => standing,
            },
            parts: if closed {
                Vec::new()
            } else {
                parts.into_iter().filter_map(|part| desk.found(part)).collect()
            },
            commits: if closed { Vec::new() } else { commits },
            id: Cow::Owned(desk.id(&id)),
        }
    }
}

impl Desk<'_, '_> {
    /// A text that is released; people and all else are found by nothing.
    fn found<'e>(&self, part: SearchPart<'e>) -> Option<SearchPart<'e>> {
        let SearchPart { place, label, text } = part;
        let profile = &self.edition.profile;
        let is_released = match place {
            SearchPlace::Field => profile.shows(&label),
            SearchPlace::Section => profile.sections.contains(&label.trim().to_lowercase()),
            SearchPlace::Controls => {
                return Some(SearchPart { place, label, text: Cow::Owned(self.judged(&text)) });
            }
            SearchPlace::People => false,
        };
        let text = is_released
            .then(|| text.lines().map(|line| self.line(line)).collect::<Vec<_>>().join("\n"));
        text.map(|text| SearchPart { place, label, text: Cow::Owned(text) })
    }
}
