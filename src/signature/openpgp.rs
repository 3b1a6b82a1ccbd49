//! What `gpg` says of a signature on its status lines, read as git reads them.

use super::Checked;
use chrono::{DateTime, Utc};

/// The lines that say what came of a signature; more than one of them is more than one signature.
const VERDICTS: [&str; 6] = ["GOODSIG", "BADSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "ERRSIG"];

/// Reads the status lines of one `gpg --verify`; `at` is when the commit says it was made.
///
/// A key that has expired by now still counts for what was committed and signed before that.
pub fn read_status(status: &str, at: Option<DateTime<Utc>>) -> Checked {
    let lines: Vec<Vec<&str>> = status
        .lines()
        .filter_map(|line| line.strip_prefix("[GNUPG:] "))
        .map(|line| line.split(' ').collect())
        .collect();
    let of = |name: &str| lines.iter().find(|line| line[0] == name);
    let mut verdicts = lines.iter().filter(|line| VERDICTS.contains(&line[0]));
    let (Some(verdict), None) = (verdicts.next(), verdicts.next()) else {
        return cannot_tell(if lines.is_empty() {
            "nothing"
        } else {
            "more or less than one verdict"
        });
    };
    let is_valid = of("VALIDSIG").is_some();
    match verdict[0] {
        "GOODSIG" if is_valid => Checked::Good,
        "BADSIG" => Checked::Bad,
        "EXPKEYSIG" if is_valid => by_expiry(&lines, at),
        "EXPSIG" | "REVKEYSIG" if is_valid => Checked::Expired,
        "ERRSIG" if of("NO_PUBKEY").is_some() => Checked::UnknownKey,
        "ERRSIG" => cannot_tell("that it could not check the signature"),
        _ => cannot_tell("that a signature is good and not that it is valid"),
    }
}

/// The address in the user id of the key, where the status lines of a good signature state one.
///
/// `gpg` states the first user id of the key that the user named. What it had to escape is no address
/// that anybody has.
pub fn read_signer(status: &str) -> Option<String> {
    let mut lines = status.lines().filter_map(|line| line.strip_prefix("[GNUPG:] "));
    let user = lines.find_map(|line| {
        let rest = line.strip_prefix("GOODSIG ").or_else(|| line.strip_prefix("EXPKEYSIG "))?;
        rest.split_once(' ').map(|(_key, user)| user.trim())
    })?;
    let address = match user.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>')?,
        None => user,
    };
    let plain = address.contains('@') && !address.contains(['%', ' ', '<', '>']);
    plain.then(|| address.to_owned())
}

fn cannot_tell(said: &str) -> Checked {
    Checked::CannotTell(format!("`gpg` said {said}"))
}

/// Good when both the commit and the signature state a time before the key expired.
///
/// Of several expiries the earliest counts.
fn by_expiry(lines: &[Vec<&str>], at: Option<DateTime<Utc>>) -> Checked {
    let seconds = |name: &str, nth: usize| {
        let lines = lines.iter().filter(|line| line[0] == name);
        lines.filter_map(|line| line.get(nth)?.parse::<i64>().ok()).min()
    };
    let (Some(expired), Some(signed)) = (seconds("KEYEXPIRED", 1), seconds("VALIDSIG", 3)) else {
        return Checked::Expired;
    };
    let held = at.is_some_and(|at| at.timestamp() < expired) && signed < expired;
    if held { Checked::Good } else { Checked::Expired }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    const VALID: &str = "[GNUPG:] VALIDSIG ABCD 2026-01-01 1767225600 0 4 0 22 10 00 ABCD\n";

    fn read(lines: &str) -> Checked {
        read_status(lines, Utc.timestamp_opt(1_767_225_600, 0).single())
    }

    #[test]
    fn each_status_has_its_answer() {
        let valid = |line: &str| format!("[GNUPG:] NEWSIG\n[GNUPG:] {line}\n{VALID}");
        for (lines, wanted) in [
            (valid("GOODSIG AB A <a@x>"), Checked::Good),
            ("[GNUPG:] BADSIG AB A <a@x>\n".to_owned(), Checked::Bad),
            (valid("REVKEYSIG AB A <a@x>"), Checked::Expired),
            (valid("EXPSIG AB A <a@x>"), Checked::Expired),
            (valid("EXPKEYSIG AB A <a@x>\n[GNUPG:] KEYEXPIRED 1767225600"), Checked::Expired),
            (valid("EXPKEYSIG AB A <a@x>\n[GNUPG:] KEYEXPIRED 1767225601"), Checked::Good),
            (valid("EXPKEYSIG AB A <a@x>"), Checked::Expired),
            ("[GNUPG:] ERRSIG AB 1 2 3 4 9\n[GNUPG:] NO_PUBKEY AB\n".into(), Checked::UnknownKey),
        ] {
            assert_eq!(read(&lines), wanted, "{lines}");
        }
    }

    #[test]
    fn the_signer_is_the_address_of_the_first_user_id() {
        for (line, wanted) in [
            ("GOODSIG AB Sara Lind <s.lind@example.org>", Some("s.lind@example.org")),
            ("GOODSIG AB s.lind@example.org", Some("s.lind@example.org")),
            ("EXPKEYSIG AB Sara (work) <s.lind@example.org>", Some("s.lind@example.org")),
            ("GOODSIG AB c@x <b@x> <a@x>", Some("a@x")),
            ("GOODSIG AB Sara Lind <s.lind@example.org> x", None),
            ("GOODSIG AB Sara Lind <s.lind%40example.org>", None),
            ("GOODSIG AB Sara Lind", None),
            ("GOODSIG AB", None),
            ("BADSIG AB Sara Lind <s.lind@example.org>", None),
            ("", None),
        ] {
            let status = format!("[GNUPG:] NEWSIG\n[GNUPG:] {line}\n");
            assert_eq!(read_signer(&status).as_deref(), wanted, "{line}");
        }
    }

    #[test]
    fn a_signature_made_after_the_expiry_is_expired_whatever_the_commit_says() {
        let lines = format!("[GNUPG:] EXPKEYSIG AB A\n[GNUPG:] KEYEXPIRED 1767225600\n{VALID}");
        assert_eq!(read_status(&lines, Utc.timestamp_opt(1, 0).single()), Checked::Expired);
        let twice = format!("{lines}[GNUPG:] KEYEXPIRED 1999999999\n");
        assert_eq!(read_status(&twice, Utc.timestamp_opt(1, 0).single()), Checked::Expired);
    }

    #[test]
    fn what_is_not_one_clear_verdict_cannot_be_told() {
        let twice = "[GNUPG:] GOODSIG AB A\n[GNUPG:] BADSIG AB A\n";
        for lines in ["", "GOODSIG AB A\n", "[GNUPG:] GOODSIG AB A\n", twice, "[GNUPG:] \n"] {
            assert!(matches!(read(lines), Checked::CannotTell(_)), "{lines}");
        }
        assert!(matches!(read("[GNUPG:] ERRSIG AB 1 2 3 4 4\n"), Checked::CannotTell(_)));
    }
}
