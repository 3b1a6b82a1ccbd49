//! What the README tells people to type is what the program takes.

use assert_cmd::Command;

/// One `pirctl` call on a page: the words after the program's name.
type Call = Vec<String>;

/// The calls in the fenced blocks of `page`, also those behind `cargo run -- `.
fn calls(page: &str) -> Vec<Call> {
    let blocks = page.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().skip(1));
    lines.filter_map(call).collect()
}

fn call(line: &str) -> Option<Call> {
    let line = line.split(" #").next().unwrap_or_default();
    let typed = if line.contains("cargo run") {
        line.split_once(" -- ")?.1
    } else {
        let at =
            line.find("pirctl ").filter(|_| !line.contains("cargo") && !line.contains("name:"))?;
        &line[at + "pirctl ".len()..]
    };
    let end = typed.find(['&', '>', '\\', '|']).unwrap_or(typed.len());
    let parts = typed[..end].split('"').enumerate();
    let words = parts.flat_map(|(n, part)| match n % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    Some(words.collect())
}

/// The command of a call, and the flags that follow it.
fn command_and_flags(call: &Call) -> (String, Vec<String>) {
    let mut words = call.iter();
    let mut command = words.next().cloned().unwrap_or_default();
    while command == "-C" {
        words.next();
        command = words.next().cloned().unwrap_or_default();
    }
    (command, words.filter(|word| word.starts_with('-')).cloned().collect())
}

fn help_of(command: &str) -> Option<String> {
    let mut program = Command::cargo_bin("pirctl").unwrap();
    let done = program.args([command, "--help"]).output().unwrap();
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn every_call_in_the_readme_is_one_that_the_program_knows() {
    let mut wrong = Vec::new();
    for call in calls(include_str!("../../README.md")) {
        let (command, flags) = command_and_flags(&call);
        let Some(help) = help_of(&command) else {
            wrong.push(format!("no command `{command}`: pirctl {}", call.join(" ")));
            continue;
        };
        let unknown = flags.iter().filter(|flag| !help.contains(flag.as_str()));
        wrong.extend(unknown.map(|flag| format!("`{command}` has no `{flag}`")));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn calls_are_found_in_the_readme_and_nowhere_else() {
    let found = calls(include_str!("../../README.md"));
    let commands: Vec<_> = found.iter().map(|call| command_and_flags(call).0).collect();
    for expected in ["demo", "lint", "report", "init", "new", "trace", "history", "explain"] {
        assert!(commands.iter().any(|command| command == expected), "{expected} in {commands:?}");
    }
    let lint = &found[1];
    let flags = vec!["--rev".to_owned(), "--fail-on".to_owned()];
    assert_eq!(command_and_flags(lint), ("lint".to_owned(), flags), "{lint:?}");
    assert!(calls("run pirctl fly\n```text\nname: pirctl soar\n```\n").is_empty());
}

#[test]
fn the_test_command_is_one_line_of_its_own() {
    assert!(include_str!("../../README.md").lines().any(|line| line == "cargo test --locked"));
    assert!(include_str!("../../.ci/run").contains("\n  cargo test --locked 2>&1"));
}
