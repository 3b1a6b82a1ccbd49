"""`pirctl trends` and the oracle say the same, to the last digit."""

import datetime
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import corpus
import oracle
import trend_oracle
from test_metrics import PROGRAM, environment


class Trends(unittest.TestCase):
    maxDiff = None

    def compare(self, folder, today, first, before):
        command = [PROGRAM, "-C", folder, "--today", str(today), "--no-cache", "trends", "--period", f"{first}..{before}", "--format", "json"]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment())
        self.assertEqual(ran.returncode, 0, ran.stderr)
        said = json.loads(ran.stdout)
        register = oracle.Register(folder, PROGRAM, today, environment())
        expected = trend_oracle.Trends(register, datetime.date.fromisoformat(first), datetime.date.fromisoformat(before)).document()
        patterns, recurring = self.patterns(said["patterns"]), expected["patterns"].pop("recurring")
        pairs = {pair["later"]: pair for pair in said["patterns"]["recurring"]}
        self.assertEqual(set(pairs), set(recurring))
        for later, (days, earlier) in recurring.items():
            self.assertEqual(pairs[later]["days"], days)
            self.assertIn(pairs[later]["earlier"], earlier)
        series = lambda rows: {row["value"].strip().lower(): row["quarters"] for row in rows}
        told = {
            "register_begins": said["register_begins"],
            "quarters": said["quarters"],
            "all": said["all"]["quarters"],
            "dimensions": {row["name"]: {"values": series(row["values"]), "not_stated": row["not_stated"]} for row in said["dimensions"]},
            "apart": series(said["apart"]),
            "patterns": patterns,
            "excluded": [row["id"] for row in said["excluded"]],
        }
        for name in ("minor_with_major", "within_six_months"):
            expected["patterns"][name].sort(key=lambda row: (row["cause"], row["first"]))
        self.assertEqual(told, expected)
        return said

    def patterns(self, said):
        often = lambda rows: {row["name"].lower(): (row["incidents"], row["recurring"]) for row in rows}
        shared = lambda rows: sorted(rows, key=lambda row: (row["cause"], row["first"]))
        return {
            "minor_with_major": shared(said["minor_with_major"]),
            "failed_controls": often(said["failed_controls"]),
            "units": often(said["units"]),
            "suppliers": often(said["suppliers"]),
            "within_six_months": shared(said["within_six_months"]),
        }

    def test_the_sample_register(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place) / "demo"
            subprocess.run([PROGRAM, "demo", folder], check=True, capture_output=True, env=environment())
            for first, before in (("2026-01-01", "2026-04-01"), ("2025-06-01", "2026-05-21"), ("2024-01-01", "2027-01-01")):
                with self.subTest(first=first):
                    self.compare(folder, datetime.date(2026, 5, 20), first, before)

    def test_generated_registers(self):
        shares = 0
        for seed in range(int(os.environ.get("SEEDS", "20"))):
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as place:
                today = corpus.write(pathlib.Path(place), seed, environment(), commits=False)
                said = self.compare(pathlib.Path(place), today, "2024-01-01", "2025-01-01")
                self.compare(pathlib.Path(place), today, "2022-02-03", "2025-06-01")
                self.assertTrue(said["patterns"]["within_six_months"])
                shares += sum(bool(cell["share"]) for row in said["dimensions"] for it in row["values"] for cell in it["quarters"])
        self.assertGreater(shares, 0)


if __name__ == "__main__":
    unittest.main()
