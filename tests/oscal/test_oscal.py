"""Documents of `pirctl export oscal-...` against two readers of OSCAL: valid, and every reference leads somewhere."""

import json
import logging
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from oscal import OSCAL
from trestle.oscal.assessment_results import Model as Results
from trestle.oscal.poam import Model as Plan

PIRCTL = pathlib.Path(os.environ["CARGO_TARGET_DIR"], "debug", "pirctl.exe" if os.name == "nt" else "pirctl")
MODELS = {"oscal-assessment-results": Results, "oscal-poam": Plan}
# Text that would break a document or act in a reader.
HOSTILE = '"<script>alert(1)</script>\\n\\t [x](javascript:alert(1)) `{{7*7}}` \\u202e \\u0001 "'


def pirctl(folder, *arguments, check=True):
    return subprocess.run([PIRCTL, "-C", folder, *arguments], check=check, capture_output=True, text=True)


def git(folder, *arguments):
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "A. Body"), ("EMAIL", "a@example.org"), ("DATE", "2026-05-20T12:00:00+02:00"))}
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=os.environ | who)


def register(folder, files):
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for path, text in ({"pirctl.yaml": "schema: 1\n"} | files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "register")


def record(**fields):
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n## Summary\n\nText.\n"


class Oscal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        logging.disable(logging.CRITICAL)
        kept = tempfile.TemporaryDirectory()
        cls.addClassCleanup(kept.cleanup)
        cls.place = pathlib.Path(kept.name)
        subprocess.run([PIRCTL, "demo", cls.place / "demo"], check=True, capture_output=True)
        incident = {"id": "INC-2026-0001", "kind": "incident", "title": HOSTILE, "status": "closed", "severity": "high",
                    "owner": HOSTILE, "detected_at": "2026-03-01", "reported_at": "2026-03-01", "closed_at": "2026-03-02"}
        action = {"id": "ACT-2026-0001", "kind": "action", "title": HOSTILE, "status": "open", "owner": HOSTILE,
                  "incidents": "[INC-2026-0001]", "addresses": f"[{HOSTILE}]", "done_when": HOSTILE, "priority": HOSTILE}
        withheld = incident | {"id": "INC-2026-0002", "title": "Canary-7731", "privilege": "{basis: legal advice}"}
        secret = action | {"id": "ACT-2026-0002", "title": "Canary-7732", "classification": "restricted", "done_when": "Canary-7733"}
        register(cls.place / "hostile", {
            "incidents/INC-2026-0001.md": record(**incident), "incidents/INC-2026-0002.md": record(**withheld),
            "actions/ACT-2026-0001.md": record(**action), "actions/ACT-2026-0002.md": record(**secret),
            "incidents/INC-2026-0003.md": "---\nkind: incident\nid: [\n---\n", "incidents/<b> x#%.md": record(**incident | {"id": HOSTILE}),
        })
        kept_files = ["pirctl.yaml", "people.yaml", "policies/POL-incident-management.md"]
        register(cls.place / "quiet", {path: (cls.place / "demo" / path).read_text() for path in kept_files})

    def document(self, name, what, *options):
        out = pirctl(self.place / name, "export", what, *options).stdout
        return out, json.loads(out)

    def test_both_readers_take_every_document(self):
        for name in ("demo", "hostile"):
            for what, model in MODELS.items():
                with self.subTest(register=name, document=what):
                    text, document = self.document(name, what)
                    model.model_validate(document)
                    file = self.place / f"{name}-{what}.json"
                    file.write_text(text)
                    read = OSCAL.load(str(file))
                    self.assertTrue(read and read.is_valid, getattr(read, "validation_errors", None))
                    self.assertEqual(read.validation_errors, [])

    def test_the_readers_see_what_is_wrong(self):
        _, document = self.document("demo", "oscal-assessment-results")
        document["assessment-results"]["results"][0]["findings"][0]["target"]["status"]["state"] = "cannot-tell"
        with self.assertRaises(ValueError):
            Results.model_validate(document)
        file = self.place / "wrong.json"
        del document["assessment-results"]["metadata"]["last-modified"]
        file.write_text(json.dumps(document))
        read = OSCAL.load(str(file))
        self.assertFalse(read and read.is_valid and read.validation_errors == [])

    def test_identifiers_are_used_once_and_every_reference_leads_to_one(self):
        for name in ("demo", "hostile"):
            for what in MODELS:
                with self.subTest(register=name, document=what):
                    _, document = self.document(name, what)
                    made, used = [], []
                    walk(document, made, used)
                    self.assertEqual(len(made), len(set(made)))
                    self.assertLessEqual(set(used), set(made))

    def test_the_same_commit_gives_the_same_bytes_in_every_place(self):
        copy = self.place / "copy"
        subprocess.run(["git", "clone", "--quiet", self.place / "demo", copy], check=True, capture_output=True)
        for what in MODELS:
            self.assertEqual(self.document("demo", what)[0], self.document("copy", what)[0])

    def test_an_item_of_the_plan_keeps_its_identifier_in_later_plans(self):
        def items(*options):
            _, document = self.document("demo", "oscal-poam", *options)
            return {item["title"]: item["uuid"] for item in document["plan-of-action-and-milestones"]["poam-items"]}
        now, then = items(), items("--as-of", "2026-05-01")
        both = now.keys() & then.keys()
        self.assertGreater(len(both), 3)
        self.assertEqual({title: now[title] for title in both}, {title: then[title] for title in both})

    def test_text_of_records_stays_text_and_what_is_withheld_stays_out(self):
        for what in MODELS:
            text, document = self.document("hostile", what)
            self.assertNotIn("Canary", text)
            for marked in markup(document):
                self.assertNotRegex(marked, r"<script|(?<!\\)\]\(|\x01|\u202e")

    def test_where_nothing_is_open_there_is_no_plan_and_no_file(self):
        file = self.place / "poam.json"
        day = ("--period", "2026-05-20..2026-05-21")
        ran = pirctl(self.place / "quiet", "export", "oscal-poam", *day, "--output-file", file, check=False)
        self.assertEqual((ran.returncode, file.exists()), (2, False), ran.stderr)
        self.assertIn("OSCAL has no plan without an item", ran.stderr)


def markup(node):
    """Every text of a document that OSCAL reads as Markdown."""
    if isinstance(node, list):
        for item in node:
            yield from markup(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in ("title", "description", "remarks", "statement", "prose"):
                yield value
            else:
                yield from markup(value)


def walk(node, made, used):
    """Gathers the identifiers that a document gives, and those that it refers to."""
    if isinstance(node, list):
        for item in node:
            walk(item, made, used)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "uuid":
                made.append(value)
            elif name.endswith("-uuid"):
                used.append(value)
            elif name == "href" and value.startswith("#"):
                used.append(value[1:])
            else:
                walk(value, made, used)


if __name__ == "__main__":
    sys.exit(unittest.main())
