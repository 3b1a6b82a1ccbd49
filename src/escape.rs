//! The one door through which foreign text leaves: terminal, workflow command, CSV, HTML, URL.
//!
//! Every function takes text from a record, a path or a commit and returns text that cannot act
//! where it is going. Nothing else in the program escapes.

use std::borrow::Cow;
use std::fmt::Write;

/// Text for a terminal or a plain log: control and direction-changing characters become visible.
///
/// Line ends become visible too; a caller that prints several lines passes them one by one.
pub fn terminal(text: &str) -> Cow<'_, str> {
    replaced(text, |c| acts_on_a_terminal(c).then(|| c.escape_unicode().to_string()))
}

/// Like [`terminal`], but keeps `\n` and tab, and every byte offset: for source excerpts.
pub fn terminal_block(text: &str) -> Cow<'_, str> {
    replaced(text, |c| {
        let acts = acts_on_a_terminal(c) && c != '\n' && c != '\t';
        acts.then(|| match c.len_utf8() {
            _ if c == '\r' => " ".to_owned(),
            3 => "\u{fffd}".to_owned(),
            bytes => "?".repeat(bytes),
        })
    })
}

/// The message part of a workflow command (`::error ::MESSAGE`).
pub fn workflow_data(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '%' => Some("%25".into()),
        '\r' => Some("%0D".into()),
        '\n' => Some("%0A".into()),
        c => acts_on_a_terminal(c).then(|| "\u{fffd}".into()),
    })
}

/// A property of a workflow command (`file=`, `title=`).
pub fn workflow_property(text: &str) -> String {
    workflow_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A plain line of a build log, or a part of one: like [`terminal`], and no marker of a command in it.
///
/// A line must begin with words of our own: `::` acts at the beginning of a line.
pub fn workflow_line(text: &str) -> String {
    terminal(text).replace("##[", "## [")
}

/// Text or a quoted attribute value in XML 1.0, which has no way to write most control characters:
/// they become visible, line ends too.
pub fn xml(text: &str) -> String {
    html(&terminal(text)).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// A cell of a Markdown table: plain text, whatever it holds.
pub fn markdown_cell(text: &str) -> String {
    let text = html(&terminal(text)).replace("://", "&#58;//").replace('@', "&#64;");
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The text of a SARIF message, in which `[text](place)` would be a link.
pub fn sarif_message(text: &str) -> String {
    let text = terminal(text);
    if !text.contains("](") {
        return text.into_owned();
    }
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// A CSV cell's text, before quoting: a leading formula character is made plain text. A number below
/// zero stays one.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && !is_below_zero(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// True for `-1` and `-1.50`: digits with one point at most, and nothing else.
fn is_below_zero(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = text.strip_prefix('-').map(|rest| rest.split_once('.').unwrap_or((rest, "0")));
    number.is_some_and(|(whole, part)| is_digits(whole) && is_digits(part))
}

/// A text value of a calendar (RFC 5545): line ends are written as such, other control characters and
/// those that change the direction of text become visible.
pub fn ics_text(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = lines.split('\n').map(|line| {
        let line = terminal(line);
        line.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
    });
    shown.collect::<Vec<_>>().join("\\n")
}

/// Text or a quoted attribute value in HTML.
pub fn html(text: &str) -> Cow<'_, str> {
    // Nearly all text is plain, and its bytes tell that faster than its characters.
    let Some(first) = text.bytes().position(may_act_in_html) else { return Cow::Borrowed(text) };
    let (plain, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(plain);
    for c in rest.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// False for bytes that no character to be replaced begins with.
const fn may_act_in_html(byte: u8) -> bool {
    match byte {
        b'\t' | b'\n' | b'\r' => false,
        b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=0x1f | 0x7f => true,
        // The first byte of the control characters above ASCII.
        byte => byte == 0xc2,
    }
}

/// Appends a text as a string of a script, with its quotes; it cannot end the script of a page either.
///
/// Control characters but tabs and line ends become visible, as in HTML.
pub fn script_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(may_act_in_script) {
        let (plain, odd) = rest.split_at(at);
        out.push_str(plain);
        let c = odd.chars().next().expect("a character begins with the byte that was found");
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' => out.push_str("\\u003c"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
        rest = &odd[c.len_utf8()..];
    }
    out.push_str(rest);
    out.push('"');
}

/// False for bytes that no character to be replaced begins with.
const fn may_act_in_script(byte: u8) -> bool {
    // The two line ends and the control characters above ASCII begin with the last two.
    matches!(byte, b'"' | b'\\' | b'<' | 0..=0x1f | 0x7f | 0xc2 | 0xe2)
}

/// A path as the path part of a relative URL; `/` stays, everything unsafe is percent-encoded.
pub fn url_path(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
    out
}

/// A link target from a record when its scheme is allowed (http, https, mailto, relative).
pub fn safe_link(target: &str) -> Option<&str> {
    let target = target.trim();
    if target.chars().any(|c| c.is_control() || c == '\\') || target.starts_with("//") {
        return None;
    }
    let head = target.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, _)) = head.split_once(':') else { return Some(target) };
    ["http", "https", "mailto"].iter().any(|s| scheme.eq_ignore_ascii_case(s)).then_some(target)
}

/// Control characters, and those that reorder or hide text around them.
fn acts_on_a_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn replaced(text: &str, swap: impl Fn(char) -> Option<String>) -> Cow<'_, str> {
    if text.chars().all(|c| swap(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match swap(c) {
            Some(instead) => out.push_str(&instead),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_drive_the_terminal() {
        assert_eq!(terminal("a\u{1b}[2Jb\u{202e}c"), "a\\u{1b}[2Jb\\u{202e}c");
        assert_eq!(terminal("Müller – plain"), "Müller – plain");
    }

    #[test]
    fn a_title_cannot_start_a_workflow_command() {
        assert_eq!(workflow_data("x\n::error::y%"), "x%0A::error::y%25");
        assert_eq!(workflow_property("a:b,c"), "a%3Ab%2Cc");
    }

    #[test]
    fn a_log_a_page_and_a_message_hold_their_place() {
        assert_eq!(workflow_line("a\n##[error]x"), "a\\u{a}## [error]x");
        assert_eq!(xml("]]>\u{0}\u{ffff}&\n"), "]]&gt;\\u{0}\u{fffd}&amp;\\u{a}");
        assert_eq!(markdown_cell("a|b <i> https://x `y`"), "a\\|b &lt;i&gt; https&#58;//x \\`y\\`");
        assert_eq!(sarif_message("[a] \\"), "[a] \\");
        assert_eq!(sarif_message("[a](b)"), "\\[a\\](b)");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_cell("plain"), "plain");
        for number in ["-1", "-12.50"] {
            assert_eq!(csv_cell(number), number);
        }
        for formula in ["-1+1", "-A1", "-1.", "-", "--1", "-1.2.3", "- 1", "+1"] {
            assert_eq!(csv_cell(formula), format!("'{formula}"));
        }
    }

    #[test]
    fn only_harmless_schemes_are_links() {
        for good in ["https://e.org/a:b", "mailto:a@e.org", "evidence/x.txt", "#C1", "a/b:c"] {
            assert!(safe_link(good).is_some(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "//evil",
            "java\tscript:x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(safe_link(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_string_of_a_script_ends_where_we_end_it() {
        let written = |text| {
            let mut out = String::new();
            script_string(&mut out, text);
            out
        };
        assert_eq!(written("</script><!-- \"\\"), "\"\\u003c/script>\\u003c!-- \\\"\\\\\"");
        assert_eq!(written("a\u{2028}b\u{2029}\r\n\tc\u{0}"), "\"a\\nb\\n\\r\\n\\tc\u{fffd}\"");
        assert_eq!(written("Müller – § 5 \u{80}"), "\"Müller – § 5 \u{fffd}\"");
        for text in ["plain", "\"</script>\\", "\\\"", "\u{1f600}\n"] {
            assert_eq!(serde_json::from_str::<String>(&written(text)).unwrap(), text);
        }
    }

    #[test]
    fn html_and_urls_hold_their_place() {
        assert_eq!(html("<a b='\"&\u{1}'>"), "&lt;a b=&#39;&quot;&amp;\u{fffd}&#39;&gt;");
        assert_eq!(
            html("a\tb\r\n\u{b}\u{7f}\u{80}\u{9f}"),
            "a\tb\r\n".to_owned() + &"\u{fffd}".repeat(4)
        );
        assert_eq!(html("§ 5 – Müller\u{a0}<"), "§ 5 – Müller\u{a0}&lt;");
        assert_eq!(url_path("a b/ü?.md"), "a%20b/%C3%BC%3F.md");
    }
}
