//! The templates of the site: our own, and in their place those that the user names.
//!
//! What a template is given is the same whoever wrote it, and reaches the page escaped: the filter that would leave it
//! as it is does not exist. A template of others has fuel for so many steps, and its mistakes are told with their line.

use super::part::Part;
use super::said::said;
use super::{STYLESHEET, context};
use crate::escape;
use crate::page::View;
use crate::words::Words;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Steps that one page may take: hundreds of times what the largest of ours takes.
const FUEL: u64 = 20_000_000;

/// The name of the stylesheet, which may stand beside the templates.
const SHEET: &str = "site.css";

const OURS: [(&str, &str); 9] = [
    ("about.html", include_str!("../../../templates/site/about.html")),
    ("base.html", include_str!("../../../templates/site/base.html")),
    ("incident.html", include_str!("../../../templates/site/incident.html")),
    ("overview.html", include_str!("../../../templates/site/overview.html")),
    ("parts.html", include_str!("../../../templates/site/parts.html")),
    ("policy.html", include_str!("../../../templates/site/policy.html")),
    ("reading.html", include_str!("../../../templates/site/reading.html")),
    ("record.html", include_str!("../../../templates/site/record.html")),
    ("register.html", include_str!("../../../templates/site/register.html")),
];

/// What a page that stands alone has around its content, in place of `base.html`.
const ALONE: &str = include_str!("../../../templates/site/alone.html");

/// Why a template cannot be used, or a page not be made with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misprint {
    /// There is no template of this name.
    #[error("there is no template `{name}` to be replaced")]
    Unknown {
        /// The name.
        name: String,
    },
    /// It says something that cannot be read or done.
    #[error("{name}:{line}: {reason}")]
    Flaw {
        /// The template.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

impl Misprint {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown { .. } => {
                let names: Vec<&str> = Templates::names().collect();
                format!("name it {}", names.join(", "))
            }
            Self::Flaw { .. } => "mend the template, or leave out --templates".to_owned(),
        }
    }

    fn of(error: &Error) -> Self {
        let reason = error.detail().map_or_else(
            || error.kind().to_string(),
            |detail| format!("{}: {detail}", error.kind()),
        );
        let name = error.name().unwrap_or("a template").to_owned();
        Self::Flaw { name, line: error.line().unwrap_or(1), reason }
    }
}

/// Templates and stylesheet of a site.
pub struct Templates {
    environment: Environment<'static>,
    stylesheet: Cow<'static, str>,
    words: Words,
}

impl Templates {
    /// Our own, for pages in the language of `words`.
    pub fn ours(words: Words) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(write);
        environment.remove_filter("safe");
        environment.add_global("lang", words.tag());
        environment.add_function("say", move |text: &str, given: Kwargs| said(words, text, &given));
        for (name, text) in OURS {
            let added = environment.add_template(name, text);
            added.expect("the site's own templates are well-formed");
        }
        Self { environment, stylesheet: Cow::Borrowed(STYLESHEET), words }
    }

    /// Our own, with these texts in the place of those of the same names.
    pub fn with(texts: BTreeMap<String, String>, words: Words) -> Result<Self, Misprint> {
        let mut all = Self::ours(words);
        all.environment.set_fuel(Some(FUEL));
        for (name, text) in texts {
            if !Self::names().any(|known| known == name) {
                return Err(Misprint::Unknown { name });
            }
            if name == SHEET {
                all.stylesheet = Cow::Owned(text);
            } else {
                let added = all.environment.add_template_owned(name, text);
                added.map_err(|error| Misprint::of(&error))?;
            }
        }
        Ok(all)
    }

    /// The names that have a text of ours, in their order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OURS.iter().map(|(name, _)| *name).chain([SHEET])
    }

    /// The same for a page that stands alone, with its stylesheet inside.
    pub(super) fn alone(&self, digest: &str) -> Environment<'static> {
        let mut environment = self.environment.clone();
        let base = environment.add_template("base.html", ALONE);
        base.expect("the site's own templates are well-formed");
        environment.add_global("style", Value::from_safe_string(self.stylesheet.to_string()));
        environment.add_global("style_digest", Value::from_safe_string(digest.to_owned()));
        environment
    }

    pub(super) fn words(&self) -> Words {
        self.words
    }

    pub(super) fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    /// Appends a page.
    pub(super) fn render(&self, view: View, bytes: &mut Vec<u8>) -> Result<(), Misprint> {
        render(&self.environment, view, self.words, bytes)
    }
}

/// Appends a page.
pub(super) fn render(
    environment: &Environment<'_>,
    view: View,
    words: Words,
    bytes: &mut Vec<u8>,
) -> Result<(), Misprint> {
    let (name, given) = context::of(view, words);
    let template = environment.get_template(name).expect("every view has its template");
    let rendered = template.render_captured_to(given, bytes);
    rendered.map(drop).map_err(|error| Misprint::of(&error))
}

/// Writes a value: text goes through the one escape door, HTML that cannot act as it is.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(part) = value.downcast_object_ref::<Part>() {
        return Ok(part.shown(|html| out.write_str(html))?);
    }
    let escaped = !matches!(state.auto_escape(), AutoEscape::None) && !value.is_safe();
    match value.as_str() {
        Some(text) if escaped => Ok(out.write_str(&escape::html(text))?),
        Some(text) => Ok(out.write_str(text)?),
        None if value.kind() == ValueKind::Number => {
            Ok(std::fmt::Write::write_fmt(out, format_args!("{value}"))?)
        }
        None => minijinja::escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests {
    use super::{Misprint, Templates};
    use crate::page::{AboutPage, Frame, View};
    use crate::words::{Language, Words};
    use std::collections::BTreeMap;

    fn with(name: &str, text: &str) -> Result<Templates, Misprint> {
        let words = Words::of(Language::English);
        Templates::with(BTreeMap::from([(name.to_owned(), text.to_owned())]), words)
    }

    fn page(text: &str) -> Result<String, String> {
        let frame = Frame { title: "<b>".into(), ..Frame::default() };
        let view = View::About(Box::new(AboutPage { frame, ..AboutPage::default() }));
        let mut bytes = Vec::new();
        let templates = with("about.html", text).map_err(|error| error.to_string())?;
        templates.render(view, &mut bytes).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_template_of_others_is_given_the_same_and_cannot_leave_it_as_it_is() {
        assert_eq!(page("x {{ frame.title }}").as_deref(), Ok("x &lt;b&gt;"));
        assert!(page("{{ frame.title|safe }}").unwrap_err().starts_with("about.html:1: "));
    }

    #[test]
    fn its_mistakes_are_told_and_it_cannot_go_on_for_ever() {
        assert!(page("a\n{{ nothing }}").unwrap_err().starts_with("about.html:2: "));
        assert!(page("{% for %}").unwrap_err().starts_with("about.html:1: "));
        assert!(page("{% include \"/etc/passwd\" %}").unwrap_err().contains("template not found"));
        let long = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        assert!(page(long).unwrap_err().contains("fuel"), "{long}");
        let unknown = with("site.js", "").err().map(|error| (error.to_string(), error.hint()));
        let (said, hint) = unknown.unwrap();
        assert!(
            said.contains("`site.js`") && hint.contains("base.html") && hint.contains("site.css")
        );
    }
}
