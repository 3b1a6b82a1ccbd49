"""`pirctl export`, `list controls` and `roles` against the files, read a second time, and Python's own CSV reader."""

import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import corpus
from oracle import as_list, front
from test_metrics import PROGRAM, environment

FAILED = {"absent", "not-followed", "bypassed", "failed"}


class Registers(unittest.TestCase):
    maxDiff = None

    def run_program(self, *arguments):
        command = [PROGRAM, "-C", self.folder, "--today", str(self.today), "--no-cache", *arguments]
        ran = subprocess.run(command, capture_output=True, env=environment())
        self.assertEqual(ran.returncode, 0, ran.stderr.decode())
        return ran.stdout.decode("utf-8", "strict")

    def each_register(self):
        with tempfile.TemporaryDirectory() as place:
            self.folder, self.today = pathlib.Path(place) / "demo", datetime.date(2026, 5, 20)
            subprocess.run([PROGRAM, "demo", self.folder], check=True, capture_output=True, env=environment())
            yield "demo"
        for seed in range(3):
            with tempfile.TemporaryDirectory() as place:
                self.folder = pathlib.Path(place)
                self.today = corpus.write(self.folder, seed, environment())
                yield seed

    def records(self):
        found = {}
        for path in sorted(self.folder.rglob("*.md")):
            record = front(path.read_text())
            if record and "kind" in record:
                found[record["id"]] = record | {"path": path.relative_to(self.folder).as_posix()}
        return found

    def test_a_spreadsheet_reads_what_json_says(self):
        for name in self.each_register():
            document = json.loads(self.run_program("export", "all", "--format", "json", "--mask", "never"))
            for register in document["registers"]:
                with self.subTest(register=register["name"], of=name):
                    text = self.run_program("export", register["name"], "--mask", "never")
                    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
                    self.assertEqual(rows[0], register["columns"])
                    for read, said in zip(rows[1:], register["rows"], strict=True):
                        self.assertEqual(read, [cell(said[column]) for column in register["columns"]])

    def test_no_item_is_lost_and_the_newest_commit_is_gits(self):
        for name in self.each_register():
            records = self.records()
            document = json.loads(self.run_program("export", "all", "--format", "json", "--mask", "never"))
            rows = {register["name"]: register["rows"] for register in document["registers"]}
            ids = {register: sorted(row["id"] for row in found) for register, found in rows.items()}
            with self.subTest(of=name):
                for register, kind in (("incidents", "incident"), ("actions", "action"), ("risks", "risk"), ("reviews", "pir")):
                    self.assertEqual(ids[register], sorted(i for i, record in records.items() if record["kind"] == kind))
                self.assertEqual(ids["lessons"], sorted(parts(records, "pir", "lessons")))
                self.assertEqual(ids["causes"], sorted(parts(records, "rca", "causes")))
                for row in rows["actions"]:
                    git = ["git", "-C", self.folder, "log", "-1", "--format=%H", "--", row["path"]]
                    last = subprocess.run(git, check=True, capture_output=True, text=True, env=environment()).stdout.strip()
                    self.assertEqual(row["commit"], last, row["id"])

    def test_controls_that_failed_and_people_who_stand_twice(self):
        for name in self.each_register():
            records = self.records()
            with self.subTest(of=name):
                document = json.loads(self.run_program("list", "controls", "--format", "json"))
                said = {(row["id"], by["by"], by["outcome"]) for row in document["controls"] for by in row["failed"]}
                wanted = {(control(item["control"]), i, item["outcome"]) for i, item in evaluated(records) if item.get("outcome") in FAILED}
                self.assertEqual({row for row in said if row[2] != "cause"}, wanted)
                document = json.loads(self.run_program("roles", "--period", "2000-01-01..2100-01-01", "--format", "json"))
                pairs = [pair for subject in document["subjects"] for pair in subject["pairs"] if pair["rule"] == "ACT008"]
                same = {pair["records"][0] for pair in pairs if pair["answer"] == "same-person"}
                self.assertEqual(same, {i for i, record in records.items() if verified_by_owner(record, records)})


def cell(value):
    text = "; ".join(value) if isinstance(value, list) else value or ""
    if re.fullmatch(r"-[0-9]+([.][0-9]+)?", text):
        return text  # A number below zero is no formula.
    return "'" + text if text.lstrip()[:1] in tuple("=+-@") or text[:1] in ("\t", "\r") else text


def parts(records, kind, name):
    for i, record in records.items():
        holder = record if record["kind"] == kind else (record.get("learning") or {}) if record["kind"] == "incident" else {}
        for at, item in enumerate(as_list(holder.get(name)), 1):
            yield f"{i}#{item.get('id') or f'({at})'}"


def evaluated(records):
    for i, record in records.items():
        if record.get("status") in ("rejected", "cancelled", "withdrawn") or record.get("disposed"):
            continue
        holder = record if record["kind"] == "pir" else (record.get("learning") or {}) if record["kind"] == "incident" else {}
        for item in as_list(holder.get("control_evaluation")):
            yield i, item


def control(text):
    text = text.strip().upper()
    return text if text.startswith("A.") else "A." + text


def verified_by_owner(record, records):
    verified = record["kind"] == "action" and record["status"] in ("verified", "closed")
    by = (record.get("verification") or {}).get("by")
    dated = any(i in records and records[i]["status"] != "rejected" for i in as_list(record.get("incidents")))
    return verified and dated and by is not None and by.lower() == (record.get("owner") or "").lower()


if __name__ == "__main__":
    unittest.main()
