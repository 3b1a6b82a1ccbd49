//! Finding and opening a repository under our own environment policy.
//!
//! `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE` are honoured, as a hook needs; nothing else of
//! the environment is, and of the configuration only the repository's own, without includes.
//! `safe.directory` does not refuse: it guards against the programs that a foreign repository's
//! configuration names, and none is ever started here.

use super::GitError;
use super::pack::Packs;
use gix::bstr::ByteSlice;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What the doors read from the environment, and nothing else; empty means unset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitEnvironment {
    /// `GIT_DIR`; a relative path is read from the start folder.
    pub git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`; a relative path is read from the start folder.
    pub work_tree: Option<PathBuf>,
    /// `GIT_INDEX_FILE`; a relative path is read from the start folder.
    pub index_file: Option<PathBuf>,
    /// The user's home folder, where `.gitconfig` is.
    pub home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`, where `git/config` is.
    pub xdg_config_home: Option<PathBuf>,
}

/// An open repository; cheap to clone and to share between threads.
#[derive(Clone)]
pub struct Repository {
    pub(super) inner: gix::ThreadSafeRepository,
    pub(super) index_path: PathBuf,
    pub(super) environment: GitEnvironment,
    packs: Arc<OnceLock<Arc<Packs>>>,
    pub(super) unread: Arc<AtomicBool>,
    worktree: Option<PathBuf>,
    prefix: String,
    bare: bool,
    partial: bool,
}

impl Repository {
    /// Finds the repository that `start` (an existing folder) lies in and opens it.
    ///
    /// `None` when there is none, which is no error: record commands work without git.
    pub fn discover(start: &Path, env: &GitEnvironment) -> Result<Option<Self>, GitError> {
        let start = start.canonicalize().unwrap_or_else(|_| start.to_owned());
        let Some((git_dir, found_in)) = find_git_dir(&start, env)? else {
            return Ok(None);
        };
        check_format(&git_dir)?;
        let inner = open(&git_dir)?;
        let repo = inner.to_thread_local();
        let bare = repo.config_snapshot().boolean("core.bare").unwrap_or(false)
            && repo.git_dir() == repo.common_dir();
        let worktree = find_worktree(&repo, &start, env, found_in, bare);
        let partial = is_partial(&repo);
        let index_path =
            env.index_file.as_ref().map_or_else(|| repo.index_path(), |file| start.join(file));
        let prefix = worktree.as_deref().map_or_else(String::new, |top| prefix_of(&start, top));
        let bare = worktree.is_none();
        let environment = env.clone();
        let (packs, unread) = (Arc::default(), Arc::default());
        Ok(Some(Self {
            inner,
            index_path,
            environment,
            packs,
            unread,
            worktree,
            prefix,
            bare,
            partial,
        }))
    }

    /// The top folder of the working tree; `None` in a bare repository.
    pub fn worktree(&self) -> Option<&Path> {
        self.worktree.as_deref()
    }

    /// The start folder relative to the top of the working tree, with `/`; empty at the top.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// This working tree's own git directory.
    pub fn git_dir(&self) -> &Path {
        self.inner.git_dir()
    }

    /// The git directory that all linked working trees share.
    pub fn common_dir(&self) -> PathBuf {
        self.local().common_dir().to_owned()
    }

    /// True when there is no working tree to read.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// True when commits older than a boundary were left out of the clone.
    pub fn is_shallow(&self) -> bool {
        self.local().is_shallow().unwrap_or(true)
    }

    /// True when the clone leaves objects out on purpose (`git clone --filter`).
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// True when some object that a reader was asked for was missing or damaged.
    pub fn was_unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }

    /// The packs as they were when they were first asked for.
    pub(super) fn packs(&self) -> Arc<Packs> {
        Arc::clone(self.packs.get_or_init(|| Arc::new(Packs::open(&self.local()))))
    }

    /// A handle for the current thread.
    pub(super) fn local(&self) -> gix::Repository {
        let mut repo = self.inner.to_thread_local();
        repo.objects.ignore_replacements = true;
        repo
    }
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository").field("git_dir", &self.git_dir()).finish_non_exhaustive()
    }
}

/// The git directory and, when it was found by its `.git`, the folder that held it.
type Found = (PathBuf, Option<PathBuf>);

fn find_git_dir(start: &Path, env: &GitEnvironment) -> Result<Option<Found>, GitError> {
    if let Some(named) = &env.git_dir {
        let path = start.join(named);
        let git_dir = if path.is_file() { follow_git_file(&path)? } else { path };
        return match gix::discover::is_git(&git_dir) {
            Ok(_) => Ok(Some((git_dir, None))),
            Err(_) => Err(GitError::NotARepository { path: git_dir }),
        };
    }
    for folder in start.ancestors() {
        let dot_git = folder.join(".git");
        if dot_git.is_file() {
            return follow_git_file(&dot_git).map(|dir| Some((dir, Some(folder.to_owned()))));
        }
        if dot_git.is_dir() && gix::discover::is_git(&dot_git).is_ok() {
            return Ok(Some((dot_git, Some(folder.to_owned()))));
        }
        if looks_like_git_dir(folder) && gix::discover::is_git(folder).is_ok() {
            return Ok(Some((folder.to_owned(), None)));
        }
    }
    Ok(None)
}

fn looks_like_git_dir(folder: &Path) -> bool {
    folder.join("HEAD").exists()
        && (folder.join("objects").is_dir() || folder.join("commondir").exists())
}

/// Where a `.git` file of a linked working tree or submodule points.
fn follow_git_file(file: &Path) -> Result<PathBuf, GitError> {
    let not_one = || GitError::NotARepository { path: file.to_owned() };
    let git_dir = gix::discover::path::from_gitdir_file(file).map_err(|_| not_one())?;
    let git_dir = git_dir.canonicalize().map_err(|_| not_one())?;
    gix::discover::is_git(&git_dir).map_err(|_| not_one())?;
    Ok(git_dir)
}

fn open(git_dir: &Path) -> Result<gix::ThreadSafeRepository, GitError> {
    let permissions = gix::open::Permissions {
        env: gix::open::permissions::Environment::isolated(),
        config: gix::open::permissions::Config::isolated(),
        attributes: gix::open::permissions::Attributes::isolated(),
    };
    // The overrides stand above what the repository's own configuration says.
    let overrides = ["core.useReplaceRefs=false", "gitoxide.objects.allocLimitIfReducedTrust=0"];
    gix::open::Options::default()
        .permissions(permissions)
        .with(gix::sec::Trust::Full)
        .filter_config_section(|_| true)
        .config_overrides(overrides)
        .open_path_as_is(true)
        .open(git_dir)
        .map_err(|error| GitError::Open {
            path: git_dir.to_owned(),
            reason: error.to_string().lines().next().unwrap_or_default().to_owned(),
        })
}

/// Refuses formats that would be read wrongly, before anything else is read.
fn check_format(git_dir: &Path) -> Result<(), GitError> {
    let common = std::fs::read_to_string(git_dir.join("commondir")).map_or_else(
        |_| git_dir.to_owned(),
        |dir| git_dir.join(dir.trim_end_matches(['\n', '\r'])),
    );
    let path = common.join("config");
    if !path.exists() {
        return Ok(());
    }
    let bytes = std::fs::read(&path).map_err(|e| GitError::damaged("the git configuration", e))?;
    let meta = gix::config::file::Metadata::from(gix::config::Source::Local);
    let config = gix::config::File::from_bytes_no_includes(
        &bytes,
        meta,
        gix::config::file::init::Options::default(),
    )
    .map_err(|e| GitError::damaged("the git configuration", e))?;
    let refuse = |feature: String| GitError::Unsupported { path: git_dir.to_owned(), feature };
    let version = config.integer("core.repositoryformatversion").ok().flatten().unwrap_or(0);
    if !(0..=1).contains(&version) {
        return Err(refuse(format!("repository format {version}")));
    }
    let sections = config.sections_by_name("extensions").into_iter().flatten();
    for section in sections.filter(|section| section.header().subsection_name().is_none()) {
        for name in section.value_names().map(|name| name.to_ascii_lowercase()) {
            let value =
                section.value(&name).map(|v| v.to_str_lossy().into_owned()).unwrap_or_default();
            if !is_known_extension(&name, &value, version) {
                return Err(refuse(format!("the extension {name} = {value}")));
            }
        }
    }
    Ok(())
}

/// Extensions that change nothing for a reader, or that gix reads.
fn is_known_extension(name: &str, value: &str, version: i64) -> bool {
    match name {
        "refstorage" => value == "files",
        "objectformat" => value == "sha1" || (value == "sha256" && version == 1),
        "noop" | "noop-v1" | "preciousobjects" | "partialclone" | "worktreeconfig"
        | "relativeworktrees" => true,
        // Git ignores what it does not know in format 0.
        _ => version == 0,
    }
}

fn find_worktree(
    repo: &gix::Repository,
    start: &Path,
    env: &GitEnvironment,
    found_in: Option<PathBuf>,
    bare: bool,
) -> Option<PathBuf> {
    let named = env.work_tree.as_ref().map(|path| start.join(path));
    let configured = || {
        let has_key = repo.config_snapshot().string("core.worktree").is_some();
        has_key.then(|| repo.workdir().map(Path::to_owned)).flatten()
    };
    let usual = || match found_in {
        Some(folder) => Some(folder),
        // As git has it: with GIT_DIR alone the start folder is the top of the working tree.
        None => env.git_dir.is_some().then(|| start.to_owned()),
    };
    let path = named.or_else(|| (!bare).then(|| configured().or_else(usual)).flatten())?;
    Some(path.canonicalize().unwrap_or(path))
}

/// `start` below `top` with `/`; empty when it lies elsewhere.
fn prefix_of(start: &Path, top: &Path) -> String {
    let Ok(below) = start.strip_prefix(top) else { return String::new() };
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn is_partial(repo: &gix::Repository) -> bool {
    let config = repo.config_snapshot();
    let promised = |section: gix::config::file::SectionRef<'_>| {
        section.value("promisor").is_some() || section.value("partialclonefilter").is_some()
    };
    config.string("extensions.partialClone").is_some()
        || config.plumbing().sections_by_name("remote").is_some_and(|mut all| all.any(promised))
}
