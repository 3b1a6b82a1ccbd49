//! What every page has around its content.

use serde::Serialize;

/// Head, navigation, breadcrumb and footer of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Frame {
    /// The way to the root of the site: empty or `../`.
    pub root: &'static str,
    /// The title of the window.
    pub title: String,
    /// What this page is called at the end of the breadcrumb.
    pub here: String,
    /// The pages above this one; none on the home page.
    pub crumbs: Vec<Crumb>,
    /// The groups of pages, each leading to its first.
    pub nav: Vec<NavItem>,
    /// The name of the group to which this page belongs, when it has several pages.
    pub group: &'static str,
    /// The pages of that group.
    pub near: Vec<NavItem>,
    /// What was read, in words: a commit, or the working tree over one.
    pub source: String,
    /// The day against which everything is judged.
    pub as_of: String,
    /// The tool's version.
    pub version: String,
    /// The highest classification on the site; empty when none is stated.
    pub classification: String,
    /// For whom the edition is; empty for the full site.
    pub edition: String,
}

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Crumb {
    /// Its name.
    pub text: &'static str,
    /// Where it is.
    pub href: &'static str,
}

/// A page that every page leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NavItem {
    /// Its name.
    pub text: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// `page` on that page and those below it, `true` within its group, else empty.
    pub current: &'static str,
}

/// Pages that belong together, in the order in which an auditor reads.
pub(super) struct Group {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is for.
    pub(super) says: &'static str,
    /// Its pages; the first is where its name leads.
    pub(super) pages: &'static [Page],
}

/// A page of the navigation.
pub(super) struct Page {
    /// Its name, and that of the section to which pages below it belong.
    pub(super) section: &'static str,
    /// Where it is.
    pub(super) href: &'static str,
    /// What stands there.
    pub(super) says: &'static str,
}

const fn page(section: &'static str, href: &'static str, says: &'static str) -> Page {
    Page { section, href, says }
}

/// Every page of the navigation, in reading order.
pub(super) const GROUPS: &[Group] = &[
    Group {
        name: "Overview",
        says: "Where to begin",
        pages: &[page(
            "Overview",
            "index.html",
            "population, chains, what is late, findings, rules in force",
        )],
    },
    Group {
        name: "Population",
        says: "What there was, and what to look at",
        pages: &[
            page(
                "Population",
                "population.html",
                "incidents of the period, what is left out and why, gaps in numbering",
            ),
            page("Sample", "sample.html", "how to draw a sample that anyone can repeat"),
        ],
    },
    Group {
        name: "Records",
        says: "The chain from incident to policy, record by record with its git record",
        pages: &[
            page("Incidents", "incidents.html", "every incident, each with its chain"),
            page("Lessons", "lessons.html", "every lesson, and what answers it"),
            page(
                "Actions",
                "actions.html",
                "every corrective action: owner, due day, what it changed, who tested it",
            ),
            page("Risks", "risks.html", "every risk with each step of its score"),
            page(
                "Policies",
                "policies.html",
                "every policy with the incidents that its change log names",
            ),
            page(
                "Other records",
                "records.html",
                "reviews, causes, controls, training, bulletins, reports, vendors",
            ),
        ],
    },
    Group {
        name: "Evidence",
        says: "What is looked for, and what answers it",
        pages: &[
            page(
                "Evidence matrix",
                "matrix.html",
                "each requirement with its answers, records and commits; the traps",
            ),
            page(
                "Frameworks",
                "frameworks.html",
                "other frameworks by reference, with the controls and clauses that stand for it",
            ),
            page(
                "Vendors",
                "vendors.html",
                "how suppliers learn: answers, evidence, red flags, when they are asked again",
            ),
        ],
    },
    Group {
        name: "Exceptions",
        says: "What was not found, is late, or rests on one person",
        pages: &[
            page("Findings", "findings.html", "what the rules noticed, rule by rule"),
            page(
                "Waivers",
                "waivers.html",
                "what was set aside, by whom, why and until when, and how often it mattered",
            ),
            page("Due", "due.html", "what is due: late first, with owner, basis and clock"),
            page("Who did what", "roles.html", "roles and people; where one person stands for two"),
        ],
    },
    Group {
        name: "Trends",
        says: "What repeats, and how long it takes",
        pages: &[
            page(
                "Trends",
                "trends.html",
                "incidents by quarter and by what they share; patterns worth a look",
            ),
            page(
                "Figures",
                "figures.html",
                "completion, times by both clocks, recurrence, costs; what each leaves out",
            ),
        ],
    },
    Group {
        name: "Verify",
        says: "How to check all of it without trusting whoever made it",
        pages: &[
            page(
                "Verify",
                "verify.html",
                "files, commit, bundle and anchor line, with the commands",
            ),
            page("About", "about.html", "how this report was made, and what its words mean"),
        ],
    },
    Group {
        name: "Contents",
        says: "Every page",
        pages: &[page("Contents", "contents.html", "every page, each with one line")],
    },
];

fn group_of(section: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.pages.iter().any(|page| page.section == section))
}

/// The navigation on a page of the section `section`: the groups.
pub(super) fn nav(section: &str) -> Vec<NavItem> {
    let here = group_of(section).map(|group| group.name);
    let item = |group: &'static Group| NavItem {
        text: group.name,
        href: group.pages[0].href,
        current: if here != Some(group.name) {
            ""
        } else if group.pages.len() == 1 {
            "page"
        } else {
            "true"
        },
    };
    GROUPS.iter().map(item).collect()
}

/// The pages of the group to which `section` belongs; none when it is alone there.
pub(super) fn near(section: &str) -> (&'static str, Vec<NavItem>) {
    let Some(group) = group_of(section).filter(|group| group.pages.len() > 1) else {
        return ("", Vec::new());
    };
    let item = |page: &'static Page| NavItem {
        text: page.section,
        href: page.href,
        current: if page.section == section { "page" } else { "" },
    };
    (group.name, group.pages.iter().map(item).collect())
}

/// The breadcrumb below `section`; only the home page has none.
pub(super) fn crumbs(section: &'static str, inside: bool) -> Vec<Crumb> {
    let mut pages = GROUPS.iter().flat_map(|group| group.pages);
    let own = pages.find(|page| page.section == section).filter(|_| inside);
    let home = Crumb { text: "Overview", href: "index.html" };
    let own = own.map(|page| Crumb { text: page.section, href: page.href });
    std::iter::once(home).chain(own).collect()
}
