//! What people wrote, text by text: whoever tells a page again leaves it as it is.

use super::site::Site;
use crate::config::Config;
use crate::record::leaves;
use crate::schema::Audience;
use std::collections::HashSet;

impl<'a> Site<'a> {
    /// Every text of a front matter that is not a word of the model, names of people and assets, what commits say, and
    /// the texts of the configuration.
    pub fn written(&self) -> HashSet<&'a str> {
        let mut found = HashSet::new();
        for record in self.cx.register.records() {
            leaves(record, &mut |leaf| {
                if leaf.audience != Audience::Anyone {
                    found.insert(leaf.text);
                }
            });
        }
        for person in self.people.all() {
            let role = person.role.as_deref().into_iter();
            found.extend(role.chain(person.name.as_deref()).chain([person.handle.as_str()]));
        }
        for asset in self.assets.all() {
            found.extend(std::iter::once(&asset.name).chain(&asset.aliases).map(String::as_str));
        }
        for commit in self.cx.past.commits() {
            found.extend([&commit.author, &commit.committer, &commit.summary].map(String::as_str));
            let notes = commit.trailers.iter().chain(&commit.notes);
            found.extend(notes.map(|(_, value)| value.as_str()));
        }
        let Config { custom, waivers, .. } = self.cx.config;
        for rule in custom {
            found.extend([rule.message.value.as_str(), rule.help.as_str()]);
        }
        for waiver in waivers {
            found.extend(waiver.reason.as_deref().into_iter().chain(waiver.approved_by.as_deref()));
        }
        found
    }
}
