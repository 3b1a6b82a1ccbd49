"""What `pirctl trends` says, worked out a second time from the files, by comparing each incident with each."""

import datetime
import fractions
import re

import oracle
from oracle import as_list, dig, rounded, share, word

DIMENSIONS = (
    "attack-action", "vector", "asset-group", "cause-category", "severity",
    "detection-source", "reporting-channel", "rca-method", "unit", "failed-control",
)


class Trends(oracle.Figures):
    def __init__(self, register, first, before):
        self.at, self.first, self.before = register, first, before
        self.begins = register.begins()
        self.last = register.quarter_of(min(before - datetime.timedelta(days=1), register.today))
        self.shown = range(min(register.quarter_of(first), self.last - 3), self.last + 1)
        self.counted = [it for it in register.of("incident") if self.is_counted(it) and self.happened(it)]
        self.quarter = {it["id"]: register.quarter_of(self.happened(it)) for it in register.of("incident") if self.happened(it)}

    def document(self):
        everything = self.cells(self.counted, None)
        return {
            "register_begins": self.begins and str(self.begins),
            "quarters": [self.named_quarter(quarter) for quarter in self.shown],
            "all": everything,
            "dimensions": {name: self.dimension(name) for name in DIMENSIONS},
            "apart": self.apart(),
            "patterns": self.patterns(),
            "excluded": self.left_out(),
        }

    def standing(self, quarter):
        end = self.at.quarter_begins(quarter + 1)
        if self.begins is None or end <= self.begins:
            return "before-the-register"
        return "so-far" if end > self.at.today else "whole"

    def named_quarter(self, quarter):
        begin, end = self.at.quarter_begins(quarter), self.at.quarter_begins(quarter + 1)
        return {"quarter": word(quarter), "from": str(begin), "before": str(end), "standing": self.standing(quarter)}

    def count(self, these, quarter):
        return None if self.standing(quarter) == "before-the-register" else sum(self.quarter[it["id"]] == quarter for it in these)

    def year(self, these, quarter):
        four = [self.count(these, quarter - back) for back in range(4)]
        return None if None in four else sum(four)

    def compared(self, now, before, quarter):
        return None if self.standing(quarter) == "so-far" or None in (now, before) else now - before

    def cells(self, these, of):
        found = []
        for quarter in self.shown:
            records = sorted(it["id"] for it in these if self.quarter[it["id"]] == quarter)
            count, year = self.count(these, quarter), self.year(these, quarter)
            whole = [it["id"] for it in of or [] if self.quarter[it["id"]] == quarter]
            found.append({
                "incidents": len(records) if records else count,
                "share": share(records, whole)["share"] if of is not None and len(records) >= 5 else None,
                "to_last_quarter": self.compared(count, self.count(these, quarter - 1), quarter),
                "to_year_before": self.compared(count, self.count(these, quarter - 4), quarter),
                "twelve_months": year,
                "twelve_months_to_year_before": self.compared(year, self.year(these, quarter - 4), quarter),
                "records": records,
            })
        return found

    def values(self, name, incident):
        varieties, groups, categories, controls = self.key_parts(incident)
        found = {
            "attack-action": as_list(dig(incident, "attack", "actions")),
            "vector": as_list(dig(incident, "attack", "vector")),
            "asset-group": groups,
            "cause-category": categories,
            "rca-method": [it["method"] for it in self.at.naming("rca", incident["id"]) if it.get("method")],
            "failed-control": {f"A.{control}" if control[0].isdigit() else control for control in controls},
        }.get(name, as_list(incident.get(name.replace("-", "_"))))
        return {value.strip().lower() for value in found} - {"", "unknown"}

    def dimension(self, name):
        stated = {it["id"]: self.values(name, it) for it in self.counted}
        series = {}
        for value in set().union(*stated.values()):
            cells = self.cells([it for it in self.counted if value in stated[it["id"]]], self.counted)
            if any(cell["records"] or cell["to_last_quarter"] or cell["to_year_before"] for cell in cells):
                series[value] = cells
        return {"values": series, "not_stated": self.cells([it for it in self.counted if not stated[it["id"]]], None)}

    def apart(self):
        others = [it for it in self.at.of("incident") if self.happened(it) and it["status"] != "rejected" and self.is_open_book(it)]
        origins = {it.get("origin", "incident") for it in others} - {"incident"}
        series = {origin: self.cells([it for it in others if it.get("origin") == origin], None) for origin in origins}
        seen = lambda cell: cell["records"] or cell["to_last_quarter"] or cell["to_year_before"]
        return {origin: cells for origin, cells in series.items() if any(map(seen, cells))}

    def left_out(self):
        there = [it for it in self.at.of("incident") if self.quarter.get(it["id"]) in (None, *self.shown)]
        return sorted(it["id"] for it in there if it not in self.counted)

    # patterns

    def patterns(self):
        inside = [it for it in self.counted if self.quarter[it["id"]] in self.shown]
        earlier = {it["id"]: self.earlier(it) for it in self.counted}
        again = {name for name, found in earlier.items() if found}
        often = lambda of: self.often(inside, of, again)
        caused = self.caused(inside)
        return {
            "recurring": {it["id"]: earlier[it["id"]] for it in inside if earlier[it["id"]]},
            "minor_with_major": [row for row in map(self.row, caused) if row["major"] and row["minor"]],
            "failed_controls": often(lambda it: self.values("failed-control", it)),
            "units": often(lambda it: self.values("unit", it)),
            "suppliers": often(lambda it: {name.lower() for name in as_list(it.get("third_parties"))}),
            "within_six_months": [self.row((cause, run)) for cause, members in caused for run in self.runs(members)],
        }

    def earlier(self, later):
        """The nearest days before on which an incident that it repeats happened, and which these are."""
        mine, day, near = self.key_parts(later), self.happened(later), {}
        for other in self.counted:
            days = (day - self.happened(other)).days
            theirs = self.key_parts(other)
            shared = mine[0] & theirs[0] and mine[1] & theirs[1] and (mine[2] & theirs[2] or mine[3] & theirs[3])
            if 1 <= days <= 365 and (shared or other["id"] in as_list(later.get("similar_to"))):
                near.setdefault(days, set()).add(other["id"])
        return (min(near), near[min(near)]) if near else None

    def often(self, inside, of, again):
        found = {}
        for incident in inside:
            for name in of(incident):
                found.setdefault(name, []).append(incident["id"])
        return {
            name: (sorted(names), sorted(set(names) & again))
            for name, names in found.items() if len(names) > 1
        }

    def root_causes(self, incident):
        causes = list(as_list(dig(incident, "learning", "causes")))
        for analysis in self.at.naming("rca", incident["id"]):
            causes += as_list(analysis.get("causes"))
        found = {f"control A.{control}" if control[0].isdigit() else f"control {control}" for control in self.key_parts(incident)[3]}
        for cause in causes:
            name = (cause.get("process_or_control") or "").strip()
            if re.fullmatch(r"([Aa]\.)?\d{1,2}\.\d{1,2}", name):
                found.add("control A." + re.sub(r"^[Aa]\.", "", name))
            elif name:
                found.add(f"control {name}" if name.startswith("CTL-") else name.lower())
            if cause.get("code"):
                found.add(f"code {cause['code']}")
        return found

    def caused(self, inside):
        of = {}
        for incident in sorted(inside, key=lambda it: (self.happened(it), it["id"])):
            for cause in self.root_causes(incident):
                of.setdefault(cause, []).append(incident)
        return [(cause, members) for cause, members in of.items() if len(members) > 1]

    def runs(self, members):
        runs = [[members[0]]]
        for before, after in zip(members, members[1:]):
            if self.happened(after) <= oracle.months_after(self.happened(before), 6):
                runs[-1].append(after)
            else:
                runs.append([after])
        return [run for run in runs if len(run) > 1]

    def row(self, caused):
        cause, members = caused
        is_major = lambda it: it.get("severity") in ("high", "critical")
        return {
            "cause": cause,
            "major": [it["id"] for it in members if is_major(it)],
            "minor": [it["id"] for it in members if not is_major(it)],
            "first": str(self.happened(members[0])),
            "last": str(self.happened(members[-1])),
            "dora": any("dora" in as_list(it.get("regimes")) for it in members),
        }
