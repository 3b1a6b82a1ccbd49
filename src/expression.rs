//! Expressions over plain data, as a register's configuration states them: the only door to their
//! language.
//!
//! An expression opens nothing, calls nothing of ours but `days` and `product`, and always ends: it
//! has no loops, its length is limited and so is what it may spend. It knows no record; whoever asks
//! puts the data together.

use crate::term::{Stamp, Zone};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, filters, tests};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longest expression in bytes.
const LIMIT: usize = 4096;

/// Steps that one answer may take.
const FUEL: u64 = 1000;

/// The words that every expression may use, besides the data.
pub const FUNCTIONS: [&str; 2] = ["days", "product"];

/// A value that an expression looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// Nothing is said.
    Nothing,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A decimal number.
    Decimal(f64),
    /// Text, as written.
    Text(String),
    /// A list.
    List(Vec<Datum>),
    /// A mapping.
    Map(Vec<(String, Datum)>),
}

impl From<Datum> for Value {
    fn from(datum: Datum) -> Self {
        match datum {
            Datum::Nothing => Self::from(()),
            Datum::Flag(flag) => Self::from(flag),
            Datum::Whole(number) => Self::from(number),
            Datum::Decimal(number) => Self::from(number),
            Datum::Text(text) => Self::from(text),
            Datum::List(items) => Self::from(items.into_iter().map(Self::from).collect::<Vec<_>>()),
            Datum::Map(entries) => {
                let values = entries.into_iter().map(|(key, value)| (key, Self::from(value)));
                Self::from(values.collect::<BTreeMap<String, Self>>())
            }
        }
    }
}

/// Why an expression cannot be used, or gives no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What is wrong, as a lower-case fragment.
    pub message: String,
    /// The bytes of the expression that are meant, where they are known.
    pub at: Option<Range<usize>>,
}

/// What expressions are read and answered with.
pub struct Engine {
    environment: Environment<'static>,
}

/// An expression that was read.
pub struct Expression<'e> {
    read: minijinja::Expression<'e, 'e>,
}

impl Engine {
    /// An engine that cuts days in `zone`.
    pub fn new(zone: Zone) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(64);
        environment.set_debug(false);
        add_filters(&mut environment);
        add_tests(&mut environment);
        environment.add_function("days", move |from: &str, to: &str| days(from, to, zone));
        environment.add_function("product", |a: f64, b: f64| a * b);
        Self { environment }
    }

    /// Reads an expression.
    pub fn read<'e>(&'e self, text: &'e str) -> Result<Expression<'e>, Fault> {
        if text.len() > LIMIT {
            return Err(Fault { message: format!("longer than {LIMIT} bytes"), at: None });
        }
        if let Some(at) = star(text) {
            let message = "`*` is not part of these expressions; use `product(a, b)`".to_owned();
            return Err(Fault { message, at: Some(at..at + 1) });
        }
        let read = self.environment.compile_expression(text).map_err(|error| fault(&error))?;
        Ok(Expression { read })
    }
}

impl Expression<'_> {
    /// The dotted names that it asks for.
    pub fn names(&self) -> BTreeSet<String> {
        self.read.undeclared_variables(true).into_iter().collect()
    }

    /// True when it holds for `data`; a text, list or number counts as true when it is not empty.
    pub fn holds(&self, data: &[(&str, Datum)]) -> Result<bool, Fault> {
        let named = data.iter().map(|(name, datum)| (*name, Value::from(datum.clone())));
        let context: BTreeMap<&str, Value> = named.collect();
        let answer = self.read.eval(Value::from(context)).map_err(|error| fault(&error))?;
        if answer.is_undefined() {
            let message = "the result is not there: a name in it says nothing here".to_owned();
            return Err(Fault { message, at: None });
        }
        Ok(answer.is_true())
    }
}

/// The first `*` outside of quotes. With texts and lists it would repeat them without measure.
fn star(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '*') => return Some(at),
            _ => {}
        }
    }
    None
}

fn days(from: &str, to: &str, zone: Zone) -> Result<i64, Error> {
    let day = |text: &str| {
        let stamp = Stamp::parse(text).map(|stamp| stamp.day(zone));
        stamp.ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, format!("`{text}` is no date for `days`"))
        })
    };
    Ok((day(to)? - day(from)?).num_days())
}

fn fault(error: &Error) -> Fault {
    let what = match error.kind() {
        ErrorKind::OutOfFuel => "it does not end in the steps that an expression may take".into(),
        ErrorKind::UndefinedError => {
            "it asks for something that is not there; test it with `is defined` first".into()
        }
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    Fault { message: what, at: error.range() }
}

fn add_filters(environment: &mut Environment<'_>) {
    environment.add_filter("first", filters::first);
    environment.add_filter("int", filters::int);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment.add_filter("count", filters::length);
    environment.add_filter("list", filters::list);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("map", filters::map);
    environment.add_filter("max", filters::max);
    environment.add_filter("min", filters::min);
    environment.add_filter("reject", filters::reject);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("select", filters::select);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("sort", filters::sort);
    environment.add_filter("sum", filters::sum);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("unique", filters::unique);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("default", filters::default);
}

fn add_tests(environment: &mut Environment<'_>) {
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment.add_test("none", tests::is_none);
    environment.add_test("number", tests::is_number);
    environment.add_test("string", tests::is_string);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("endingwith", tests::is_endingwith);
    environment.add_test("in", tests::is_in);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("lt", tests::is_lt);
    environment.add_test("le", tests::is_le);
    environment.add_test("gt", tests::is_gt);
    environment.add_test("ge", tests::is_ge);
    environment.add_test("true", tests::is_true);
    environment.add_test("false", tests::is_false);
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    fn ask(text: &str) -> Result<bool, Fault> {
        let engine = Engine::new(Zone::default());
        let record = Datum::Map(vec![
            ("owner".into(), Datum::Text("s.lind".into())),
            ("closed_at".into(), Datum::Text("2026-03-05T10:00:00+01:00".into())),
            ("severity".into(), Datum::Nothing),
            ("score".into(), Datum::Whole(4)),
            ("tags".into(), Datum::List(vec![Datum::Text("a".into()), Datum::Text("b".into())])),
        ]);
        let data = [("record", record), ("today", Datum::Text("2026-05-20".into()))];
        engine.read(text)?.holds(&data)
    }

    #[test]
    fn expressions_look_at_values_lists_and_days() {
        for (text, answer) in [
            ("record.owner == 's.lind'", true),
            ("record.severity is none", true),
            ("not record.severity", true),
            ("'a' in record.tags and record.tags | length == 2", true),
            ("days(record.closed_at, today) > 75", true),
            ("days(record.closed_at, today) > 76", false),
            ("product(record.score, 3) >= 12", true),
            ("record.other is defined", false),
            ("record.tags", true),
        ] {
            assert_eq!(ask(text), Ok(answer), "{text}");
        }
    }

    #[test]
    fn what_is_not_there_and_what_is_no_date_is_said() {
        for (text, said) in [
            ("record.other == 1", "not there"),
            ("record.other", "not there"),
            ("nothing", "not there"),
            ("record.severity.x == 1", "not there"),
            ("days('soon', today) > 1", "`soon` is no date"),
        ] {
            let fault = ask(text).unwrap_err();
            assert!(fault.message.contains(said), "{text}: {fault}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_is_not_ours_is_refused() {
        for text in [
            "record.owner ==",
            "record.owner | replace('a', 'b')",
            "range(10)",
            "'a' * 100000000",
            "2 ** 9",
            "{{ record }}",
            "",
        ] {
            assert!(ask(text).is_err(), "{text}");
        }
        let engine = Engine::new(Zone::default());
        assert!(engine.read("'*' == today").is_ok());
        assert!(engine.read(&"(".repeat(3000)).is_err());
        assert!(engine.read(&"a".repeat(LIMIT + 1)).is_err());
        assert_eq!(star("'it\\'s *' ~ a * b"), Some(14));
    }

    #[test]
    fn an_answer_that_takes_too_long_is_given_up() {
        let long = vec!["today"; 600].join("~");
        assert!(ask(&long).unwrap_err().message.contains("does not end"));
    }
}
