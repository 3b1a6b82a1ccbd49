//! `pirctl history --anchor` and `--check-anchor`: a line to keep outside, and what it shows later.

use super::{Door, Outcome};
use crate::config::{CONFIG_LIMIT, Config, Redaction};
use crate::git::{CommitId, GitError, Head, Repository};
use crate::proof::{Anchor, AnchorStanding, stand, tree_digest};
use crate::session::Failure;
use crate::source::Snapshot;
use clap::Args;

/// The anchor options of `history`.
#[derive(Debug, Args)]
#[group(id = "anchors", multiple = false)]
pub(super) struct Arguments {
    /// Print the anchor line of the commit: reference, commit, time and digest of all its files
    #[arg(long)]
    anchor: bool,
    /// Say whether the commit of an anchor line is still an ancestor and holds the same files
    #[arg(long, value_name = "LINE")]
    check_anchor: Option<String>,
}

/// Does what the anchor options ask for; `None` when none is given.
pub(super) fn run(
    arguments: &Arguments,
    rev: Option<&str>,
    repository: &Repository,
    tip: &CommitId,
    door: &mut Door,
) -> Result<Option<Outcome>, Failure> {
    if arguments.anchor {
        let reference = reference(repository, rev)?;
        let anchor = Anchor::of(repository, &reference, tip);
        let anchor = anchor.map_err(|error| while_reading(error, "making the anchor line"))?;
        door.console.result(&format!("{anchor}\n"))?;
        return Ok(Some(Outcome::Clean));
    }
    let Some(line) = &arguments.check_anchor else { return Ok(None) };
    let answer = check(&parse(line)?, repository, tip)?;
    door.console.result(&answer.text)?;
    Ok(Some(if answer.holds { Outcome::Clean } else { Outcome::Findings }))
}

/// What was named: the branch of HEAD, or the revision as written.
fn reference(repository: &Repository, rev: Option<&str>) -> Result<String, GitError> {
    if let Some(rev) = rev {
        return Ok(rev.to_owned());
    }
    let branch = match repository.head()? {
        Head::Commit { branch, .. } => branch,
        Head::Unborn { branch } => Some(branch),
    };
    Ok(branch.map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}")))
}

/// How an anchor line stands to a history.
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) holds: bool,
}

/// Reads a line that somebody kept.
pub(super) fn parse(line: &str) -> Result<Anchor, Failure> {
    Anchor::parse(line).map_err(|error| {
        let hint = "give the whole line that `pirctl history --anchor` printed, in quotes";
        Failure::new(format!("this is no anchor line: {error}"), hint)
    })
}

/// Whether the history that ends at `tip` still holds the commit of the anchor as it was.
pub(super) fn check(
    anchor: &Anchor,
    repository: &Repository,
    tip: &CommitId,
) -> Result<Answer, Failure> {
    let (commit, tip_id) = (anchor.commit.short(), tip.short());
    let made = anchor.at.to_rfc3339();
    let how = match stand(repository, &anchor.commit, tip) {
        AnchorStanding::Ancestor => return check_content(anchor, repository, tip),
        AnchorStanding::NotAncestor => format!("is no ancestor of {tip_id}"),
        AnchorStanding::Unknown => "is not in this repository".to_owned(),
        AnchorStanding::CannotTell(cut) => {
            let message = format!("whether {commit} is an ancestor cannot be told: {}", cut.reason);
            return Err(Failure::new(message, format!("run `{}`", cut.remedy)));
        }
    };
    let mut text = format!("evidence not found: commit {commit} of {made} {how}\n");
    let (redactions, zone) = redactions(repository, *tip)?;
    let explaining = redactions.iter().filter(|redaction| anchor.is_explained_by(redaction, zone));
    for redaction in explaining {
        let day = redaction.date.map(|day| format!(" on {day}")).unwrap_or_default();
        let by = redaction.approved_by.as_deref().unwrap_or("nobody who is named");
        text.extend(["pirctl.yaml lists a rewrite of history", &day, ", approved by ", by]);
        text.push_str("; what is older cannot be told\n");
    }
    Ok(Answer { text, holds: false })
}

/// Holds time and files of the commit against what the line says.
fn check_content(
    anchor: &Anchor,
    repository: &Repository,
    tip: &CommitId,
) -> Result<Answer, Failure> {
    let (commit, tip) = (anchor.commit.short(), tip.short());
    let reading = |error| while_reading(error, "checking the anchor line");
    let at = repository.commit(&anchor.commit).map_err(reading)?.committer.time;
    if at != anchor.at {
        let (stated, at) = (anchor.at.to_rfc3339(), at.to_rfc3339());
        let text =
            format!("evidence not found: commit {commit} states {at}, and the line {stated}\n");
        return Ok(Answer { text, holds: false });
    }
    if tree_digest(repository, &anchor.commit).map_err(reading)? != anchor.digest {
        let text = format!(
            "evidence not found: the files of commit {commit} have another digest than the line says\n"
        );
        return Ok(Answer { text, holds: false });
    }
    let text = format!(
        "evidence found: {tip} descends from commit {commit} of {}, whose files have the digest that the line says\n",
        at.to_rfc3339()
    );
    Ok(Answer { text, holds: true })
}

/// The rewrites that the configuration of `tip` lists, and its zone.
fn redactions(
    repository: &Repository,
    tip: CommitId,
) -> Result<(Vec<Redaction>, crate::term::Zone), Failure> {
    let snapshot = Snapshot::commit(repository, tip)?;
    let path = snapshot.config_path();
    if snapshot.kind(&path).is_none() {
        return Ok((Vec::new(), crate::term::Zone::default()));
    }
    let config = Config::read(&path, snapshot.read(&path, CONFIG_LIMIT)?);
    Ok((config.redactions, config.zone))
}

fn while_reading(error: GitError, doing: &str) -> Failure {
    Failure::from(error).while_doing(doing)
}
