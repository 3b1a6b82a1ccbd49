//! The file of allowed signers, in the form of `ssh-keygen` (`ALLOWED SIGNERS` in its manual).
//!
//! A line that cannot be read refuses the whole file: a key that is silently left out would turn
//! good signatures into unknown ones. Times without `Z` are read as UTC, on every machine.

use super::armor::base64;
use super::pattern::list_matches;
use super::wire::Wire;
use chrono::{DateTime, NaiveDateTime, Utc};

/// The keys that the user trusts, and for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedSigners {
    lines: Vec<Signer>,
}

/// Why a file of allowed signers is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct SignersError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, as a lower-case fragment.
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Signer {
    principals: String,
    key: Vec<u8>,
    options: Options,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Options {
    /// The key signs certificates and no content.
    is_authority: bool,
    namespaces: Option<String>,
    after: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

/// How a key stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Named, for this use and this time.
    Named,
    /// Named, but for another time.
    Outside,
    /// Not named for this use.
    Unknown,
}

impl AllowedSigners {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self, SignersError> {
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_matches([' ', '\t', '\r']);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |message| SignersError { line: at + 1, message };
            lines.push(signer(line).map_err(refused)?);
        }
        Ok(Self { lines })
    }

    /// True when the file names no key at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How `key` stands for a use at a time.
    ///
    /// As git asks it: the first line that holds the key at that time gives the principals, and some
    /// line must name one of them for this use. Who committed is not asked.
    pub(super) fn standing(&self, key: &[u8], namespace: &str, at: DateTime<Utc>) -> Standing {
        let of_key =
            || self.lines.iter().filter(|line| line.key == key && !line.options.is_authority);
        let serves = |line: &&Signer| line.options.serves(namespace);
        let Some(first) = of_key().find(|line| line.options.holds(at)) else {
            let known = of_key().any(|line| serves(&line));
            return if known { Standing::Outside } else { Standing::Unknown };
        };
        let named = |principal: &str| {
            let mut lines = of_key().filter(serves).filter(|line| line.options.holds(at));
            lines.any(|line| list_matches(&line.principals, principal))
        };
        if first.principals.split(',').any(named) { Standing::Named } else { Standing::Unknown }
    }
}

impl AllowedSigners {
    /// Whom the file names beside `key` for a use at a time, as written: addresses, or patterns that
    /// name nobody in particular.
    pub(super) fn principals(&self, key: &[u8], namespace: &str, at: DateTime<Utc>) -> Vec<String> {
        let holds = |line: &&Signer| {
            line.key == key
                && !line.options.is_authority
                && line.options.holds(at)
                && line.options.serves(namespace)
        };
        let lines = self.lines.iter().filter(holds);
        lines.flat_map(|line| line.principals.split(',').map(str::to_owned)).collect()
    }
}

impl Options {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.after.is_none_or(|after| at >= after) && self.before.is_none_or(|before| at <= before)
    }

    fn serves(&self, namespace: &str) -> bool {
        self.namespaces.as_deref().is_none_or(|list| list_matches(list, namespace))
    }
}

/// Reads `PRINCIPALS [OPTIONS] KEYTYPE BASE64 [COMMENT]`.
fn signer(line: &str) -> Result<Signer, String> {
    let (principals, rest) = word(line)?;
    if principals.is_empty() {
        return Err("it names no principal".into());
    }
    let principals = principals.trim_matches('"').to_owned();
    if let Some(key) = key(rest) {
        return Ok(Signer { principals, key, options: Options::default() });
    }
    let (written, rest) = word(rest)?;
    let key = key(rest).ok_or("there is no key that can be read on it")?;
    Ok(Signer { principals, key, options: options(written)? })
}

/// The first word and what follows; quotes hold blanks together.
fn word(text: &str) -> Result<(&str, &str), String> {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        !quoted && (c == ' ' || c == '\t')
    });
    if quoted && end.is_none() {
        return Err("a quote is not closed".into());
    }
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    Ok((word, rest.trim_start_matches([' ', '\t'])))
}

/// The bytes of a key that is written as its type and base64, where both agree.
fn key(text: &str) -> Option<Vec<u8>> {
    let mut words = text.split_ascii_whitespace();
    let sort = words.next()?;
    let bytes = base64(words.next()?.as_bytes())?;
    (Wire(&bytes).string()? == sort.as_bytes()).then_some(bytes)
}

fn options(written: &str) -> Result<Options, String> {
    let mut options = Options::default();
    for option in split_unquoted(written) {
        let (name, value) = option.split_once('=').map_or((option, None), |(n, v)| (n, Some(v)));
        let value = || {
            let value = value.and_then(|value| value.strip_prefix('"')?.strip_suffix('"'));
            value.ok_or_else(|| format!("`{name}` needs a value in quotes"))
        };
        let twice = match name.to_ascii_lowercase().as_str() {
            "cert-authority" => {
                options.is_authority = true;
                false
            }
            "namespaces" => options.namespaces.replace(value()?.to_owned()).is_some(),
            "valid-after" => options.after.replace(time(value()?)?).is_some(),
            "valid-before" => options.before.replace(time(value()?)?).is_some(),
            _ => return Err(format!("`{name}` is no option of an allowed signer")),
        };
        if twice {
            return Err(format!("`{name}` stands twice"));
        }
    }
    if let (Some(after), Some(before)) = (options.after, options.before)
        && before <= after
    {
        return Err("`valid-before` is no later than `valid-after`".into());
    }
    Ok(options)
}

fn split_unquoted(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && c == ','
    })
}

/// Reads `YYYYMMDD[HHMM[SS]][Z]`.
fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let filled = match digits.len() {
        8 => format!("{digits}000000"),
        12 => format!("{digits}00"),
        _ => digits.to_owned(),
    };
    let plain = filled.len() == 14 && filled.bytes().all(|byte| byte.is_ascii_digit());
    let read = plain.then(|| NaiveDateTime::parse_from_str(&filled, "%Y%m%d%H%M%S").ok()).flatten();
    let read = read
        .ok_or_else(|| format!("`{text}` is no time; write it as 20260520 or 20260520143000Z"))?;
    Ok(read.and_utc())
}
