"""The figures of `pirctl metrics`, worked out a second time from the files and from git.

Reads the front matter itself. Two things are taken from the program: the verdict of each stage of a chain, from
`pirctl trace --format json`, and whether git bears out what an action says it changed, from `pirctl show --format json`;
what makes these so is tested elsewhere.
"""

import datetime
import fractions
import json
import math
import pathlib
import re
import subprocess
import zoneinfo

import yaml

UTC = datetime.timezone.utc


class Plain(yaml.SafeLoader):
    """YAML in which every scalar stays as written."""


Plain.yaml_implicit_resolvers = {}


def front(text):
    if not text.startswith("---\n"):
        return None
    try:
        record = yaml.load(text.split("---\n", 2)[1], Plain)
    except yaml.YAMLError:
        return None
    return record if isinstance(record, dict) else None


class Register:
    def __init__(self, folder, program, today, environment=None):
        self.folder, self.program, self.today, self.environment = pathlib.Path(folder), program, today, environment
        config = yaml.load((self.folder / "pirctl.yaml").read_text(), Plain) or {}
        self.zone = zoneinfo.ZoneInfo(config.get("timezone", "UTC"))
        self.start = tuple(map(int, config.get("fiscal_year_start", "01-01").split("-")))
        assets = self.folder / "assets.yaml"
        self.assets = (yaml.load(assets.read_text(), Plain) if assets.exists() else None) or {}
        self.records, self.paths = {}, {}
        for path in sorted(self.folder.rglob("*.md")):
            record = front(path.read_text())
            if record and "kind" in record:
                self.records[record["id"]] = record
                self.paths[record["id"]] = str(path.relative_to(self.folder))
        self.versions = {}
        self.now = datetime.datetime.combine(today + datetime.timedelta(days=1), datetime.time(), self.zone).astimezone(UTC)
        self.now -= datetime.timedelta(seconds=1)
        policy = self.records.get(config.get("incident_policy"), {})
        self.deadline = hours((policy.get("defines") or {}).get("pir_deadline", "PT72H"))

    def of(self, kind):
        return [record for record in self.records.values() if record["kind"] == kind]

    def naming(self, kind, incident):
        return [record for record in self.of(kind) if incident in as_list(record.get("incidents"))]

    # stamps: a day, or an instant

    def stamp(self, text):
        if text is None or isinstance(text, (datetime.date, datetime.datetime)):
            return text
        if len(text) == 10:
            return datetime.date.fromisoformat(text)
        at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(UTC)

    def day(self, stamp):
        return stamp.astimezone(self.zone).date() if isinstance(stamp, datetime.datetime) else stamp

    def begin(self, stamp):
        if isinstance(stamp, datetime.datetime):
            return stamp
        return datetime.datetime.combine(stamp, datetime.time(), self.zone).astimezone(UTC)

    def end(self, stamp):
        return stamp if isinstance(stamp, datetime.datetime) else self.begin(stamp + datetime.timedelta(days=1))

    def seconds(self, start, end):
        if isinstance(start, datetime.datetime) and isinstance(end, datetime.datetime):
            return int((end - start).total_seconds()), "time"
        return (self.day(end) - self.day(start)).days * 86400, "day"

    # what git shows

    def told(self, name):
        """The versions of a record, newest first: (time of the commit, front matter)."""
        if name not in self.versions:
            log = self.git("log", "--format=%H %cI", "--", self.paths[name]).split()
            pairs = zip(log[::2], log[1::2])
            told = [(at, self.git("show", f"{commit}:{self.paths[name]}")) for commit, at in pairs]
            self.versions[name] = [(self.stamp(at), front(text)) for at, text in told]
        return self.versions[name]

    def git(self, *arguments):
        command = ["git", "-C", self.folder, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=self.environment).stdout

    def recorded(self, name, *path):
        """The time of the commit since which a value is as it is now."""
        value = lambda record: self.stamp(dig(record, *path))
        now, since = value(self.records[name]), None
        for at, record in self.told(name):
            if record is None or value(record) != now:
                break
            since = at
        return since

    def chain(self, incident):
        return self.told_by("trace", incident)

    def told_by(self, *arguments):
        command = [self.program, "-C", self.folder, "--today", str(self.today), "--no-cache", *arguments, "--format", "json"]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, env=self.environment)
        return json.loads(ran.stdout)

    # quarters of the organisation's year

    def quarter_of(self, day):
        month, first = self.start
        year = day.year if (day.month, day.day) >= (month, first) else day.year - 1
        months = (day.year - year) * 12 + day.month - month - (1 if day.day < first else 0)
        return year * 4 + months // 3

    def quarter_begins(self, ordinal):
        month, first = self.start
        year, quarter = divmod(ordinal, 4)
        year, month = divmod(year * 12 + month - 1 + quarter * 3, 12)
        return datetime.date(year, month + 1, first)

    def begins(self):
        """The day from which on the register was kept; none while it is empty."""
        days = []
        for incident in self.of("incident"):
            stated = [incident[field] for field in ("reported_at", "detected_at", "occurred_at") if incident.get(field)]
            days += [self.day(self.stamp(stated[0]))] if stated else []
        days += [self.quarter_begins(ordinal(it["period"])) for it in self.of("period-statement") if it["status"] == "declared"]
        return min(days, default=None)


def dig(record, *path):
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def hours(duration):
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(\d+)H)?", duration)
    return datetime.timedelta(days=int(found[1] or 0), hours=int(found[2] or 0))


def ordinal(period):
    year, quarter = period.split("-Q")
    return int(year) * 4 + int(quarter) - 1


def word(quarter):
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


def rounded(value):
    return None if value is None else math.floor(value * 100 + fractions.Fraction(1, 2)) / 100


def spread(seconds, unit):
    ordered, n = sorted(fractions.Fraction(value, unit) for value in seconds), len(seconds)
    if not n:
        return {"median": None, "mean": None, "p90": None}
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return {"median": rounded(middle), "mean": rounded(sum(ordered) / n), "p90": rounded(ordered[math.ceil(fractions.Fraction(9 * n, 10)) - 1])}


def share(yes, asked):
    return {"share": rounded(fractions.Fraction(100 * len(yes), len(asked)))} if asked else {"share": None}


class Figures:
    """Every figure as `{(name, part, timing): {values, numerator, denominator, excluded}}`."""

    def __init__(self, register, first, before):
        self.at, self.first, self.before, self.found = register, first, before, {}
        self.completion()
        for timing in ("claimed", "recorded"):
            self.reviews(timing)
            self.implementation(timing)
        self.actions()
        self.times()
        self.lessons()
        self.training()
        self.followups()
        self.recurrence()
        self.events()
        self.volumes()

    def put(self, name, values, denominator, excluded, numerator=None, part=None, timing=None):
        self.found[name, part, timing] = {
            "values": values,
            "denominator": sorted(denominator),
            "numerator": None if numerator is None else sorted(numerator),
            "excluded": sorted(excluded),
        }

    def within(self, day):
        return self.first <= day < self.before

    @staticmethod
    def is_open_book(record):
        return "privilege" not in record

    def is_counted(self, incident):
        return (
            self.is_open_book(incident)
            and incident["status"] != "rejected"
            and "disposed" not in incident
            and incident.get("origin", "incident") == "incident"
            and incident.get("certainty", "suspected") in ("confirmed", "suspected")
        )

    def happened(self, incident):
        for field in ("occurred_at", "detected_at", "reported_at"):
            if incident.get(field):
                return self.at.day(self.at.stamp(incident[field]))
        return None

    def closed(self):
        """Counted incidents closed in the window, and the others that were."""
        closed = [
            incident
            for incident in self.at.of("incident")
            if incident["status"] == "closed" and incident.get("closed_at") and self.within(self.at.day(self.at.stamp(incident["closed_at"])))
        ]
        return [it for it in closed if self.is_counted(it)], [it["id"] for it in closed if not self.is_counted(it)]

    def completion(self):
        closed, others = self.closed()
        chains = {incident["id"]: self.at.chain(incident["id"]) for incident in closed}
        complete, asked, out = [], [], list(others)
        for name, chain in chains.items():
            verdicts = {stage["verdict"] for stage in chain["stages"]}
            if chain["learning_complete"] or verdicts & {"missing", "partly"}:
                asked.append(name)
                complete += [name] if chain["learning_complete"] else []
            else:
                out.append(name)
        self.put("pir-completion", share(complete, asked), asked, out, complete)
        for stage, word in (("review", "review"), ("cause", "cause"), ("actions", "actions")):
            yes, asked, out = [], [], list(others)
            for name, chain in chains.items():
                standing = next(it for it in chain["stages"] if it["stage"] == stage)
                waived = standing["verdict"] == "not-required" and "waived" in standing["reason"].split(" ")[0]
                if standing["verdict"] in ("met", "partly", "missing") or waived:
                    asked.append(name)
                    yes += [name] if standing["verdict"] == "met" else []
                else:
                    out.append(name)
            self.put(f"pir-completion-{word}", share(yes, asked), asked, out, yes)

    def pick(self, timing, record, *path):
        if timing == "claimed":
            return self.at.stamp(dig(record, *path))
        return self.at.recorded(record["id"], *path)

    def held(self, incident):
        held = []
        for review in self.at.naming("pir", incident["id"]):
            if review["status"] in ("held", "drafted", "approved") and review.get("held_at"):
                held.append((self.at.begin(self.at.stamp(review["held_at"])), review["id"], review, ("held_at",)))
        reviewed = dig(incident, "learning", "reviewed_at")
        if reviewed and incident.get("review_tier") != "full":
            held.append((self.at.begin(self.at.stamp(reviewed)), incident["id"], incident, ("learning", "reviewed_at")))
        return min(held, key=lambda it: it[:2])[2:] if held else None

    def reviews(self, timing):
        closed, others = self.closed()
        times, in_time, asked, no_time, not_asked = {}, [], [], list(others), list(others)
        for incident in closed:
            name, start = incident["id"], self.pick(timing, incident, "closed_at")
            held = self.held(incident)
            if held and start:
                end = self.pick(timing, held[0], *held[1])
                times[name] = max(0, self.at.seconds(start, end)[0])
                asked.append(name)
                in_time += [name] if self.at.begin(end) <= self.at.end(start) + self.at.deadline else []
                continue
            no_time.append(name)
            waived = any(review["status"] == "waived" for review in self.at.naming("pir", name))
            if start and not waived and self.at.now > self.at.end(start) + self.at.deadline:
                asked.append(name)
            else:
                not_asked.append(name)
        self.put("closure-to-review", spread(times.values(), 3600), times, no_time, timing=timing)
        self.put("review-in-time", share(in_time, asked), asked, not_asked, in_time, timing=timing)

    def implementation(self, timing):
        closed, others = self.closed()
        each, last, out, no_last = [], {}, list(others), list(others)
        for incident in closed:
            start, own, unknown = self.pick(timing, incident, "closed_at"), [], False
            for action in self.owed(incident["id"]):
                made = action["status"] in ("implemented", "verified", "closed") and action.get("implemented_at")
                end = self.pick(timing, action, "implemented_at") if made else None
                if start and end:
                    own.append((action["id"], max(0, self.at.seconds(start, end)[0])))
                else:
                    unknown = True
                    out.append(action["id"])
            each += own
            if own and not unknown:
                last[incident["id"]] = max(seconds for _, seconds in own)
            else:
                no_last.append(incident["id"])
        self.put("closure-to-implementation", spread([it for _, it in each], 86400), [name for name, _ in each], out, timing=timing)
        self.put("closure-to-last-change", spread(last.values(), 86400), last, no_last, timing=timing)

    def owed(self, incident):
        return [it for it in self.at.naming("action", incident) if it["status"] not in ("rejected", "proposed") and "disposed" not in it]

    def actions(self):
        late, slipping, asked, out = [], [], [], []
        ages, ageless = {}, []
        for action in self.at.of("action"):
            name = action["id"]
            if action["status"] in ("open", "in-progress", "blocked"):
                if not action.get("due") or not self.is_open_book(action):
                    out.append(name)
                    continue
                due = self.at.stamp(action["due"])
                first = [self.at.stamp(it["due"]) for _, it in self.at.told(name) if it and it.get("due")][-1]
                asked.append(name)
                late += [name] if due < self.at.today else []
                slipping += [name] if due > first else []
            elif action["status"] == "implemented":
                age = (self.at.today - self.at.day(self.at.stamp(action["implemented_at"]))).days if action.get("implemented_at") else -1
                if age < 0 or not self.is_open_book(action):
                    ageless.append(name)
                else:
                    ages[name] = age
        self.put("overdue-actions", share(late, asked), asked, out, late)
        self.put("slipping-actions", share(slipping, asked), asked, out, slipping)
        values = spread([age * 86400 for age in ages.values()], 86400)
        values |= {"oldest": float(max(ages.values())) if ages else None, "count": float(len(ages))}
        self.put("awaiting-verification", values, ages, ageless)

    def happened_in(self):
        there = [it for it in self.at.of("incident") if self.happened(it) is None or self.within(self.happened(it))]
        counted = [it for it in there if self.is_counted(it) and self.happened(it) is not None]
        return counted, [it["id"] for it in there if it not in counted]

    def times(self):
        counted, others = self.happened_in()
        for name, start, end in (
            ("time-to-detect", "occurred_at", "detected_at"),
            ("time-to-contain", "detected_at", "contained_at"),
            ("time-to-resolve", "detected_at", "resolved_at"),
        ):
            times, out = {}, list(others)
            for incident in counted:
                seconds = -1
                if incident.get(start) and incident.get(end):
                    seconds = self.at.seconds(self.at.stamp(incident[start]), self.at.stamp(incident[end]))[0]
                if seconds < 0:
                    out.append(incident["id"])
                else:
                    times[incident["id"]] = seconds
            self.put(name, spread(times.values(), 3600), times, out)

    # recurrence

    def key_parts(self, incident):
        says = lambda word: isinstance(word, str) and word.strip() and word.lower() != "unknown"
        varieties = {word.strip().lower() for word in as_list(dig(incident, "attack", "varieties")) if says(word)}
        groups = {self.group(asset) for asset in as_list(incident.get("assets"))} - {None, "unknown"}
        learning = incident.get("learning") or {}
        causes, controls = list(as_list(learning.get("causes"))), list(as_list(learning.get("control_evaluation")))
        for analysis in self.at.naming("rca", incident["id"]):
            is_told = analysis["status"] != "rejected" and self.is_open_book(analysis)
            causes += as_list(analysis.get("causes")) if is_told else []
        for review in self.at.naming("pir", incident["id"]):
            controls += as_list(review.get("control_evaluation")) if self.is_open_book(review) else []
        categories = {cause["category"] for cause in causes if cause.get("category")}
        failed = ("absent", "not-followed", "bypassed", "failed")
        bad = {re.sub(r"^A\.", "", it["control"]) for it in controls if it.get("outcome") in failed}
        return varieties, groups, categories, bad

    def group(self, asset):
        if isinstance(asset, dict) and asset.get("group"):
            return asset["group"]
        name = asset.get("name") if isinstance(asset, dict) else asset
        for known, entry in self.at.assets.items():
            if name == known or name in as_list((entry or {}).get("aliases")):
                return (entry or {}).get("group")
        return None

    def recurrence(self):
        all_ = {it["id"]: it for it in self.at.of("incident") if self.is_counted(it) and self.happened(it)}
        parts = {name: self.key_parts(it) for name, it in all_.items()}
        day = {name: self.happened(it) for name, it in all_.items()}
        has_key = lambda name: bool(parts[name][0] and parts[name][1] and (parts[name][2] or parts[name][3]))
        alike = lambda a, b: (
            parts[a][0] & parts[b][0] and parts[a][1] & parts[b][1] and (parts[a][2] & parts[b][2] or parts[a][3] & parts[b][3])
        )
        earlier = {}
        for later in all_:
            near = [
                ((day[later] - day[name]).days, name)
                for name in all_
                if 1 <= (day[later] - day[name]).days <= 365 and (alike(later, name) or name in as_list(all_[later].get("similar_to")))
            ]
            if near:
                nearest = min(near)[0]
                earlier[later] = {name for days, name in near if days == nearest}
        inside = [name for name in all_ if self.within(day[name])]
        asked = [name for name in inside if name in earlier or has_key(name)]
        again = [name for name in inside if name in earlier]
        out = self.happened_in()[1] + [name for name in inside if name not in asked]
        self.put("recurrence", share(again, asked), asked, out, again)
        fixed = [name for name in again if any(self.is_fixed(it, day[name]) for it in earlier[name])]
        self.put("recurrence-after-fix", share(fixed, again), again, [], fixed)
        self.declining(all_, parts, day, earlier, has_key)

    def is_fixed(self, incident, day):
        owed = self.owed(incident)
        at = lambda action: dig(action, "verification", "at")
        done = lambda action: action["status"] in ("verified", "closed") and at(action) and self.at.day(self.at.stamp(at(action))) < day
        return bool(owed) and all(done(action) for action in owed)

    def declining(self, all_, parts, day, earlier, has_key):
        last = self.at.quarter_of(min(self.before - datetime.timedelta(days=1), self.at.today))
        four = range(last - 3, last + 1)
        quarter = {name: self.at.quarter_of(day[name]) for name in all_}
        names = {category for name in all_ if quarter[name] in four for category in parts[name][2]}
        for category in names:
            for wanted in four:
                there = [name for name in all_ if quarter[name] == wanted and category in parts[name][2]]
                asked = [name for name in there if name in earlier or has_key(name)]
                again = [name for name in asked if name in earlier]
                values = share(again, asked) if len(asked) >= 5 else {"share": None}
                out = [name for name in there if name not in asked]
                self.put("declining-recurrence", values, asked, out, again, part=f"{category} {word(wanted)}")

    # lessons, training, follow-ups

    def lessons(self):
        answers, out = {}, []
        for holder in self.at.of("pir") + self.at.of("incident"):
            inline = holder["kind"] == "incident"
            lessons = as_list(dig(holder, "learning", "lessons") if inline else holder.get("lessons"))
            was_held = inline or holder["status"] in ("held", "drafted", "approved")
            held = self.at.stamp(dig(holder, "learning", "reviewed_at") if inline else holder.get("held_at")) if was_held else None
            if not lessons or holder["status"] == "rejected" or (held and not self.within(self.at.day(held))):
                continue
            incidents = [holder] if inline else [self.at.records[name] for name in holder["incidents"]]
            if held is None or not self.is_open_book(holder) or not any(self.is_counted(it) for it in incidents):
                out.append((None, holder["id"]))
                continue
            for lesson in lessons:
                category = lesson.get("category", "category not stated")
                if lesson.get("id"):
                    answers[f"{holder['id']}#{lesson['id']}"] = category
                else:
                    out.append((category, holder["id"]))
        made = {name for name in answers if self.is_changed(name)}
        parts = {None} | set(answers.values()) | {category for category, _ in out}
        for part in parts:
            asked = [name for name, category in answers.items() if part in (None, category)]
            left = [name for category, name in out if part in (None, category)]
            yes = [name for name in asked if name in made]
            self.put("lessons-to-change", share(yes, asked), asked, left, yes, part=part)

    def is_changed(self, lesson):
        return any(
            action["status"] == "closed" and as_list(action.get("changes")) and self.all_shown(action)
            for action in self.at.of("action")
            if lesson in as_list(action.get("addresses"))
        )

    def all_shown(self, action):
        claims = self.at.told_by("show", action["id"])["claims"]
        return all(claim["strength"] == "corroborated" for claim in claims if claim["field"] == "changes")

    def training(self):
        came, audience, asked, out = 0, 0, [], []
        for training in self.at.of("training"):
            held = self.at.stamp(training.get("held_at"))
            if training["status"] == "cancelled" or (held and not self.within(self.at.day(held))):
                continue
            attended, of = training.get("attended"), dig(training, "audience", "count")
            usable = training["status"] != "planned" and held and attended and of and int(attended) >= 0 and int(of) > 0
            if usable and self.is_open_book(training):
                came, audience = came + int(attended), audience + int(of)
                asked.append(training["id"])
            else:
                out.append(training["id"])
        reached = rounded(fractions.Fraction(100 * came, audience)) if audience else None
        number = lambda n: float(n) if asked else None
        self.put("training-reach", {"share": reached, "attended": number(came), "audience": number(audience)}, asked, out)

    def followups(self):
        unplanned = self.unplanned()
        for timing in ("claimed", "recorded"):
            yes, asked, out = [], [], []
            missing = list(unplanned)
            for audit in self.at.of("effectiveness-audit"):
                due = self.at.stamp(audit.get("due"))
                if audit["status"] == "cancelled" or (due and not self.within(due)):
                    continue
                if due is None:
                    out.append(audit["id"])
                elif audit["status"] == "planned" or not audit.get("performed_at"):
                    missing.append((audit["id"], due))
                else:
                    performed = self.at.day(self.pick(timing, audit, "performed_at"))
                    asked.append(audit["id"])
                    yes += [audit["id"]] if performed <= due else []
            for name, due in missing:
                (asked if due < self.at.today else out).append(name)
            self.put("followups-in-time", share(yes, asked), asked, out, yes, timing=timing)

    def unplanned(self):
        found = []
        for incident in self.at.of("incident"):
            name = incident["id"]
            planned = any(audit["status"] != "cancelled" for audit in self.at.naming("effectiveness-audit", name))
            if planned or incident["status"] != "closed" or not incident.get("closed_at") or not self.is_counted(incident):
                continue
            done = [it for it in self.at.naming("action", name) if it["status"] != "rejected" and it.get("implemented_at")]
            stamps = [incident["closed_at"], *(it["implemented_at"] for it in done)]
            last = max(self.at.begin(self.at.stamp(text)) for text in stamps)
            due = months_after(last, 6).astimezone(self.at.zone).date()
            if self.within(due):
                stage = next(it for it in self.at.chain(name)["stages"] if it["stage"] == "followup")
                found += [(name, due)] if stage["verdict"] != "not-required" else []
        return found

    # events, volumes, costs

    def events(self):
        declared, out = [], []
        for statement in self.at.of("period-statement"):
            quarter = ordinal(statement["period"])
            first, end = self.at.quarter_begins(quarter), self.at.quarter_begins(quarter + 1)
            if first >= self.before or end <= self.first:
                continue
            whole = self.first <= first and end <= self.before
            if whole and statement["status"] == "declared" and self.is_open_book(statement):
                declared.append(statement)
            else:
                out.append(statement["id"])
        for name, field in (("events-assessed", "assessed"), ("events-promoted", "promoted"), ("weaknesses", "weaknesses"), ("near-misses", "near_misses")):
            self.total(name, [(it["id"], it.get(field)) for it in declared], None, out)
        channels = {}
        for statement in declared:
            for event in as_list(statement.get("events")):
                label, counts = channels.setdefault(event["channel"].lower(), (event["channel"], []))
                counts.append((statement["id"], event.get("count")))
        for label, counts in channels.values():
            self.total("events-by-channel", counts, label, out)

    def total(self, name, stated, part, out=(), when_none=None):
        usable = [(record, number(text)) for record, text in stated if number(text) is not None]
        left = [record for record, text in stated if number(text) is None]
        amount = rounded(sum(value for _, value in usable)) if usable else when_none
        self.put(name, {"total": amount}, [record for record, _ in usable], [*out, *left], part=part)

    def volumes(self):
        begins = self.at.begins()
        counted = self.happened_in()[0]
        if begins is None:
            return
        first = min([self.at.quarter_of(max(begins, self.first)), *(self.at.quarter_of(self.happened(it)) for it in counted)])
        last = self.at.quarter_of(min(self.before - datetime.timedelta(days=1), self.at.today))
        quarters = {quarter: [it for it in counted if self.at.quarter_of(self.happened(it)) == quarter] for quarter in range(first, last + 1)}
        actions = lambda it: set(as_list(dig(it, "attack", "actions")))
        for quarter, there in quarters.items():
            ones = lambda these: [(it["id"], "1") for it in these]
            self.total("incidents", ones(there), word(quarter), when_none=0.0)
            for action in {action for it in counted for action in actions(it)}:
                self.total("incidents-by-action", ones(it for it in there if action in actions(it)), f"{action} {word(quarter)}", when_none=0.0)
            silent = [it["id"] for it in there if not actions(it)]
            if silent:
                self.put("incidents-by-action", {"total": None}, [], silent, part=f"not stated {word(quarter)}")
            for name in ("records_affected", "effort_hours", "downtime_hours"):
                self.total(name.replace("_", "-"), [(it["id"], it.get(name)) for it in there], word(quarter))
            for purse in {self.purse(it) for it in counted} - {None}:
                mine = [(it["id"], it["cost"]["amount"]) for it in there if self.purse(it) == purse]
                self.total("cost", mine, f"{purse} {word(quarter)}")
            silent = [it["id"] for it in there if self.purse(it) is None]
            if silent:
                self.put("cost", {"total": None}, [], silent, part=f"not stated {word(quarter)}")

    @staticmethod
    def purse(incident):
        cost = incident.get("cost") or {}
        if number(cost.get("amount")) is None or not cost.get("currency"):
            return None
        basis = {"actual": "", None: " basis not stated"}.get(cost.get("basis"), f" {cost.get('basis')}")
        return cost["currency"].upper() + basis


def number(text):
    """A number as written, exactly; none where there is none, or one below zero."""
    if text is None or not re.fullmatch(r"\+?\d{1,12}(\.\d{1,9})?", text):
        return None
    return fractions.Fraction(text)


def months_after(at, months):
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month + 1)
