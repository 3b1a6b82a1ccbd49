//! What every page has around its content.

use serde::Serialize;

/// Head, navigation, breadcrumb and footer of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The way to the root of the site: empty or `../`.
    pub root: &'static str,
    /// The title of the window.
    pub title: String,
    /// What this page is called at the end of the breadcrumb.
    pub here: String,
    /// The pages above this one; none on the home page.
    pub crumbs: Vec<Crumb>,
    /// The pages that every page leads to.
    pub nav: Vec<NavItem>,
    /// What was read, in words: a commit, or the working tree over one.
    pub source: String,
    /// The day against which everything is judged.
    pub as_of: String,
    /// The tool's version.
    pub version: String,
    /// The highest classification on the site; empty when none is stated.
    pub classification: String,
}

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// Its name.
    pub text: &'static str,
    /// Where it is.
    pub href: &'static str,
}

/// A page that every page leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NavItem {
    /// Its name.
    pub text: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// True on that page and those below it.
    pub current: bool,
}

/// The pages of the navigation.
const NAV: [(&str, &str); 9] = [
    ("Overview", "index.html"),
    ("Incidents", "incidents.html"),
    ("Lessons", "lessons.html"),
    ("Actions", "actions.html"),
    ("Risks", "risks.html"),
    ("Policies", "policies.html"),
    ("Records", "records.html"),
    ("Findings", "findings.html"),
    ("About", "about.html"),
];

/// The navigation on a page of the section `section`.
pub(super) fn nav(section: &str) -> Vec<NavItem> {
    NAV.into_iter().map(|(text, href)| NavItem { text, href, current: text == section }).collect()
}

/// The breadcrumb below `section`; only the home page has none.
pub(super) fn crumbs(section: &'static str, inside: bool) -> Vec<Crumb> {
    let page = |name: &str| NAV.into_iter().find(|(text, _)| *text == name);
    let mut found = vec![Crumb { text: NAV[0].0, href: NAV[0].1 }];
    found.extend(page(section).filter(|_| inside).map(|(text, href)| Crumb { text, href }));
    found
}
