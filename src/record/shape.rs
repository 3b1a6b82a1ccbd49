//! The walk that holds every value against the table: flaws of shape, and links.

use super::{FieldPath, Flaw, FlawKind, LinkUse};
use crate::schema::{self, Field, Kind, KindSpec, Shape, Table};
use crate::span::Span;
use crate::term::{Duration, Period, RecordRef, RepoPath, Stamp, Version, nearest, parse_day};
use crate::yaml::{Content, Entry, NodeId, Style, Tree};
use std::fmt;

/// The way from the front matter to a value; written out only where something is to be said of it.
struct Trail<'p> {
    inside: Option<&'p Trail<'p>>,
    name: &'p str,
    /// The name in the table, for a field of the front matter itself.
    field: Option<&'static str>,
}

impl<'p> Trail<'p> {
    fn to(name: &'p str) -> Self {
        Self { inside: None, name, field: None }
    }

    fn to_field(field: &'static Field) -> Self {
        Self { inside: None, name: field.name, field: Some(field.name) }
    }

    fn written(&self) -> FieldPath {
        self.field.map_or_else(|| FieldPath::written(self.to_string()), FieldPath::named)
    }
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(inside) = self.inside {
            write!(f, "{inside}.")?;
        }
        f.write_str(self.name)
    }
}

/// Flaws and links of one front matter.
pub(super) struct Walk<'a> {
    text: &'a str,
    tree: &'a Tree,
    spec: &'static KindSpec,
    table: &'static Table,
    pub(super) flaws: Vec<Flaw>,
    pub(super) links: Vec<LinkUse>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        text: &'a str,
        tree: &'a Tree,
        spec: &'static KindSpec,
        table: &'static Table,
    ) -> Self {
        Self { text, tree, spec, table, flaws: Vec::new(), links: Vec::new() }
    }

    /// Holds the whole front matter against the kind's table.
    pub(super) fn front(&mut self) {
        for entry in self.tree.entries(self.tree.root()) {
            let Some(key) = self.key(*entry, &Trail::to("")) else { continue };
            match self.spec.field(key) {
                Some(field) => self.value(&Trail::to_field(field), &field.shape, entry.value),
                None => self.other_key(key, *entry),
            }
        }
    }

    fn key(&mut self, entry: Entry, inside: &Trail<'_>) -> Option<&'a str> {
        let key = self.tree.text(self.text, entry.key);
        if key.is_none() {
            self.invalid(entry.key, inside, "a key must be a word", "write `name: value`");
        }
        key
    }

    /// A top-level key that is not in the table: renamed, the user's own, or unknown.
    fn other_key(&mut self, key: &str, entry: Entry) {
        let span = self.span(entry.key);
        if let Some(alias) = schema::alias_of(self.spec.kind, key) {
            let message = format!("`{}` is an old name of `{}`", alias.old, alias.new);
            let help = format!("rename it to `{}`", alias.new);
            self.flaws.push(Flaw::new(FlawKind::KeyRenamed, span, message, help).on(key));
            let field = self.spec.field(alias.new).expect("an alias names a field of the table");
            self.value(&Trail::to_field(field), &field.shape, entry.value);
        } else if !key.starts_with("x-") {
            let names = self.spec.all_fields().map(|field| field.name);
            let owner = format!("a record of kind `{}`", self.spec.name);
            self.unknown(key, span, nearest(key, names), &owner, &Trail::to(key));
        }
    }

    fn unknown(
        &mut self,
        key: &str,
        span: Span,
        meant: Option<&str>,
        owner: &str,
        field: &Trail<'_>,
    ) {
        let message = format!("{owner} has no field `{key}`");
        let help = meant.map_or_else(
            || "remove it, or begin its name with `x-` to keep it as your own".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        self.flaws
            .push(Flaw::new(FlawKind::KeyUnknown, span, message, help).on(&field.to_string()));
    }

    fn value(&mut self, path: &Trail<'_>, shape: &'static Shape, node: NodeId) {
        if self.tree.is_null(self.text, node) {
            return;
        }
        match shape {
            Shape::List(inner) => self.list(path, inner, node),
            Shape::Map(fields) => self.map(path, fields, node),
            Shape::Asset => self.text_or_map(path, schema::ASSET, node),
            Shape::Why => self.text_or_map(path, schema::WHY, node),
            _ => self.scalar(path, shape, node),
        }
    }

    fn list(&mut self, path: &Trail<'_>, inner: &'static Shape, node: NodeId) {
        if let Content::Sequence(items) = self.tree.node(node).content {
            for item in items {
                self.value(path, inner, *item);
            }
        } else {
            self.invalid(
                node,
                path,
                format!("`{path}` must be a list"),
                "write `[first, second]`, also for one",
            );
        }
    }

    fn map(&mut self, path: &Trail<'_>, fields: &'static [Field], node: NodeId) {
        if !matches!(self.tree.node(node).content, Content::Mapping(_)) {
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            let help = format!("write `{{{}: ..}}`; its fields are {}", names[0], names.join(", "));
            self.invalid(node, path, format!("`{path}` must be a mapping"), help);
            return;
        }
        for entry in self.tree.entries(node) {
            let Some(key) = self.key(*entry, path) else { continue };
            let inner = Trail { inside: Some(path), name: key, field: None };
            if let Some(field) = fields.iter().find(|field| field.name == key) {
                self.value(&inner, &field.shape, entry.value);
            } else if !key.starts_with("x-") {
                let meant = nearest(key, fields.iter().map(|field| field.name));
                self.unknown(key, self.span(entry.key), meant, &format!("`{path}`"), &inner);
            }
        }
    }

    fn text_or_map(&mut self, path: &Trail<'_>, fields: &'static [Field], node: NodeId) {
        if matches!(self.tree.node(node).content, Content::Scalar(_)) {
            return;
        }
        self.map(path, fields, node);
    }

    fn scalar(&mut self, path: &Trail<'_>, shape: &'static Shape, node: NodeId) {
        let Content::Scalar(style) = self.tree.node(node).content else {
            self.invalid(
                node,
                path,
                format!("`{path}` must be a single value"),
                "write one value without brackets",
            );
            return;
        };
        let text = self.tree.text(self.text, node).unwrap_or_default();
        match shape {
            Shape::Enum(list) if self.table.added(list).contains(&text) => {}
            Shape::Link(kinds) => self.link(path, text, node, kinds),
            Shape::AnyLink | Shape::Ref => self.link(path, text, node, &[]),
            Shape::Date | Shape::Stamp => self.date(path, shape, text, node),
            _ => {
                if let Some((problem, help)) = misfit(shape, style, text) {
                    self.invalid(node, path, format!("`{path}` {problem}"), help);
                }
            }
        }
    }

    fn link(&mut self, path: &Trail<'_>, text: &str, node: NodeId, kinds: &'static [Kind]) {
        if text.is_empty() || text.contains(char::is_whitespace) || text.contains('/') {
            let help = "links are ids such as `INC-2026-0001`, never paths";
            self.invalid(node, path, format!("`{path}` must be the id of a record"), help);
            return;
        }
        let target = RecordRef::parse(text);
        self.links.push(LinkUse { field: path.written(), target, span: self.span(node), kinds });
    }

    fn date(&mut self, path: &Trail<'_>, shape: &Shape, text: &str, node: NodeId) {
        let day_only = matches!(shape, Shape::Date);
        let fits = if day_only { parse_day(text).is_some() } else { Stamp::parse(text).is_some() };
        if fits {
            return;
        }
        let (message, help) = if day_only && Stamp::parse(text).is_some() {
            (format!("`{path}` must be a day without a time"), format!("write `{}`", &text[..10]))
        } else {
            let form =
                if day_only { "2026-03-31" } else { "2026-03-31 or 2026-03-31T09:14:00+02:00" };
            (
                format!("`{path}` is not a date of the calendar: `{text}`"),
                format!("write it as {form}"),
            )
        };
        self.flaws.push(
            Flaw::new(FlawKind::DateInvalid, self.span(node), message, help).on(&path.to_string()),
        );
    }

    fn invalid(
        &mut self,
        node: NodeId,
        path: &Trail<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.flaws.push(
            Flaw::new(FlawKind::FieldInvalid, self.span(node), message, help).on(&path.to_string()),
        );
    }

    fn span(&self, node: NodeId) -> Span {
        self.tree.node(node).span
    }
}

/// Why a scalar does not fit its shape, and what would.
fn misfit(shape: &Shape, style: Style, text: &str) -> Option<(String, String)> {
    let plain = style == Style::Plain;
    let wrong = |fits: bool, problem: &str, help: &str| {
        (!fits).then(|| (problem.to_owned(), help.to_owned()))
    };
    match shape {
        Shape::Line => wrong(
            !text.trim_end().contains('\n'),
            "must be one line",
            "put longer text into the body",
        ),
        Shape::Word | Shape::Person | Shape::Rule => wrong(
            !text.contains(char::is_whitespace),
            "must be one word",
            "write a handle or word without spaces",
        ),
        Shape::Int => wrong(
            plain && text.parse::<i64>().is_ok_and(|n| n >= 0),
            "must be a whole number",
            "write digits without quotes",
        ),
        Shape::Number => {
            let number = text.parse::<f64>().is_ok_and(|n| n.is_finite() && n >= 0.0);
            wrong(plain && number, "must be a number", "write it like 12 or 0.5, without quotes")
        }
        Shape::Bool => wrong(
            plain && matches!(text, "true" | "false"),
            "must be true or false",
            "only `true` and `false` are booleans",
        ),
        Shape::Duration => wrong(
            Duration::parse(text).is_some(),
            "must be a duration with its unit",
            "write ISO 8601, such as PT72H, P14D or P6M",
        ),
        Shape::Period => {
            wrong(Period::parse(text).is_some(), "must be a quarter", "write it as 2026-Q1")
        }
        Shape::Sha256 => {
            let hex = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
            wrong(
                hex,
                "must be a SHA-256 digest",
                "write the 64 hex digits that `sha256sum` prints",
            )
        }
        Shape::Version => wrong(
            Version::parse(text).is_some(),
            "must be a version",
            "write it in quotes, such as \"1.10\"",
        ),
        Shape::Path => wrong(
            RepoPath::parse_written(text).is_some(),
            "must be a path inside the register",
            "write it from the register's root, with `/`",
        ),
        Shape::Enum(list) => choice(list.values, text),
        Shape::Choice(values) => choice(values, text),
        _ => None,
    }
}

fn choice(values: &[&str], text: &str) -> Option<(String, String)> {
    if values.contains(&text) {
        return None;
    }
    let help = nearest(text, values.iter().copied()).map_or_else(
        || format!("use one of {}", values.join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    );
    Some((format!("has no value `{text}`"), help))
}
