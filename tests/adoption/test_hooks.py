"""The hook manifest and the printed snippets, with the real pre-commit and prek."""

import os
import subprocess
import textwrap
import unittest

from scratch import BAD, CHECKOUT, GOOD, PROGRAM, TARGET, Repository, environment

MANAGERS = ("pre-commit", "prek")


def local(hook):
    """A configuration that takes `hook` from this checkout, at its last commit."""
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        text=True,
    )
    if head.returncode != 0:
        raise unittest.SkipTest("this folder is no checkout, so the hooks cannot be taken from it")
    return textwrap.dedent(
        f"""\
        repos:
          - repo: {CHECKOUT.as_uri()}
            rev: {head.stdout.strip()}
            hooks:
              - id: {hook}
        """
    )


class Hooks(unittest.TestCase):
    """Every way to use the hook blocks a mistake and lets its correction pass."""

    def begun(self, manager, configuration):
        repository = Repository()
        repository.write(".pre-commit-config.yaml", configuration)
        repository.write("incidents/INC-2026-0001.md", GOOD)
        repository.write("notes/readme.txt", "x\n")
        status, said = repository.run(manager, "install")
        self.assertEqual(status, 0, said)
        repository.git("add", "--all")
        self.passes(repository)
        return repository

    def passes(self, repository, *arguments, where="."):
        status, said = repository.commit(*arguments, where=where)
        self.assertEqual(status, 0, said)

    def is_blocked(self, repository, *arguments, where="."):
        status, said = repository.commit(*arguments, where=where)
        self.assertNotEqual(status, 0, said)
        self.assertIn("REC002", said)

    def test_system_hook(self):
        for manager in MANAGERS:
            with self.subTest(manager=manager):
                repository = self.begun(manager, local("pirctl-system"))
                self.staged_mistake(repository)
                self.commit_all(repository)
                self.partly_staged(repository)
                self.subfolder(repository)
                self.linked_worktree(repository, manager)

    def staged_mistake(self, repository):
        repository.write("incidents/INC-2026-0001.md", BAD)
        repository.git("add", "--all")
        self.is_blocked(repository)
        repository.write("incidents/INC-2026-0001.md", GOOD.replace("Lost", "Found"))
        repository.git("add", "--all")
        self.passes(repository)

    def commit_all(self, repository):
        repository.write("incidents/INC-2026-0001.md", BAD)
        self.is_blocked(repository, "--all")
        repository.write("incidents/INC-2026-0001.md", GOOD)
        self.passes(repository, "--all")

    def partly_staged(self, repository):
        """What is staged counts, not what stands in the working tree."""
        repository.write("incidents/INC-2026-0001.md", BAD)
        repository.git("add", "--all")
        repository.write("incidents/INC-2026-0001.md", GOOD)
        self.is_blocked(repository)
        repository.git("reset", "--quiet", "--hard")
        repository.write("notes/readme.txt", "y\n")
        repository.git("add", "--all")
        repository.write("incidents/INC-2026-0001.md", BAD)
        self.passes(repository)
        repository.git("checkout", "--quiet", "--", ".")

    def subfolder(self, repository):
        repository.write("incidents/INC-2026-0001.md", BAD)
        self.is_blocked(repository, "--all", where="notes")
        repository.git("checkout", "--quiet", "--", ".")

    def linked_worktree(self, repository, manager):
        repository.git("worktree", "add", "--quiet", "-b", "linked", "../linked tree")
        (repository.top.parent / "linked tree/incidents/INC-2026-0001.md").write_text(BAD)
        self.is_blocked(repository, "--all", where="../linked tree")

    def test_hooks_that_build(self):
        """`language: rust` builds without a lock file; the wheel is built by maturin."""
        os.environ["CARGO_PROFILE_RELEASE_OPT_LEVEL"] = "0"
        os.environ["CARGO_TARGET_DIR"] = str(TARGET / "adoption" / "build")
        for manager, hook in (("pre-commit", "pirctl"), ("prek", "pirctl"), ("pre-commit", "pirctl-wheel")):
            with self.subTest(manager=manager, hook=hook):
                home = TARGET / "adoption" / manager
                os.environ["PRE_COMMIT_HOME"] = os.environ["PREK_HOME"] = str(home)
                self.staged_mistake(self.begun(manager, local(hook)))

    def test_from_nothing_to_a_blocked_commit_in_three_commands(self):
        repository = Repository()
        repository.write("incidents/INC-2026-0001.md", BAD)
        repository.git("add", "--all")
        commands = (
            "pirctl hook install --print pre-commit > .pre-commit-config.yaml",
            "pre-commit install",
            "git commit --all --message 'The first incident'",
        )
        documented = (CHECKOUT / "docs/hooks.md").read_text(encoding="utf-8")
        for command in commands:
            self.assertIn(command, documented)
            repository.git("add", "--all")
            status, said = repository.run("sh", "-c", command)
        self.assertNotEqual(status, 0, said)
        self.assertIn("REC002", said)

    def test_printed_snippets_are_read_by_their_managers(self):
        repository = Repository()
        status, said = repository.run(PROGRAM, "hook", "install", "--print", "pre-commit")
        repository.write(".pre-commit-config.yaml", said)
        status, said = repository.run("pre-commit", "validate-config", ".pre-commit-config.yaml")
        self.assertEqual(status, 0, said)

    def test_manifest_is_valid(self):
        status, said = Repository().run(
            "pre-commit", "validate-manifest", CHECKOUT / ".pre-commit-hooks.yaml"
        )
        self.assertEqual(status, 0, said)


if __name__ == "__main__":
    unittest.main()
