//! A reader of XML that takes no nonsense, and a check against the few means that our XSD uses.

use std::collections::BTreeMap;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    /// All elements of this name below, at any depth.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> Vec<&'a Element> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        (self.name == name).then_some(self).into_iter().chain(below).collect()
    }
}

/// Reads a document; panics where it is not well formed.
pub(super) fn parse(text: &str) -> Element {
    for c in text.chars() {
        let allowed = matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(allowed, "no character of XML: {c:?}");
    }
    let mut rest = text;
    let mut open = vec![Element::default()];
    while let Some(at) = rest.find('<') {
        open.last_mut().unwrap().text += &plain(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").expect("the comment ends").1;
        } else if let Some(after) = rest.strip_prefix("<?") {
            rest = after.split_once("?>").expect("the instruction ends").1;
        } else if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').expect("the tag ends");
            let done = open.pop().unwrap();
            assert_eq!(done.name, name);
            open.last_mut().expect("it was open").children.push(done);
            rest = after;
        } else {
            let (tag, after) = rest[1..].split_once('>').expect("the tag ends");
            rest = after;
            let element = start(tag.trim_end_matches('/'));
            if tag.ends_with('/') {
                open.last_mut().unwrap().children.push(element);
            } else {
                open.push(element);
            }
        }
    }
    assert_eq!((open.len(), rest.trim()), (1, ""), "an element is not closed");
    let mut document = open.pop().unwrap();
    assert_eq!(document.children.len(), 1);
    document.children.remove(0)
}

fn start(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while let Some((name, after)) = rest.trim_start().split_once("=\"") {
        let (value, after) = after.split_once('"').expect("the value ends");
        assert!(!value.contains(['<', '\n']), "{value}");
        let before = element.attributes.insert(name.to_owned(), plain(value));
        assert!(before.is_none(), "{name} stands twice");
        rest = after;
    }
    assert_eq!(rest.trim(), "");
    element
}

fn plain(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').expect("a reference ends with `;`");
        out += match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" | "#39" => "'",
            other => panic!("unknown reference {other}"),
        };
        out += after;
    }
    assert!(!text.contains("]]>"), "`]]>` must not stand in text");
    out
}

/// What an XSD says of one element.
#[derive(Default)]
struct Allowed {
    attributes: BTreeMap<String, bool>,
    children: Vec<String>,
    text: bool,
}

/// Fails where `document` breaks `xsd`: elements, attributes, and where text may stand. In our XSD
/// children have no order and no number, so none is checked.
pub(super) fn assert_keeps_xsd(xsd: &str, document: &Element) {
    let xsd = parse(xsd);
    let global = xsd.children.iter().filter(|child| child.name == "xs:element");
    let allowed = global.map(|element| (element.attributes["name"].clone(), read(element)));
    check(&allowed.collect(), document);
}

fn read(element: &Element) -> Allowed {
    let attributes = element.all("xs:attribute").into_iter().map(|attribute| {
        let required = attribute.attributes.get("use").is_some_and(|word| word == "required");
        (attribute.attributes["name"].clone(), required)
    });
    let children = element.all("xs:element").into_iter();
    let mixed = |kind: &&Element| kind.attributes.get("mixed").is_some_and(|word| word == "true");
    Allowed {
        attributes: attributes.collect(),
        children: children.filter_map(|child| child.attributes.get("ref").cloned()).collect(),
        text: element.attributes.get("type").is_some_and(|name| name == "xs:string")
            || element.all("xs:complexType").iter().any(mixed),
    }
}

fn check(allowed: &BTreeMap<String, Allowed>, element: &Element) {
    let name = &element.name;
    let own = allowed.get(name).unwrap_or_else(|| panic!("no element {name}"));
    for attribute in element.attributes.keys() {
        assert!(own.attributes.contains_key(attribute), "{name} has no attribute {attribute}");
    }
    for (attribute, required) in &own.attributes {
        assert!(
            !required || element.attributes.contains_key(attribute),
            "{name} needs {attribute}"
        );
    }
    assert!(own.text || element.text.trim().is_empty(), "{name} has no text: {}", element.text);
    for child in &element.children {
        assert!(own.children.contains(&child.name), "{name} holds no {}", child.name);
        check(allowed, child);
    }
}

#[test]
fn a_breach_of_the_xsd_is_seen() {
    let xsd = include_str!("../schemas/junit-10.xsd");
    let keeps =
        |text: &str| std::panic::catch_unwind(|| assert_keeps_xsd(xsd, &parse(text))).is_ok();
    let suite = |inner: &str| {
        format!("<testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\">{inner}</testsuite>")
    };
    assert!(keeps(&suite("<testcase name=\"&amp;\"><failure>x</failure></testcase>")));
    for bad in [
        "<testcase/>",
        "text",
        "<testcase name=\"x\" line=\"1\"/>",
        "<failure/>",
        "<testcase name=\"a\u{1}\"/>",
        "<testcase name=\"a & b\"/>",
        "<testcase name=\"a\">",
    ] {
        assert!(!keeps(&suite(bad)), "{bad}");
    }
}
