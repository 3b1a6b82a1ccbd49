//! The environment, read once: nothing below the doors looks at it.

use crate::git::GitEnvironment;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the process was started with.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each variable that only says yes or no")]
pub struct Environment {
    /// For the git door.
    pub git: GitEnvironment,
    /// `SOURCE_DATE_EPOCH`, seconds since 1970 that stand for now.
    pub source_date_epoch: Option<String>,
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `CLICOLOR_FORCE` or `FORCE_COLOR` is set and not `0`.
    pub force_color: bool,
    /// `TERM` is `dumb`.
    pub dumb_terminal: bool,
    /// The locale is UTF-8, or nothing says what it is.
    pub unicode: bool,
    /// `COLUMNS`.
    pub columns: Option<usize>,
    /// `NO_GRAPHICS` is set and not empty: sentences instead of drawings, for a screen reader.
    pub no_graphics: bool,
    /// `GITHUB_STEP_SUMMARY`, the file that becomes the page of a step.
    pub step_summary: Option<PathBuf>,
    /// `PATH`, where the verifier of OpenPGP signatures is looked for when it is asked for.
    pub search_path: Vec<PathBuf>,
    /// `PIRCTL_CONFIG`, the configuration that is read in the place of the register's own.
    pub config: Option<PathBuf>,
    /// Where derived data may be kept.
    pub cache: CachePlace,
}

/// Where derived data may be kept, and by whom it is understood; nowhere by default.
#[derive(Clone, Debug, Default)]
pub struct CachePlace {
    /// `PIRCTL_CACHE_DIR`, else `pirctl` in `XDG_CACHE_HOME`, else in `.cache` of an existing home.
    pub folder: Option<PathBuf>,
    /// Tells this program from any other build of it.
    pub program: Option<String>,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn of_process() -> Self {
        let path = |name: &str| var(name).map(PathBuf::from);
        // A hook gets them relative to the folder it is started in, whatever `-C` says.
        let here = |name: &str| path(name).map(|path| std::path::absolute(&path).unwrap_or(path));
        let text = |name: &str| var(name).and_then(|value| value.into_string().ok());
        let forced = |name: &str| text(name).is_some_and(|value| value != "0");
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
        Self {
            git: GitEnvironment {
                git_dir: here("GIT_DIR"),
                work_tree: here("GIT_WORK_TREE"),
                index_file: here("GIT_INDEX_FILE"),
                home: path("HOME").or_else(|| path("USERPROFILE")),
                xdg_config_home: path("XDG_CONFIG_HOME"),
            },
            source_date_epoch: text("SOURCE_DATE_EPOCH"),
            no_color: var("NO_COLOR").is_some(),
            force_color: forced("CLICOLOR_FORCE") || forced("FORCE_COLOR"),
            dumb_terminal: text("TERM").as_deref() == Some("dumb"),
            unicode: locale.is_none_or(|name| {
                let name = name.to_ascii_lowercase();
                name.contains("utf-8") || name.contains("utf8")
            }),
            search_path: var("PATH")
                .map(|path| std::env::split_paths(&path).collect())
                .unwrap_or_default(),
            no_graphics: var("NO_GRAPHICS").is_some(),
            step_summary: path("GITHUB_STEP_SUMMARY"),
            columns: text("COLUMNS").and_then(|columns| columns.parse().ok()),
            config: path("PIRCTL_CONFIG"),
            cache: CachePlace { folder: cache_folder(), program: program() },
        }
    }

    /// The same where nothing derived is used or kept.
    pub fn without_cache(&self) -> Self {
        Self { cache: CachePlace::default(), ..self.clone() }
    }
}

fn cache_folder() -> Option<PathBuf> {
    let path = |name: &str| var(name).map(PathBuf::from);
    let home = || path("HOME").or_else(|| path("LOCALAPPDATA")).filter(|home| home.is_dir());
    let own = || path("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")));
    path("PIRCTL_CACHE_DIR").or_else(|| Some(own()?.join("pirctl")))
}

/// Version, length and time of the running program: a build that reads differently is another.
fn program() -> Option<String> {
    let file = std::env::current_exe().ok()?.metadata().ok()?;
    let made = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    Some(format!("pirctl {version} {} {}", file.len(), made.as_nanos()))
}

/// A variable that is set and not empty.
fn var(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
