"""`pirctl metrics` and the oracle say the same, to the last digit."""

import datetime
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import corpus
import oracle

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", CHECKOUT / "target")) / "debug" / "pirctl"


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}


def run(folder, today, *arguments):
    command = [PROGRAM, "-C", folder, "--today", str(today), "--no-cache", "metrics", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment())


class Metrics(unittest.TestCase):
    maxDiff = None

    def compare(self, folder, today, first, before):
        ran = run(folder, today, "--period", f"{first}..{before}", "--format", "json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        said = {}
        for metric in json.loads(ran.stdout)["metrics"]:
            key = metric["name"], metric["part"], metric["timing"]
            self.assertNotIn(key, said)
            self.assertEqual(metric["n"], len(metric["denominator"]))
            said[key] = {
                "values": metric["values"],
                "denominator": metric["denominator"],
                "numerator": metric["numerator"],
                "excluded": sorted(row["id"] for row in metric["excluded"]),
            }
        register = oracle.Register(folder, PROGRAM, today, environment())
        self.assertEqual(said, oracle.Figures(register, first, before).found)
        return said

    def test_the_sample_register(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place) / "demo"
            subprocess.run([PROGRAM, "demo", folder], check=True, capture_output=True, env=environment())
            today = datetime.date(2026, 5, 20)
            for first, before in (("2026-01-01", "2026-04-01"), ("2025-06-01", "2026-05-21"), ("2026-04-01", "2026-07-01")):
                with self.subTest(first=first):
                    self.compare(folder, today, datetime.date.fromisoformat(first), datetime.date.fromisoformat(before))

    def test_generated_registers(self):
        for seed in range(int(os.environ.get("SEEDS", "6"))):
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as place:
                today = corpus.write(pathlib.Path(place), seed, environment())
                said = self.compare(pathlib.Path(place), today, datetime.date(2024, 1, 1), datetime.date(2025, 1, 1))
                self.assertTrue(said["closure-to-review", None, "recorded"]["denominator"])
                self.assertTrue(said["recurrence", None, None]["denominator"])

    def test_nothing_to_count_is_not_a_hundred_percent(self):
        with tempfile.TemporaryDirectory() as place:
            today = corpus.write(pathlib.Path(place), 0, environment())
            said = self.compare(pathlib.Path(place), today, datetime.date(2001, 1, 1), datetime.date(2001, 1, 2))
            self.assertIsNone(said["recurrence", None, None]["values"]["share"])

    def test_periods_that_cannot_be(self):
        with tempfile.TemporaryDirectory() as place:
            today = corpus.write(pathlib.Path(place), 0, environment())
            for period, says in (
                ("2024-06-01..2024-01-01", "ends before it begins"),
                ("2024-06-01..2024-06-01", "is empty"),
                ("2031-Q1", "begins after"),
                ("2024-Q5", "is no period"),
                ("2024-13-01..2024-14-01", "is no period"),
            ):
                ran = run(place, today, "--period", period)
                self.assertEqual((ran.returncode, ran.stdout), (2, ""), period)
                self.assertIn(says, ran.stderr)


if __name__ == "__main__":
    unittest.main()
