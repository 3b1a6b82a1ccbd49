//! Columns: fields by their dotted name, and a few that are the same for every kind.

use crate::record::{Item, Record};
use crate::schema::{Field, Key, Kind, Shape, StampValue};
use crate::term::Stamp;

/// Columns that every record has, whatever its kind calls them.
pub(super) const COMPUTED: [&str; 4] = ["kind", "path", "owner", "date"];

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    name: String,
}

/// What a record says in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A list of texts.
    Many(Vec<String>),
}

impl Value {
    /// The value as one text.
    pub fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Many(texts) => texts.join(", "),
        }
    }
}

impl Column {
    pub(in crate::rows) fn new(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    /// Its name: `due`, `verification.by`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The field of the front matter that it lies in.
    pub(super) fn first(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// True when the table gives records of `kind` this field.
    pub(super) fn is_of(&self, kind: Kind) -> bool {
        COMPUTED.contains(&self.name.as_str()) || field(kind, &self.name).is_some()
    }

    /// What the record says.
    pub(super) fn value(&self, record: &Record) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        match self.name.as_str() {
            "id" => text(record.id()),
            "kind" => text(record.kind().word()),
            "path" => text(record.path.as_str()),
            "owner" => owner_of(record).map_or(Value::Nothing, text),
            "date" => {
                date_of(record).map_or(Value::Nothing, |(_, stamp)| Value::Text(stamp.to_string()))
            }
            name => {
                let mut parts = name.split('.');
                let first = parts.next().and_then(|part| record.root().value(part));
                let item = parts.try_fold(first, |item, part| Some(item?.value(part)));
                item.flatten().map_or(Value::Nothing, |item| value_of(item))
            }
        }
    }

    /// What may be shown of it: free text of a privileged record is withheld.
    pub(in crate::rows) fn shown(&self, record: &Record) -> Value {
        if !record.is_privileged() || COMPUTED.contains(&self.name.as_str()) || self.name == "id" {
            return self.value(record);
        }
        let plain = |field: &Field| {
            matches!(
                field.shape,
                Shape::Date
                    | Shape::Stamp
                    | Shape::Enum(_)
                    | Shape::Link(_)
                    | Shape::List(Shape::Link(_))
            )
        };
        let may = self.name == "status" || field(record.kind(), &self.name).is_some_and(plain);
        match self.value(record) {
            Value::Nothing => Value::Nothing,
            value if may => value,
            _ => Value::Text("(withheld)".to_owned()),
        }
    }
}

/// The field of a dotted name.
fn field(kind: Kind, name: &str) -> Option<&'static Field> {
    let mut parts = name.split('.');
    let mut field = kind.spec().field(parts.next()?)?;
    for part in parts {
        let Shape::Map(fields) = &field.shape else { return None };
        field = fields.iter().find(|field| field.name == part)?;
    }
    Some(field)
}

fn value_of(item: Item<'_>) -> Value {
    if let Some(text) = item.text() {
        return Value::Text(text.trim_end().to_owned());
    }
    let inside = item.keys();
    if !inside.is_empty() {
        let pairs = inside.iter().filter_map(|key| {
            let value = value_of(item.value(key.value)?).text();
            Some(format!("{}: {value}", key.value))
        });
        return Value::Text(pairs.collect::<Vec<_>>().join(", "));
    }
    let (mut texts, mut depth) = (Vec::new(), 0_u32);
    item.tell_words(&mut |word| match word {
        "[" | "{" => depth += 1,
        "]" | "}" => depth = depth.saturating_sub(1),
        word if depth == 1 => texts.push(word.to_owned()),
        _ => {}
    });
    if texts.is_empty() && !item.is_blank() {
        return Value::Text("(entries)".to_owned());
    }
    if texts.is_empty() { Value::Nothing } else { Value::Many(texts) }
}

/// The fields that say who answers for a record, the first that is there.
const OWNERS: [&str; 8] =
    ["owner", "lead", "prepared_by", "declared_by", "auditor", "chair", "trainer", "accepted_by"];

pub(super) fn owner_of(record: &Record) -> Option<&str> {
    OWNERS.iter().find_map(|name| record.text_of(Key::new(name)))
}

/// The date that matters for a kind: the first of these fields that is there.
fn dates(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Incident => &["detected_at", "reported_at"],
        Kind::Pir => &["held_at", "scheduled_at"],
        Kind::Rca => &["accepted_at", "analysed_at"],
        Kind::Action | Kind::EffectivenessAudit => &["due"],
        Kind::Risk | Kind::VendorAssessment => &["assessed_at"],
        Kind::Policy => &["effective", "approved_at"],
        Kind::Training | Kind::ManagementReview => &["held_at"],
        Kind::Bulletin => &["published_at"],
        Kind::TrendReport => &["presented_at"],
        Kind::PeriodStatement => &["declared_at"],
        Kind::Vendor => &["next_assessment"],
        Kind::Control => &[],
    }
}

pub(super) fn date_of(record: &Record) -> Option<(&'static str, Stamp)> {
    let names = dates(record.kind()).iter().chain(&["created"]);
    names.copied().find_map(|name| {
        let found = record.get(Key::<StampValue>::new(name))?;
        Some((name, found.value))
    })
}

/// The columns of a list that names none.
pub(super) fn of_kind(kind: Option<Kind>) -> &'static [&'static str] {
    match kind {
        None => &["id", "kind", "status", "owner", "date", "title"],
        Some(Kind::Incident) => {
            &["id", "severity", "status", "owner", "detected_at", "closed_at", "title"]
        }
        Some(Kind::Action) => &["id", "status", "owner", "due", "priority", "incidents", "title"],
        Some(Kind::Risk) => {
            &["id", "status", "owner", "likelihood", "impact", "assessed_at", "title"]
        }
        Some(Kind::Policy) => {
            &["id", "version", "status", "owner", "effective", "next_review", "title"]
        }
        Some(Kind::Control) => &["id", "status", "owner", "title"],
        Some(Kind::Vendor) => &["id", "tier", "status", "owner", "next_assessment", "title"],
        Some(Kind::TrendReport | Kind::PeriodStatement) => {
            &["id", "status", "owner", "date", "title"]
        }
        Some(Kind::VendorAssessment) => &["id", "status", "vendor", "assessed_at", "title"],
        Some(_) => &["id", "status", "owner", "date", "incidents", "title"],
    }
}
