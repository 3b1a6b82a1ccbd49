//! Bodies as HTML that cannot act: raw HTML is shown as text, only harmless links remain.

use super::options;
use crate::escape;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

/// Where a link of a record leads on the page that shows it.
pub enum LinkTarget {
    /// To this address.
    Href(String),
    /// Nowhere: the text stands without a link.
    None,
}

/// Renders Markdown as HTML.
///
/// Raw HTML becomes text. Links keep the schemes http, https and mailto; a relative target is
/// given to `resolve`, which says where it leads. Pictures become links to their target. Headings
/// move so that the first is `<h{top}>` and none skips a level. No `style` and no `align` is ever written.
pub fn render_html(text: &str, top: u8, resolve: &dyn Fn(&str) -> LinkTarget) -> String {
    let mut open_links = Vec::new();
    let mut nesting = Nesting { top, open: Vec::new() };
    let events = Parser::new_ext(text, options())
        .filter_map(|event| harmless(event, &mut nesting, resolve, &mut open_links));
    let mut out = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

fn harmless<'a>(
    event: Event<'a>,
    nesting: &mut Nesting,
    resolve: &dyn Fn(&str) -> LinkTarget,
    open_links: &mut Vec<bool>,
) -> Option<Event<'a>> {
    Some(match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => {
            let level = nesting.enter(level);
            Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(nesting.level())),
        Event::Start(Tag::Table(columns)) => {
            Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()]))
        }
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            return start_link(&dest_url, resolve, open_links);
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            let linked = open_links.pop().unwrap_or_default();
            return linked.then_some(Event::InlineHtml(CowStr::Borrowed("</a>")));
        }
        Event::Start(Tag::FootnoteDefinition(_)) | Event::End(TagEnd::FootnoteDefinition) => {
            return None;
        }
        Event::FootnoteReference(name) => Event::Text(format!("[{name}]").into()),
        Event::Start(Tag::CodeBlock(_)) => {
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented))
        }
        // A box to tick would be a control without a name; what it says is enough.
        Event::TaskListMarker(done) => Event::Text(if done { "[x] " } else { "[ ] " }.into()),
        Event::Text(text) => Event::Text(clean(text)),
        Event::Code(text) => Event::Code(clean(text)),
        other => other,
    })
}

/// Control characters have no place on a page.
fn clean(text: CowStr<'_>) -> CowStr<'_> {
    let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
    // Only these bytes begin a control character, and nearly no text has one of them.
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f || byte == 0xc2) && text.contains(bad) {
        text.replace(bad, "\u{fffd}").into()
    } else {
        text
    }
}

fn start_link<'a>(
    target: &str,
    resolve: &dyn Fn(&str) -> LinkTarget,
    open_links: &mut Vec<bool>,
) -> Option<Event<'a>> {
    let href = escape::safe_link(target).map_or(LinkTarget::None, |target| {
        let absolute = target.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
        if absolute { LinkTarget::Href(target.to_owned()) } else { resolve(target) }
    });
    match href {
        LinkTarget::Href(href) => {
            open_links.push(true);
            let link = format!("<a href=\"{}\" rel=\"noreferrer\">", escape::html(&href));
            Some(Event::InlineHtml(link.into()))
        }
        LinkTarget::None => {
            open_links.push(false);
            None
        }
    }
}

/// The headings that a place in the text stands under, as the text numbers them.
struct Nesting {
    top: u8,
    open: Vec<HeadingLevel>,
}

impl Nesting {
    /// Goes under a heading; gives the level that the page shows.
    fn enter(&mut self, level: HeadingLevel) -> HeadingLevel {
        while self.open.last().is_some_and(|above| *above >= level) {
            self.open.pop();
        }
        self.open.push(level);
        self.level()
    }

    /// One level for each heading above: a text that skips a level makes no page that does.
    fn level(&self) -> HeadingLevel {
        let number = usize::from(self.top) + self.open.len().saturating_sub(1);
        HeadingLevel::try_from(number.min(6)).unwrap_or(HeadingLevel::H6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str) -> String {
        render_html(text, 3, &|target| LinkTarget::Href(format!("../{target}")))
    }

    #[test]
    fn nothing_in_a_body_can_act() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "![x](javascript:alert(1) \"t\")",
            "[x](data:text/html,1)",
            "<javascript:alert(1)>",
            "# h {onclick=alert(1) .c #i}",
            "```<x onclick=1>\ncode\n```",
            "[^1]\n\n[^1]: <b onclick=1>x</b>",
        ] {
            let html = render(text);
            assert!(
                !html.contains("<script")
                    && !html.contains("<img")
                    && !html.contains("javascript:\""),
                "{html}"
            );
            assert!(!html.contains("href=\"javascript") && !html.contains("href=\"data"), "{html}");
            let attribute = html.split('<').any(|tag| {
                tag.split('>')
                    .next()
                    .is_some_and(|t| t.contains("onclick") || t.contains("onerror"))
            });
            assert!(!attribute, "{html}");
        }
    }

    #[test]
    fn a_box_to_tick_is_text() {
        let html = render("- [ ] open\n- [x] done");
        assert!(html.contains("[ ] open") && html.contains("[x] done"), "{html}");
        assert!(!html.contains("<input"), "{html}");
    }

    #[test]
    fn headings_nest_without_gaps_whatever_the_text_numbers_them() {
        let html = render("## A\n#### B\n### C\n## D\n# E\n### F");
        let levels: Vec<_> = html.split("<h").skip(1).map(|rest| &rest[..1]).collect();
        assert_eq!(levels, ["3", "4", "4", "3", "3", "4"]);
    }

    #[test]
    fn headings_start_where_the_page_says_and_tables_carry_no_style() {
        let html = render("# A\n\n| a |\n|--:|\n| 1 |\n\n[b](c.md)");
        assert!(
            html.contains("<h3>A</h3>")
                && html.contains("<td>1</td>")
                && html.contains("href=\"../c.md\""),
            "{html}"
        );
        assert!(!html.contains("style"), "{html}");
    }
}
