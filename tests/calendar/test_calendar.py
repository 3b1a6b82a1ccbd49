"""`pirctl due --format ics` against the parser of the package icalendar, on titles that try to break it."""

import datetime
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from icalendar import Calendar

PIRCTL = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "debug" / "pirctl"
TODAY = "2026-05-20"

TITLES = [
    "Plain",
    "Commas, semicolons; colons: and \\backslashes\\n",
    "Umlauts äöüß, 漢字, 𝄞 " * 12,
    "Break\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "Line\nfeed and \rreturn and \u0085 and \u2028",
    "x" * 74 + "é" * 75,
    "\u202egnirts desrever",
    '"quoted" ; VALUE=DATE:20990101',
    " leading and trailing ",
    "BEGIN:VALARM",
]


def run(folder, *arguments):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    command = [PIRCTL, "-C", folder, "--today", TODAY, *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout


def register(folder, titles):
    (folder / "actions").mkdir()
    for nth, title in enumerate(titles, 1):
        name = f"ACT-2026-{nth:04}"
        text = (
            f"---\nid: {name}\nkind: action\ntitle: {json.dumps(title)}\nstatus: open\n"
            f"owner: s.lind\ndue: 2026-06-{nth:02}\n---\n"
        )
        (folder / "actions" / f"{name}.md").write_text(text, encoding="utf-8")


def unfolded(raw):
    return raw.replace(b"\r\n ", b"")


class Calendars(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def events(self, raw):
        calendars = Calendar.from_ical(raw, multiple=True)
        self.assertEqual(len(calendars), 1)
        calendar = calendars[0]
        self.assertEqual((calendar["VERSION"], calendar["CALSCALE"]), ("2.0", "GREGORIAN"))
        self.assertFalse(calendar.errors)
        events = calendar.walk("VEVENT")
        self.assertEqual(len(events), len(calendar.subcomponents))
        for event in events:
            self.assertFalse(event.errors)
            self.assertFalse(event.subcomponents)
        uids = [str(event["UID"]) for event in events]
        self.assertEqual(len(uids), len(set(uids)))
        return events

    def test_hostile_titles_stay_titles(self):
        register(self.folder, TITLES)
        raw = run(self.folder, "due", "--format", "ics")
        self.assertTrue(all(len(line) <= 75 for line in raw.split(b"\r\n")))
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
        raw.decode("utf-8")
        events = self.events(raw)
        self.assertEqual(len(events), len(TITLES))
        for nth, event in enumerate(events, 1):
            self.assertEqual(event["DTSTART"].dt, datetime.date(2026, 6, nth))
            self.assertEqual(event["DTSTAMP"].dt.isoformat(), f"{TODAY}T00:00:00+00:00")
            summary = str(event["SUMMARY"])
            self.assertTrue(summary.startswith(f"ACT-2026-{nth:04}: finish the action ("), summary)
        # What needs no care comes back to the letter.
        for nth in (1, 2, 3, 6, 8, 10):
            self.assertIn(f"({TITLES[nth - 1].strip()})", str(events[nth - 1]["SUMMARY"]).replace(" )", ")"))

    def test_times_are_instants_in_utc_and_days_are_days(self):
        (self.folder / "pirctl.yaml").write_text("schema: 1\ntimezone: Europe/Berlin\n", encoding="utf-8")
        (self.folder / "incidents").mkdir()
        text = (
            "---\nid: INC-2026-0001\nkind: incident\ntitle: T\nstatus: responding\nowner: s.lind\n"
            "regimes: [gdpr, nis2]\naware_at: 2026-03-27T10:00:00\n"
            "notifications: [{regime: nis2, stage: notification, submitted_at: 2026-01-31T12:00:00Z}]\n---\n"
        )
        (self.folder / "incidents" / "INC-2026-0001.md").write_text(text, encoding="utf-8")
        starts = {str(e["SUMMARY"]): e["DTSTART"].dt for e in self.events(run(self.folder, "due", "--format", "ics"))}
        find = lambda part: next(start for summary, start in starts.items() if part in summary)
        # 72 hours over the night in which the clocks go forward; a month from 31 January.
        self.assertEqual(find("supervisory").isoformat(), "2026-03-30T09:00:00+00:00")
        self.assertEqual(find("final report"), datetime.date(2026, 2, 28))

    def test_the_sample_register_gives_one_event_for_each_thing_with_a_day(self):
        folder = self.folder / "demo"
        run(self.folder, "demo", str(folder))
        events = self.events(run(folder, "due", "--format", "ics"))
        entries = json.loads(run(folder, "due", "--format", "json"))["entries"]
        dated = [entry for entry in entries if entry["due"]]
        self.assertEqual(len(events), len(dated))
        for event, entry in zip(events, dated):
            start = event["DTSTART"].dt
            if entry["due_at"]:
                self.assertEqual(start.isoformat().replace("+00:00", "Z"), entry["due_at"])
            else:
                self.assertEqual(start.isoformat(), entry["due"])
        self.assertEqual(run(folder, "due", "--format", "ics"), run(folder, "due", "--format", "ics"))


if __name__ == "__main__":
    unittest.main()
