//! `pirctl report`: the evidence site in a folder of its own.

use super::edition::{self, Trouble};
use super::edits;
use super::keys::{Keys, say_cuts};
use super::look::{Moment, asked_window};
use super::manner::Manner;
use super::watched::watched;
use super::{Door, Kept, Outcome};
use crate::cache::{Cache, Packer, Unpacker};
use crate::deliver::{Content, Delta, names_beside, standing_site, write_folder};
use crate::digest::{Fingerprint, fingerprint_of, sha256};
use crate::emit::{Again, MANIFEST, MadePages, Templates, make_edition, make_site};
use crate::page::{About, Scope, Site, SiteInput};
use crate::redact::{Edition, EditionInput, Profile};
use crate::session::{Failure, Options, Session};
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Render the evidence site into a folder
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl report --out site\n  pirctl report --rev HEAD --out site\n  \
    pirctl report --allowed-signers ~/signers --out site\n  pirctl report --watch --out site\n  \
    pirctl report --redact customer --rev HEAD --out for-customers\n  \
    pirctl report --only INC-2026-0007 --redact customer --out INC-2026-0007.html\n  \
    pirctl report --period 2025-07-01..2026-07-01 --rev HEAD --out site\n  \
    pirctl report --framework soc2 --rev HEAD --out for-soc2\n  \
    pirctl report --lang de --rev HEAD --out nachweis\n  \
    pirctl report --templates house-style --out site\n\n\
    Open site/index.html in a browser; nothing is fetched from anywhere.\n\
    Exit status: 0 written, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Folder to write: new, empty, or one that an earlier report was written to; with --only a file
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Make it again whenever files change, until it is interrupted
    #[arg(long, conflicts_with_all = ["rev", "as_of"])]
    watch: bool,
    /// Write the page of one record as a single file to send, with all that it needs inside
    #[arg(long, value_name = "ID", conflicts_with = "watch")]
    only: Option<String>,
    /// Make the readings for a quarter or for days up to, not including, B, and not for the last twelve months
    #[arg(long, value_name = "2026-Q1|A..B")]
    period: Option<String>,
    /// Show on overview, registers and trends only records that name a control related to this framework;
    /// NAME:REFERENCE for one reference
    #[arg(long, value_name = "NAME", conflicts_with = "only")]
    framework: Option<String>,
    /// Write the edition for readers outside: `customer` or `vendor`
    #[arg(long, value_name = "PROFILE")]
    redact: Option<String>,
    /// Release a field (`title`) or a section (`section:Summary`) in that edition; names and hosts are masked
    #[arg(long, value_name = "FIELD", requires = "redact", value_delimiter = ',')]
    release: Vec<String>,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    moment: Moment,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let options = door.options_at(&arguments.moment, &arguments.keys);
    if !arguments.watch {
        return once(arguments, &options, door);
    }
    let mut watch = watched(&options, arguments.manner.files(), &beside(&arguments.out), door)?;
    // What cannot be made at all is said at once.
    once(arguments, &options, door)?;
    loop {
        door.console.say("waiting for files to change; interrupt to end");
        watch.wait();
        // It may be a record or a configuration in the middle of being written.
        if let Err(failure) = once(arguments, &options, door) {
            door.console.fail(&failure);
        }
    }
}

/// The folder that is written, and the names beside it that it passes through.
fn beside(out: &Path) -> [PathBuf; 3] {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let [fresh, old] = names_beside(&out);
    [out, fresh, old]
}

/// The register; without another date as of the end of today: made again on that day, a site has the same bytes.
pub(super) fn opened(options: &Options, door: &Door) -> Result<Session, Failure> {
    let session = Session::open(options, &door.environment)?;
    let is_dated = session.commit().is_some() || options.today.is_some();
    Ok(if is_dated { session } else { session.at_the_days_end() })
}

/// Makes the site, or leaves it when nothing has changed.
fn once(arguments: &Arguments, options: &Options, door: &mut Door) -> Result<Outcome, Failure> {
    let is_last = !arguments.watch;
    let session = Kept::of(opened(options, door)?, is_last);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let profile =
        arguments.redact.as_deref().map(|name| edition::profile(name, &arguments.release));
    let profile = profile.transpose()?;
    say_cuts(&session.past().seals, door);
    let (about, scope) = asked_for(arguments, &session)?;
    let texts = arguments.manner.texts()?;
    let manner = arguments.manner.said_lang();
    let asked = (&about, &profile, &texts, manner.as_str());
    let of_site = || Shelf::of(&session, asked, &arguments.out);
    let shelf = scope.alone.is_none().then(of_site).flatten();
    if let Some(files) = shelf.as_ref().and_then(|shelf| shelf.standing(&arguments.out)) {
        door.console.say(&format!("nothing has changed: {files} files stand as they stood"));
        return Ok(Outcome::Clean);
    }
    let templates = arguments.manner.templates(texts)?;
    let judgement = session.judge();
    let evidence = session.evidence();
    let input = SiteInput { evidence, judgement: &judgement, texts: &*session, about, scope };
    let site = Kept::of(Site::build(input), is_last);
    let pages = site.pages();
    let edition = profile
        .map(|profile| Edition::of(EditionInput { profile, evidence, pages: &pages, manner }));
    if site.alone().is_some() {
        edition::write_one(&site, (edition.as_ref(), &templates), &arguments.out)?;
        door.console.say(&format!("one file written; open {}", arguments.out.display()));
        return Ok(outcome(&session));
    }
    let delta = write(&site, (edition.as_ref(), &templates), shelf.as_ref(), &arguments.out)?;
    session.keep_changes();
    door.console.say(&told(delta, &arguments.out));
    super::look::say_when_empty(&session, door);
    Ok(outcome(&session))
}

/// What the site says of itself, and which part of the register it shows.
fn asked_for(arguments: &Arguments, session: &Session) -> Result<(About, Scope), Failure> {
    let mut about = about_of(&arguments.moment, &arguments.keys, session);
    if let Some(period) = &arguments.period {
        about.options = format!("--period {period} {}", about.options);
    }
    let framework = arguments.framework.as_deref().map(super::list::framework).transpose()?;
    if let Some(filter) = &framework {
        about.options = format!("--framework {} {}", filter.asked(), about.options);
    }
    about.options.push_str(&arguments.manner.said());
    let alone = arguments.only.as_deref().map(|id| edits::record(session, id)).transpose()?;
    let window = asked_window(arguments.period.as_deref(), session)?;
    Ok((about, Scope { window, framework, alone: alone.map(|record| record.path.clone()) }))
}

/// Writes the files that differ, and remembers what was made; how much was written.
fn write(
    site: &Site<'_>,
    (edition, templates): (Option<&Edition<'_>>, &Templates),
    shelf: Option<&Shelf<'_>>,
    out: &Path,
) -> Result<Delta, Failure> {
    let manifest = Mutex::new(String::new());
    let (pages, delta) = write_folder(out, Content::Site, |new| {
        let keep = |path: &str, bytes: &[u8]| {
            if path == MANIFEST {
                *manifest.lock().unwrap_or_else(PoisonError::into_inner) = sha256(bytes);
            }
            new.write(path, bytes).map_err(Trouble::from)
        };
        let take_over = |path: &str, digest: &str| new.take_over(path, digest);
        let again = shelf.map_or_else(Again::default, |shelf| Again::of(shelf.pages(), &take_over));
        match edition {
            Some(edition) => make_edition(templates, site, edition, &again, keep),
            None => make_site(templates, site, &again, keep),
        }
        .map_err(Failure::from)?;
        Ok::<_, Failure>(again.into_made())
    })?;
    if let Some(shelf) = shelf {
        shelf.keep(&manifest.into_inner().unwrap_or_else(PoisonError::into_inner), pages);
    }
    Ok(delta)
}

fn outcome(session: &Session) -> Outcome {
    if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete }
}

/// What became of the folder, in words.
fn told(delta: Delta, folder: &Path) -> String {
    let home = folder.join("index.html");
    let Delta { written, kept, removed } = delta;
    let kept = if kept > 0 { format!(", {kept} stand as they stood") } else { String::new() };
    let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    format!("{written} files written{kept}{removed}; open {}", home.display())
}

/// What was asked for beside the register itself: words about it, the edition, texts of templates, the language.
type Asked<'a> = (&'a About, &'a Option<Profile>, &'a Option<BTreeMap<String, String>>, &'a str);

/// What is remembered of the site in a folder.
///
/// The site as a whole hangs on everything that it was made from; a page on what was asked, the templates among it,
/// and on its view. The program is part of whatever the cache keeps.
struct Shelf<'s> {
    cache: &'s Cache,
    folder: String,
    /// `None` where the same question might get another answer.
    whole: Option<Fingerprint>,
    asked: Fingerprint,
}

impl<'s> Shelf<'s> {
    /// `None` where there is no cache.
    fn of(session: &'s Session, asked: Asked<'_>, folder: &Path) -> Option<Self> {
        let cache = session.cache()?;
        let folder = std::path::absolute(folder).ok()?.to_str()?.to_owned();
        let whole = session.stamp().map(|stamp| fingerprint_of(&(stamp, asked)));
        Some(Self { cache, folder, whole, asked: fingerprint_of(&asked) })
    }

    /// How many files the folder holds, when they are those that would be made.
    fn standing(&self, folder: &Path) -> Option<usize> {
        let manifest = self.cache.get(&self.site(), self.whole?.as_bytes())?;
        standing_site(folder, std::str::from_utf8(&manifest).ok()?)
    }

    /// The pages that were made for the same question; whether the files still hold them is not known.
    fn pages(&self) -> MadePages {
        let kept = self.cache.get(&self.pages_of(), self.asked.as_bytes());
        let pages: Option<Vec<_>> = kept.and_then(|bytes| Unpacker::value_of(&bytes));
        pages.unwrap_or_default().into_iter().collect()
    }

    /// Remembers the SHA-256 of the manifest, and the pages.
    fn keep(&self, manifest: &str, pages: MadePages) {
        if let Some(whole) = &self.whole {
            self.cache.put(&self.site(), whole.as_bytes(), manifest.as_bytes());
        }
        let pages = Packer::bytes_of(&Vec::from_iter(pages));
        self.cache.put(&self.pages_of(), self.asked.as_bytes(), &pages);
    }

    fn site(&self) -> String {
        format!("site in {}", self.folder)
    }

    fn pages_of(&self) -> String {
        format!("pages in {}", self.folder)
    }
}

/// What a site says of itself.
pub(super) fn about_of(asked: &Moment, keys: &Keys, session: &Session) -> About {
    let commit = session.commit().or_else(|| session.head()).map(|id| id.hex()).unwrap_or_default();
    let day = asked.as_of;
    let asked = match (&asked.rev, day) {
        (Some(rev), _) => format!("--rev {rev}"),
        (None, Some(day)) => format!("--as-of {day}"),
        (None, None) => String::new(),
    };
    let is_worktree = session.commit().is_none();
    let today = session.now().day();
    let moment = if is_worktree {
        format!("--today {today}")
    } else {
        format!("--rev {commit} --today {today}")
    };
    let as_asked = match day {
        Some(day) => format!("--as-of {day}"),
        None => moment.clone(),
    };
    let options = format!("{as_asked}{}", keys.said());
    let version = env!("CARGO_PKG_VERSION").to_owned();
    About { commit, is_worktree, asked, options, moment, version }
}
