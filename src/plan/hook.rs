//! The git hook that checks what is about to be committed, and the same for other hook managers.

/// The line by which a hook of ours is known. The number is the edition of the script.
const MARK: &str =
    "# pirctl hook 1: written by `pirctl hook install`, removed by `pirctl hook uninstall`";

/// What any edition's line begins with.
const MARK_START: &str = "# pirctl hook ";

/// What stands where git looks for the hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookState {
    /// Nothing.
    Absent,
    /// Ours, as this version writes it for this register.
    Current,
    /// Ours, of another edition or for another folder.
    Other,
    /// Somebody else's that runs `pirctl`.
    ForeignCalling,
    /// Somebody else's that does not.
    Foreign,
}

/// A manager of hooks that has a configuration of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookManager {
    /// `.pre-commit-config.yaml`, read by pre-commit and prek.
    PreCommit,
    /// `lefthook.yml`.
    Lefthook,
    /// `.husky/pre-commit`.
    Husky,
}

/// The hook for a register in `folder` below the top of the working tree (empty: the top itself).
pub fn hook_script(folder: &str) -> String {
    format!(
        "#!/bin/sh\n{MARK}\n\
         if ! command -v pirctl >/dev/null 2>&1; then\n  \
           echo 'pirctl is not on the PATH, so the records were not checked: install it, or commit with --no-verify' >&2\n  \
           exit 1\n\
         fi\n\
         exec {}\n",
        command(folder)
    )
}

/// What `text`, read from where git looks for the hook, is.
pub fn hook_state(text: Option<&str>, folder: &str) -> HookState {
    match text {
        None => HookState::Absent,
        Some(text) if text == hook_script(folder) => HookState::Current,
        Some(text) if text.lines().any(|line| line.starts_with(MARK_START)) => HookState::Other,
        Some(text) if text.lines().any(calls) => HookState::ForeignCalling,
        Some(_) => HookState::Foreign,
    }
}

/// True for a line of a shell script that names the program outside a comment.
fn calls(line: &str) -> bool {
    let line = line.split_once('#').map_or(line, |(code, _)| code);
    line.contains("pirctl")
}

/// The command that a hook runs from the top of the working tree.
pub fn command(folder: &str) -> String {
    if folder.is_empty() {
        return "pirctl lint --staged".to_owned();
    }
    format!("pirctl -C '{}' lint --staged", folder.replace('\'', "'\\''"))
}

/// What a manager's own configuration has to say, with the name of its file as a comment.
pub fn snippet(manager: HookManager, folder: &str) -> String {
    let command = command(folder);
    match manager {
        HookManager::Husky => format!("# .husky/pre-commit\n{command}\n"),
        HookManager::Lefthook => format!(
            "# lefthook.yml\npre-commit:\n  commands:\n    pirctl:\n      run: {}\n",
            quoted(&command)
        ),
        HookManager::PreCommit => format!(
            "# .pre-commit-config.yaml\nrepos:\n  - repo: local\n    hooks:\n      - id: pirctl\n        \
             name: pirctl lint\n        language: system\n        entry: {}\n        \
             pass_filenames: false\n        always_run: true\n",
            quoted(&command)
        ),
    }
}

/// A command as a double-quoted YAML scalar, which is what JSON writes.
fn quoted(command: &str) -> String {
    serde_json::Value::from(command).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_known_again_and_a_changed_one_is_not_taken_for_current() {
        let script = hook_script("");
        assert_eq!(hook_state(Some(&script), ""), HookState::Current);
        assert_eq!(hook_state(Some(&script), "register"), HookState::Other);
        assert_eq!(hook_state(Some(&script.replace("exec", "nice")), ""), HookState::Other);
        assert_eq!(hook_state(None, ""), HookState::Absent);
    }

    #[test]
    fn a_foreign_hook_that_only_mentions_the_program_in_a_comment_does_not_run_it() {
        let calling = "#!/bin/sh\npirctl lint --staged || exit 1\n";
        assert_eq!(hook_state(Some(calling), ""), HookState::ForeignCalling);
        assert_eq!(hook_state(Some("#!/bin/sh\n# pirctl: later\n"), ""), HookState::Foreign);
    }

    #[test]
    fn a_folder_with_a_quote_stays_one_word_of_the_shell_and_one_scalar_of_yaml() {
        assert_eq!(command("it's"), r"pirctl -C 'it'\''s' lint --staged");
        let lefthook = snippet(HookManager::Lefthook, "it's \"ours\"");
        assert!(
            lefthook.contains(r#"run: "pirctl -C 'it'\\''s \"ours\"' lint --staged""#),
            "{lefthook}"
        );
    }
}
