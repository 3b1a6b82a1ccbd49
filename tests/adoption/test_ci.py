"""The recipes for CI: their schemas, their copies in the documentation, and the action on a runner played by a script."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

from scratch import BAD, CHECKOUT, GOOD, TOOLS, Repository

EXAMPLES = CHECKOUT / "examples/ci"
SCHEMAS = {
    "github.yml": "github-workflows",
    "github-pages.yml": "github-workflows",
    "forgejo.yml": "github-workflows",
    "gitlab.yml": "gitlab-ci",
    "azure-pipelines.yml": "azure-pipelines",
    "bitbucket-pipelines.yml": "bitbucket-pipelines",
}


def check(schema, file):
    """Holds a file against the schema of a CI system."""
    command = [TOOLS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}"]
    # What two of the schemas need: a transformation, and a dialect of regular expressions.
    more = {
        "gitlab-ci": ["--data-transform", "gitlab-ci"],
        "azure-pipelines": ["--regex-variant", "nonunicode"],
    }
    command += more.get(schema, [])
    done = subprocess.run([*command, file], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


class Recipes(unittest.TestCase):
    def test_each_follows_the_schema_of_its_system(self):
        for name, schema in SCHEMAS.items():
            with self.subTest(name=name):
                status, said = check(schema, EXAMPLES / name)
                self.assertEqual(status, 0, said)

    def test_action_follows_the_schema_of_actions(self):
        status, said = check("github-actions", CHECKOUT / "action.yml")
        self.assertEqual(status, 0, said)

    def test_each_asks_for_the_whole_history(self):
        for file in sorted(EXAMPLES.iterdir()):
            text = file.read_text(encoding="utf-8")
            with self.subTest(name=file.name):
                whole = ("fetch-depth: 0", 'GIT_DEPTH: "0"', 'fetchDepth: "0"', "depth: full", "git clone", "Shallow clone")
                self.assertTrue(any(word in text for word in whole), "nothing asks for all of history")
                if "pirctl lint" in text:
                    self.assertIn("--require-history", text)

    def test_the_page_shows_each_recipe_as_it_is(self):
        page = (CHECKOUT / "docs/ci.md").read_text(encoding="utf-8")
        for file in sorted(EXAMPLES.iterdir()):
            with self.subTest(name=file.name):
                self.assertIn(file.read_text(encoding="utf-8").strip(), page)

    def test_no_input_of_the_action_reaches_a_script_but_through_the_environment(self):
        for step in yaml.safe_load((CHECKOUT / "action.yml").read_text())["runs"]["steps"]:
            self.assertNotIn("${{", step.get("run", ""))


class Runner:
    """Plays the composite action's own steps in a checkout, as a runner would."""

    def __init__(self, repository, **inputs):
        self.action = yaml.safe_load((CHECKOUT / "action.yml").read_text())
        self.repository = repository
        given = {name: declared.get("default", "") for name, declared in self.action["inputs"].items()}
        given = {name: "" if "${{" in value else value for name, value in given.items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        self.inputs = given
        self.temp = pathlib.Path(tempfile.mkdtemp(dir=repository.folder))
        self.event = self.temp / "event.json"
        self.event.write_text(json.dumps({"pull_request": {"base": {"sha": given["base"]}}}))
        self.summary = self.temp / "summary.md"
        for name in ("env", "output"):
            (self.temp / name).touch()

    def value(self, text):
        """An expression of the few that action.yml uses."""
        text = text.replace("${{ github.action_path }}", str(CHECKOUT))
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: self.inputs[found[1]], text)

    def run(self, **more):
        """Runs the steps that are scripts; gives the status of the first that fails and all that was said."""
        said = ""
        base = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ENV": str(self.temp / "env"),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(self.event),
            "RUNNER_TEMP": str(self.temp),
        }
        for step in self.action["runs"]["steps"]:
            if "run" not in step:
                continue
            own = {name: self.value(text) for name, text in step.get("env", {}).items()}
            kept = dict(line.split("=", 1) for line in (self.temp / "env").read_text().splitlines())
            status, output = self.repository.run("bash", "-c", step["run"], **(base | kept | own | more))
            said += output
            if status != 0:
                return status, said
        return 0, said

    def output(self):
        """The outputs that the steps set."""
        return (self.temp / "output").read_text()


class Action(unittest.TestCase):
    def changed(self):
        """A repository whose last commit brings a mistake in beside an old one; gives it and the base."""
        repository = Repository()
        repository.write("incidents/INC-2026-0001.md", GOOD)
        repository.write("incidents/INC-2026-0002.md", BAD.replace("0001", "0002"))
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message", "Begin")
        base = repository.git("rev-parse", "HEAD")
        repository.write("incidents/INC-2026-0001.md", BAD)
        repository.git("commit", "--quiet", "--all", "--message", "Change")
        return repository, base

    def test_a_pull_request_is_told_its_own_mistakes_on_their_lines(self):
        repository, base = self.changed()
        runner = Runner(repository, base=base)
        status, said = runner.run()
        self.assertEqual(status, 1, said)
        self.assertIn("file=incidents/INC-2026-0001.md", said)
        self.assertNotIn("file=incidents/INC-2026-0002.md", said)
        self.assertIn("exit-status=1", runner.output())
        self.assertIn("INC-2026-0001", runner.summary.read_text())

    def test_a_push_is_told_everything(self):
        repository, _ = self.changed()
        status, said = Runner(repository).run(GITHUB_EVENT_NAME="push")
        self.assertEqual(status, 1, said)
        self.assertIn("file=incidents/INC-2026-0002.md", said)

    def test_a_shallow_checkout_is_told_what_to_set(self):
        repository, _ = self.changed()
        shallow = Repository("shallow")
        shallow.run("git", "fetch", "--quiet", "--depth", "1", repository.top.as_uri(), "main")
        shallow.git("checkout", "--quiet", "FETCH_HEAD")
        status, said = Runner(shallow).run()
        self.assertEqual(status, 2, said)
        self.assertIn("fetch-depth: 0", said)

    def test_a_base_that_was_not_fetched_is_said(self):
        repository, _ = self.changed()
        runner = Runner(repository, base="0123456789abcdef0123456789abcdef01234567")
        status, said = runner.run()
        self.assertEqual(status, 2, said)
        self.assertIn("git fetch", said)
        self.assertIn("exit-status=2", runner.output())

    def test_sarif_is_written_where_the_upload_looks_for_it(self):
        repository, base = self.changed()
        repository.write("README.md", "x\n")
        runner = Runner(repository, base=base, sarif_file="out.sarif")
        runner.run()
        document = json.loads((repository.top / "out.sarif").read_text())
        self.assertEqual(document["version"], "2.1.0")

    def test_an_event_file_that_is_no_json_does_not_matter(self):
        repository, base = self.changed()
        runner = Runner(repository, base=base)
        runner.event.write_text("{")
        self.assertEqual(runner.run()[0], 1)

    def test_a_missing_summary_does_not_lose_the_findings(self):
        repository, base = self.changed()
        status, said = Runner(repository, base=base).run(GITHUB_STEP_SUMMARY="")
        self.assertEqual(status, 1, said)
        self.assertIn("file=incidents/INC-2026-0001.md", said)

    def test_an_unwritable_summary_is_said_and_is_no_success(self):
        repository, base = self.changed()
        status, said = Runner(repository, base=base).run(GITHUB_STEP_SUMMARY="/nonexistent/summary.md")
        self.assertEqual(status, 2, said)
        self.assertIn("/nonexistent/summary.md", said)

    def test_a_folder_that_is_not_there_is_said(self):
        repository, _ = self.changed()
        status, said = Runner(repository, directory="register").run()
        self.assertEqual(status, 2, said)
        self.assertIn("not found", said)


if __name__ == "__main__":
    unittest.main()
