//! Runs the configuration's own rules over the records of their kinds.

use super::data::{Around, datum};
use super::names::place_in;
use super::rule as card;
use crate::chain::is_judged;
use crate::config::{CustomRule, Given};
use crate::expression::{Datum, Engine, Expression, Fault};
use crate::record::Record;
use crate::rules::cfg::invalid;
use crate::rules::{Findings, RegisterContext, Report, Rule, Settings};
use crate::schema::Kind;
use rayon::prelude::*;

/// The findings of every rule of the configuration that is on and can be read. One that gives no
/// answer is a finding of CFG001, once, with the first record.
pub(in crate::rules) fn judge(
    cx: &RegisterContext<'_>,
    settings: &Settings,
    fresh: &(impl Fn(&'static Rule) -> Findings + Sync),
) -> Vec<Findings> {
    let custom = &cx.basis.config.custom;
    if custom.is_empty() {
        return Vec::new();
    }
    let engine = Engine::new(cx.basis.config.zone);
    let on = custom.par_iter().filter(|rule| settings.is_on(card(rule)));
    let found = on.filter_map(|rule| {
        let read = Reading::of(&engine, rule)?;
        let mut found = fresh(card(rule));
        let mut broken = fresh(&invalid::RULE);
        read.run(cx, rule, &mut found, &mut broken);
        Some([found, broken])
    });
    let found: Vec<_> = found.collect();
    let invalid_is_on = settings.is_on(&invalid::RULE);
    let keep = |of: &Findings| invalid_is_on || !of.is_of(&invalid::RULE);
    found.into_iter().flatten().filter(keep).collect()
}

/// A rule whose expressions were read.
struct Reading<'e> {
    when: Option<Expression<'e>>,
    require: Expression<'e>,
    around: Around,
    /// The field that a finding points at: the first that `require` asks for.
    field: Option<String>,
}

impl<'e> Reading<'e> {
    fn of(engine: &'e Engine, rule: &'e CustomRule) -> Option<Self> {
        let when = match &rule.when {
            Some(when) => Some(engine.read(&when.value).ok()?),
            None => None,
        };
        let require = engine.read(&rule.require.value).ok()?;
        let asked = require.names();
        let all: Vec<String> =
            when.iter().flat_map(Expression::names).chain(asked.iter().cloned()).collect();
        let asks = |part: &str| {
            all.iter().any(|name| name == "record" || name.starts_with(&format!("record.{part}")))
        };
        let around = Around { links: asks("links"), named_by: asks("named_by") };
        let place = |name: &String| rule.require.value.find(name.as_str());
        let mut fields: Vec<_> =
            asked.iter().filter_map(|name| Some((place(name)?, name))).collect();
        fields.sort();
        let field = fields.iter().find_map(|(_, name)| name.split('.').nth(1)).map(str::to_owned);
        Some(Self { when, require, around, field })
    }

    fn run(
        &self,
        cx: &RegisterContext<'_>,
        rule: &CustomRule,
        found: &mut Findings,
        broken: &mut Findings,
    ) {
        let kinds: Vec<_> = rule.kinds.iter().filter_map(|kind| Kind::parse(&kind.value)).collect();
        let mut lost: Vec<(&str, &Given<String>, Fault)> = Vec::new();
        for record in cx.register.records() {
            if !kinds.contains(&record.kind()) || !is_judged(record) {
                continue;
            }
            match self.is_kept(cx, rule, record) {
                Ok(true) => {}
                Ok(false) => found.push(self.report(rule, record)),
                Err((given, fault)) => lost.push((record.id(), given, fault)),
            }
        }
        if let Some((id, given, fault)) = lost.first() {
            broken.push(no_answer(cx, rule, given, fault, (id, lost.len())));
        }
    }

    /// True when the rule is kept, or does not speak of the record.
    fn is_kept<'r>(
        &self,
        cx: &RegisterContext<'_>,
        rule: &'r CustomRule,
        record: &Record,
    ) -> Result<bool, (&'r Given<String>, Fault)> {
        let today = Datum::Text(cx.basis.now.day().to_string());
        let data = [("record", datum(cx.register, record, self.around)), ("today", today)];
        if let (Some(when), Some(given)) = (&self.when, &rule.when)
            && !when.holds(&data).map_err(|fault| (given, fault))?
        {
            return Ok(true);
        }
        self.require.holds(&data).map_err(|fault| (&rule.require, fault))
    }

    fn report(&self, rule: &CustomRule, record: &Record) -> Report {
        let message = format!("{}: {}", record.id(), rule.message.value);
        let field = self.field.as_deref().filter(|field| record.root().value(field).is_some());
        let span = field.map_or_else(|| record.head(), |field| record.value_span_of(field));
        let report = Report::on(record, span, message).help(rule.help.clone());
        report.field(field.unwrap_or_default())
    }
}

fn no_answer(
    cx: &RegisterContext<'_>,
    rule: &CustomRule,
    given: &Given<String>,
    fault: &Fault,
    (first, all): (&str, usize),
) -> Report {
    let code = &rule.code.value;
    let others = match all {
        1 => String::new(),
        _ => format!(" and {} more", all - 1),
    };
    let message = format!("{code} gives no answer for {first}{others}: {fault}");
    let place = place_in(cx.basis.config, given, fault);
    let mut report = Report::at("", place, message)
        .help("mend the expression; `when` can leave such records out")
        .field("custom")
        .argument(code);
    if let Some(record) = cx.register.get(first) {
        report = report.related(record, record.head(), "the first record without an answer");
    }
    report
}
