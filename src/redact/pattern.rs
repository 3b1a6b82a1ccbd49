//! Hosts, addresses and paths in free text, found by their form.

use core::net::IpAddr;

/// What a run of text is by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An e-mail address.
    Mail,
    /// An IP address.
    Address,
    /// A name of a host, with or without what stands around it in a URL.
    Host,
    /// The path of a file.
    Path,
}

/// What was found, with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spotted<'t> {
    pub(super) form: Form,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The host or address without what stands around it.
    pub(super) name: &'t str,
}

/// Everything in `text` that has the form of a host, an address or a path, from left to right.
pub(super) fn spot(text: &str) -> Vec<Spotted<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, ends(c)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                found.extend(look(text, from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn ends(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "<>\"'`(),;|{}*=\u{201c}\u{201d}\u{2018}\u{2019}".contains(c)
}

fn look(text: &str, start: usize, end: usize) -> Option<Spotted<'_>> {
    let run = &text[start..end];
    let left = run.trim_start_matches(['.', ':', '!', '?', '-', '_', '~']);
    let core = left.trim_end_matches(['.', ':', '!', '?', '-', '_', '~']);
    // An IPv6 address may begin or end with colons.
    let (core, from) =
        if ip(run) && !ip(core) { (run, start) } else { (core, start + (run.len() - left.len())) };
    let (form, name) = judge(core)?;
    Some(Spotted { form, start: from, end: from + core.len(), name })
}

fn judge(run: &str) -> Option<(Form, &str)> {
    if let Some((_, rest)) = run.split_once("://") {
        let name = host_of(rest);
        return Some((if ip(name) { Form::Address } else { Form::Host }, name));
    }
    if run.contains('@') {
        let mail = run.strip_prefix("mailto:").unwrap_or(run);
        return Some((Form::Mail, mail));
    }
    let name = host_of(run);
    if ip(run) || ip(name) {
        return Some((Form::Address, if ip(run) { run } else { name }));
    }
    if is_host(name) {
        return Some((Form::Host, name));
    }
    let is_path =
        run.contains('\\') || run.contains('/') && (run.contains('.') || run.starts_with('/'));
    if is_path || holds_host(run) { Some((Form::Path, run)) } else { None }
}

/// True when a host or an address stands anywhere in the run, whatever is beside it.
fn holds_host(run: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !"._-".contains(c);
    run.split(is_sign).filter(|part| part.len() < run.len() || part.contains('-')).any(|part| {
        let part = part.trim_matches(['.', '-', '_']);
        is_host(part) || part.split('-').any(|it| it.contains('.') && (ip(it) || is_host(it)))
    })
}

/// `host` of `user@host:443/path?query`.
fn host_of(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    if let Some(inside) = host.strip_prefix('[') {
        return inside.split(']').next().unwrap_or_default();
    }
    match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => {
            name
        }
        _ => host,
    }
}

fn ip(text: &str) -> bool {
    let text = text.split(['/', '%']).next().unwrap_or_default();
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// A name of two labels or more that ends like the name of a domain.
pub(super) fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let last = labels.last().copied().unwrap_or_default();
    let is_domain = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
        || last.starts_with("xn--");
    labels.len() >= 2 && labels.iter().all(is_label) && is_domain
}

#[cfg(test)]
mod tests {
    use super::{Form, spot};

    fn forms(text: &str) -> Vec<(Form, &str)> {
        spot(text).iter().map(|it| (it.form, it.name)).collect()
    }

    #[test]
    fn hosts_and_addresses_are_seen_wherever_they_stand() {
        assert_eq!(
            forms("from 10.0.0.7, then 10.0.0.0/8."),
            [(Form::Address, "10.0.0.7"), (Form::Address, "10.0.0.0/8")]
        );
        assert_eq!(
            forms("fe80::1%eth0 and ::1"),
            [(Form::Address, "fe80::1%eth0"), (Form::Address, "::1")]
        );
        assert_eq!(
            forms("see https://wiki.example.org:8443/x?y=1."),
            [(Form::Host, "wiki.example.org")]
        );
        assert_eq!(forms("(db1.corp.example)"), [(Form::Host, "db1.corp.example")]);
        assert_eq!(forms("http://[2001:db8::1]:80/"), [(Form::Address, "2001:db8::1")]);
        assert_eq!(forms("jane@example.org"), [(Form::Mail, "jane@example.org")]);
        assert_eq!(forms("bücher.example"), [(Form::Host, "bücher.example")]);
        assert_eq!(forms("b\u{3002}example"), [(Form::Host, "b\u{3002}example")]);
        assert_eq!(forms("in evidence/mail.txt"), [(Form::Path, "evidence/mail.txt")]);
    }

    #[test]
    fn words_and_ids_are_none() {
        assert_eq!(forms("INC-2026-0007 of A.8.5, version 1.10, and/or n/a e.g. this. That"), []);
    }
}
