//! No record holds a secret or personal data that git could never forget.

mod shape;

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::vendor;
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC006",
    name: "secret-or-personal-data",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "key, token, e-mail address, bank, card or social security number in a record",
    explanation: "Git keeps what was committed once for ever and gives it to everyone with the \
        repository, so secrets and personal data do not belong in a record. Only well-known forms \
        are looked for, numbers with their check digits; role addresses and addresses at \
        example domains pass. Write a handle, a role or a label instead and keep the detail with \
        its custodian; a key that was committed must also be revoked. The message never repeats \
        what was found.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("secret-or-personal-data/private-key"),
        example!("secret-or-personal-data/token"),
        example!("secret-or-personal-data/mail-address"),
        example!("secret-or-personal-data/bank-account"),
        example!("secret-or-personal-data/card-number"),
        example!("secret-or-personal-data/social-security-number"),
    ],
    good: &[example!("secret-or-personal-data/look-alikes")],
    check: Check::Record(&[], check),
};

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let contact = record.get(vendor::CONTACT).map(|contact| contact.span);
    let mut count = 0_usize;
    shape::scan(&record.text, &mut |what: &'static str, span: Span| {
        if contact.is_some_and(|contact| contact.contains(span)) {
            return;
        }
        count += 1;
        let message = format!("{} holds what looks like {what}", record.id());
        found.push(
            Report::on(record, span, message)
                .help("replace it with a label and keep the detail outside git")
                .argument(what)
                .argument(count.to_string())
                .conceal(),
        );
    });
}
