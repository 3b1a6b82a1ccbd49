//! The user's cache, where one can be used.

use super::Environment;
use crate::cache::Cache;
use crate::git::Repository;
use std::path::Path;

/// The cache that the environment names; never one inside the repository, which may be somebody
/// else's work.
pub fn cache_for(environment: &Environment, repository: &Repository) -> Option<Cache> {
    let folder = environment.cache.folder.as_deref()?;
    let program = environment.cache.program.as_deref()?;
    let common = repository.common_dir();
    let own = [repository.worktree(), Some(repository.git_dir()), Some(&*common)];
    let foreign: Vec<&Path> = own.into_iter().flatten().collect();
    Cache::open(folder, &foreign, program)
}
