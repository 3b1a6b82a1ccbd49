"""Scratch repositories and the tools that are tried in them."""

import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target"))
PROGRAM = TARGET / "debug" / "pirctl"
TOOLS = TARGET / "adoption" / "venv" / "bin"

GOOD = """---
id: INC-2026-0001
kind: incident
title: Lost badge
status: reported
owner: s.lind
severity: low
detected_at: 2025-12-02
reported_at: 2025-12-02
---
"""
BAD = GOOD.replace("severity: low", "severity: lwo")


def environment(**more):
    """The environment of this process without git's variables, with the tools and the program on the search path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept["PATH"] = os.pathsep.join([str(PROGRAM.parent), str(TOOLS), kept["PATH"]])
    kept |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        # The checkout may belong to somebody else than who runs the tests.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada Author",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Carl Committer",
        "GIT_COMMITTER_EMAIL": "carl@example.org",
        "NO_COLOR": "1",
        # The end of 2025: no quarter is over for which a report would be owed.
        "SOURCE_DATE_EPOCH": "1767139200",
    }
    return kept | more


class Repository:
    """A repository in a temporary folder."""

    def __init__(self, name="repo"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pirctl "))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.top = self.folder / name
        self.top.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")

    def write(self, path, text):
        """Writes a file, making its folders."""
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *command, where=".", **more):
        """Runs a command in a folder and gives how it ended and what it said."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.top / where,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        return done.returncode, done.stdout

    def git(self, *arguments, where="."):
        """Runs git; it must succeed."""
        status, said = self.run("git", *arguments, where=where)
        assert status == 0, f"git {arguments}: {said}"
        return said.strip()

    def commit(self, *arguments, where="."):
        """Tries a commit, hooks and all."""
        return self.run("git", "commit", "--quiet", "--message", "Try", *arguments, where=where)
