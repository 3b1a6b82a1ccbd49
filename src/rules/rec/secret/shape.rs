//! Forms of secrets and personal data; narrow ones only, numbers with their check digits.
//!
//! One pass over the text, without regular expressions: a record is scanned in microseconds.

use crate::span::Span;

/// Calls `tell` with what each hit looks like and where it stands.
pub(super) fn scan(text: &str, tell: &mut impl FnMut(&'static str, Span)) {
    let mut skip_to = 0;
    for (start, word) in words(text) {
        let span = Span::new(start, start + word.len());
        if start < skip_to {
            continue;
        }
        if word.starts_with("-----") {
            private_key(text, start, tell);
        } else if let Some(what) = token(word) {
            tell(what, span);
        } else if is_mail_address(word) {
            tell("an e-mail address", span);
        } else if let Some(len) = bank_account(text, start, word) {
            tell("a bank account number (IBAN)", Span::new(start, start + len));
            skip_to = start + len;
        } else if let Some((what, len)) = personal_number(text, start, word) {
            tell(what, Span::new(start, start + len));
            skip_to = start + len;
        }
    }
}

/// Runs of characters that tokens, addresses and numbers are made of, less plain short words:
/// what is looked for has a digit, an `@`, a hyphen in front, or twenty characters.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let class = |byte: &u8| CLASSES[usize::from(*byte)];
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(|byte| class(byte) != GAP)?;
            let mut seen = if bytes[start] == b'-' { TELLS } else { GAP };
            let run = bytes[start..].iter().map(class).take_while(|class| *class != GAP);
            at = start + run.inspect(|class| seen |= class).count();
            if seen & TELLS != 0 || at - start >= 20 {
                // A sentence may end right behind the word.
                return Some((start, text[start..at].trim_end_matches(['.', '-'])));
            }
        }
    })
}

/// Between words.
const GAP: u8 = 0;
/// In a word.
const JOINS: u8 = 1;
/// In a word that is looked at.
const TELLS: u8 = 2;

/// What each byte is; every byte of a register is asked, so the answers are laid out once.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [GAP; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' | b'@' => JOINS | TELLS,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-' | b'.' | b'+' | b'%' => JOINS,
            _ => GAP,
        };
        byte += 1;
    }
    classes
}

fn private_key(text: &str, start: usize, tell: &mut impl FnMut(&'static str, Span)) {
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let Some(rest) = line.strip_prefix("-----BEGIN ") else { return };
    if rest.contains("PRIVATE KEY") && rest.contains("-----") {
        tell("a private key", Span::new(start, start + line.trim_end().len()));
    }
}

/// Tokens that services mark with a prefix of their own.
fn token(word: &str) -> Option<&'static str> {
    if word.len() < 20 {
        return None;
    }
    let tail = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
    let long = |rest: Option<&str>, least: usize| {
        rest.is_some_and(|rest| {
            rest.len() >= least
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
                && rest.bytes().any(|b| b.is_ascii_digit())
        })
    };
    if tail(&["AKIA", "ASIA"]).is_some_and(|rest| {
        rest.len() == 16
            && !rest.ends_with("EXAMPLE")
            && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    }) {
        return Some("an AWS access key");
    }
    if long(tail(&["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]), 36) || long(tail(&["github_pat_"]), 36)
    {
        return Some("a GitHub token");
    }
    if long(tail(&["glpat-"]), 20) {
        return Some("a GitLab token");
    }
    if long(tail(&["xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-"]), 20) {
        return Some("a Slack token");
    }
    if long(tail(&["sk_live_", "rk_live_"]), 20) {
        return Some("a payment service key");
    }
    is_web_token(word).then_some("a signed web token (JWT)")
}

/// Three parts of base64url, of which the first two are JSON objects.
fn is_web_token(word: &str) -> bool {
    let mut parts = word.split('.');
    let object =
        |part: Option<&str>| part.is_some_and(|part| part.starts_with("eyJ") && part.len() > 10);
    object(parts.next())
        && object(parts.next())
        && parts.next().is_some_and(|part| part.len() >= 16)
        && parts.next().is_none()
}

/// Local parts that belong to a role, not to a person.
const ROLES: &[&str] = &[
    "abuse",
    "cert",
    "contact",
    "csirt",
    "dpo",
    "git",
    "helpdesk",
    "hostmaster",
    "info",
    "it",
    "no-reply",
    "noc",
    "noreply",
    "office",
    "postmaster",
    "press",
    "privacy",
    "psirt",
    "sales",
    "security",
    "service",
    "servicedesk",
    "soc",
    "support",
    "webmaster",
];

/// Domains that nobody's address is in (RFC 2606, RFC 6761).
const NOBODYS: &[&str] = &["example.org", "example.com", "example.net"];
const NOBODYS_ENDS: &[&str] = &["example", "invalid", "test", "localhost"];

fn is_mail_address(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else { return false };
    let domain = domain.to_ascii_lowercase();
    let Some((_, end)) = domain.rsplit_once('.') else { return false };
    let name =
        |part: &str| !part.is_empty() && !part.starts_with('-') && !part.contains(['_', '%', '+']);
    let written = !local.is_empty()
        && !local.starts_with('.')
        && !domain.contains('@')
        && domain.split('.').all(name)
        && end.len() >= 2
        && end.bytes().all(|b| b.is_ascii_alphabetic());
    let nobodys = NOBODYS_ENDS.contains(&end)
        || NOBODYS.iter().any(|known| {
            domain.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
    written && !nobodys && !ROLES.contains(&local.to_ascii_lowercase().as_str())
}

/// Lengths of IBANs by country (ISO 13616 registry).
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("KW", 30),
    ("KZ", 20),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
];

/// The length in `text` of an IBAN that begins at `start`, in one run or in groups of four.
fn bank_account(text: &str, start: usize, word: &str) -> Option<usize> {
    let head = word.as_bytes();
    if head.len() < 4
        || !head[..2].iter().all(u8::is_ascii_uppercase)
        || !head[2..4].iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    let (_, wanted) = IBANS.iter().find(|(country, _)| word.starts_with(country))?;
    let grouped = word.len() == 4;
    let (mut plain, mut len) = (Vec::with_capacity(*wanted), 0);
    for &byte in &text.as_bytes()[start..] {
        let space = byte == b' ' && grouped && plain.len() % 4 == 0;
        if plain.len() == *wanted || !(space || byte.is_ascii_uppercase() || byte.is_ascii_digit())
        {
            break;
        }
        len += 1;
        if !space {
            plain.push(byte);
        }
    }
    let ends = !text[start + len..].starts_with(|c: char| c.is_alphanumeric());
    (plain.len() == *wanted && ends && remainder_97(&plain) == 1).then_some(len)
}

/// ISO 7064 over the account with its head moved to the end; letters count from ten.
fn remainder_97(plain: &[u8]) -> u32 {
    plain[4..].iter().chain(&plain[..4]).fold(0, |sum, &byte| {
        if byte.is_ascii_digit() {
            (sum * 10 + u32::from(byte - b'0')) % 97
        } else {
            (sum * 100 + u32::from(byte - b'A') + 10) % 97
        }
    })
}

/// A payment card or social security number that begins at `start`, with its length in `text`.
fn personal_number(text: &str, start: usize, word: &str) -> Option<(&'static str, usize)> {
    if !word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if is_social_security_number(word) {
        return Some(("a social security number", word.len()));
    }
    card_number(text, start).map(|len| ("a payment card number", len))
}

/// `123-45-6789`, in the ranges that are given out.
fn is_social_security_number(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    let digits =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [area, group, serial] => {
            digits(area, 3)
                && digits(group, 2)
                && digits(serial, 4)
                && !matches!(*area, "000" | "666")
                && !area.starts_with('9')
                && *group != "00"
                && *serial != "0000"
        }
        _ => false,
    }
}

/// The length in `text` of a card number: one run, or groups divided all by a space or a hyphen.
fn card_number(text: &str, start: usize) -> Option<usize> {
    let (mut groups, mut digits, mut len, mut divider) = (vec![0_usize], Vec::new(), 0, None);
    let bytes = &text.as_bytes()[start..];
    while let Some(&byte) = bytes.get(len) {
        let more = bytes.get(len + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_digit() {
            digits.push(u32::from(byte - b'0'));
            *groups.last_mut()? += 1;
        } else if matches!(byte, b' ' | b'-') && more && *divider.get_or_insert(byte) == byte {
            groups.push(0);
        } else {
            break;
        }
        if digits.len() > 19 {
            return None;
        }
        len += 1;
    }
    let joined = text[..start]
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        || text[start + len..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let usual = matches!(groups.as_slice(), [13..=19] | [4, 4, 4, 4] | [4, 6, 5]);
    (!joined && usual && is_issued(&digits) && passes_luhn(&digits)).then_some(len)
}

/// Numbers that the large card schemes give out, by their first digits and length.
fn is_issued(digits: &[u32]) -> bool {
    let head = digits.iter().take(4).fold(0, |sum, digit| sum * 10 + digit);
    match digits.len() {
        15 => matches!(head / 100, 34 | 37),
        16 => {
            matches!(head / 1000, 4)
                || matches!(head / 100, 51..=55 | 65)
                || matches!(head, 2221..=2720 | 6011)
        }
        13 | 19 => head / 1000 == 4,
        _ => false,
    }
}

fn passes_luhn(digits: &[u32]) -> bool {
    let doubled = |(at, &digit): (usize, &u32)| match (at % 2, digit) {
        (0, digit) => digit,
        (_, digit) if digit > 4 => digit * 2 - 9,
        (_, digit) => digit * 2,
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(text: &str) -> Vec<(&'static str, &str)> {
        let mut found = Vec::new();
        scan(text, &mut |what, span| found.push((what, span.slice(text))));
        found
    }

    #[test]
    fn known_forms_are_found_where_they_stand() {
        // Put together here, so that no file of this repository looks as if it held one.
        let github = format!("ghp_{}", "a1B2".repeat(9));
        let aws = format!("AKIA{}", "ABCD1234".repeat(2));
        let text =
            format!("token={github}, key {aws}. mail j.doe@firm.zz; DE89 3704 0044 0532 0130 00");
        let found = hits(&text);
        assert_eq!(
            found,
            [
                ("a GitHub token", github.as_str()),
                ("an AWS access key", aws.as_str()),
                ("an e-mail address", "j.doe@firm.zz"),
                ("a bank account number (IBAN)", "DE89 3704 0044 0532 0130 00"),
            ]
        );
        assert_eq!(hits("4111 1111 1111 1111").len(), 1);
        assert_eq!(hits("(4111111111111111)").len(), 1);
        assert_eq!(hits("3782-822463-10005").len(), 1);
        assert_eq!(hits("GB82WEST12345698765432").len(), 1);
    }

    #[test]
    fn look_alikes_are_left_alone() {
        for text in [
            "4111 1111 1111 1112",
            "DE89 3704 0044 0532 0130 01",
            "2026-03-02 11:05 and 20260302110500",
            "70cdbb95d91506c86d43e42bfebceb8a8dd44aa556ea70233afdb3d154646f98",
            "INC-2026-0001 uses A.8.5",
            "password: hunter2",
            "security@firm.zz, a@example.org, x@mail.example.com, y@host.invalid",
            "git@git.firm.zz:team/repo",
            "actions/checkout@v4, @a.novak, crate@1.2.3",
            "000-12-3456",
            "192.168.10.14",
        ] {
            assert_eq!(hits(text), [], "{text}");
        }
    }

    #[test]
    fn any_text_is_scanned_without_harm() {
        for text in
            ["", "-----BEGIN ", "@", "DE", "DE89", "4", "é@ü.de", "eyJ.eyJ.", "-----BEGIN \u{e9}"]
        {
            hits(text);
        }
    }
}
