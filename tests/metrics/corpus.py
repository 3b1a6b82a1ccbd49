"""Small registers with a history, from a seed: every sort of date, and everything that figures leave out."""

import datetime
import json
import random
import subprocess

TODAY = datetime.date(2025, 3, 1)
# Month ends, a leap day, both changes of the clock, and the turn of the year.
DAYS = ["2024-01-31", "2024-02-28", "2024-02-29", "2024-03-30", "2024-03-31", "2024-10-26", "2024-10-27", "2024-12-31"]


def moment(pick, day):
    """A day, an instant with offset, or a local time."""
    clock = f"{day}T{pick.randrange(4, 24):02}:{pick.randrange(60):02}:{pick.randrange(60):02}"
    return pick.choice([str(day), f"{clock}{pick.choice(['Z', '+02:00', '-05:00'])}", clock])


def later(pick, day, most):
    return day + datetime.timedelta(days=pick.randrange(most))


def maybe(pick, record, name, value, chance=0.8):
    if pick.random() < chance:
        record[name] = value


def write(folder, seed, environment, commits=True):
    pick = random.Random(seed)
    zone = pick.choice(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
    (folder / "pirctl.yaml").write_text(f"schema: 1\ntimezone: {zone}\n{pick.choice(['', 'fiscal_year_start: 04-06' + chr(10)])}")
    (folder / "assets.yaml").write_text("mail: {group: server, aliases: [post]}\nbadge: {group: media}\n")
    git = lambda *arguments, **more: subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=environment | more)
    if commits:
        git("init", "--quiet", "--initial-branch=main")
    else:
        git = lambda *arguments, **more: None
    files = {}
    for number in range(1, 31):
        incident(pick, number, files)
    others(pick, files)
    stages = {path: history(pick, record) for path, record in files.items()} | targets(pick)
    begin = datetime.datetime(2025, 1, 2, 8, tzinfo=datetime.timezone.utc)
    for nth in range(4):
        for path, versions in stages.items():
            record = versions[min(nth, len(versions) - 1)]
            place = folder / path
            place.parent.mkdir(exist_ok=True)
            lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in record.items() if name != "_body")
            place.write_text(f"---\n{lines}---\n{record.get('_body', '')}")
            if pick.random() < 0.3:
                commit(git, begin)
                begin += datetime.timedelta(hours=pick.randrange(1, 9), seconds=pick.randrange(3600))
        commit(git, begin)
        begin += datetime.timedelta(days=1)
    return TODAY


def commit(git, at):
    git("add", "--all")
    by = {"GIT_COMMITTER_DATE": at.isoformat(), "GIT_AUTHOR_DATE": at.isoformat()}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    git(*who, "commit", "--quiet", "--allow-empty", "--message", "records", **by)


def history(pick, record):
    """What a record said in each of up to four commits; the last one stays."""
    first = dict(record)
    for name in ("closed_at", "held_at", "implemented_at", "performed_at"):
        if name in first and pick.random() < 0.6:
            first[name] = "2024-01-02"
    if "due" in first and pick.random() < 0.5:
        first["due"] = str(datetime.date.fromisoformat(first["due"]) + datetime.timedelta(days=pick.choice([-20, 10])))
    return [first] * pick.randrange(1, 4) + [record]


def incident(pick, number, files):
    name = f"INC-2024-{number:04}"
    day = datetime.date.fromisoformat(pick.choice(DAYS)) if pick.random() < 0.4 else later(pick, datetime.date(2023, 6, 1), 560)
    closed = later(pick, day, 40)
    record = {"id": name, "kind": "incident", "title": f"Event {number}", "owner": "a.b", "severity": pick.choice(["low", "medium", "high"])}
    record["status"] = pick.choices(["closed", "resolved", "rejected", "reopened"], [12, 3, 1, 1])[0]
    for field, most, chance in (("occurred_at", 3, 0.7), ("detected_at", 4, 0.9), ("reported_at", 4, 0.6), ("contained_at", 6, 0.7), ("resolved_at", 9, 0.8)):
        maybe(pick, record, field, moment(pick, later(pick, day, most)), chance)
    record["closed_at"] = moment(pick, closed)
    maybe(pick, record, "certainty", pick.choice(["confirmed", "suspected", "false-positive"]), 0.5)
    maybe(pick, record, "origin", pick.choice(["incident", "exercise", "near-miss"]), 0.3)
    maybe(pick, record, "privilege", {"basis": "legal advice"}, 0.05)
    maybe(pick, record, "attack", {"varieties": pick.sample(["Phishing", "phishing", "loss", "unknown"], 2)})
    if "attack" in record:
        maybe(pick, record["attack"], "actions", pick.sample(["error", "malware", "social", "unknown"], pick.randrange(1, 3)))
        maybe(pick, record["attack"], "vector", pick.choice(["email", "Email", " web application ", "unknown"]))
    maybe(pick, record, "assets", [pick.choice([{"name": "x", "group": "server"}, "post", "badge", "nothing"]), "badge"])
    maybe(pick, record, "detection_source", pick.choice(["internal", "external", "unknown"]))
    maybe(pick, record, "reporting_channel", pick.choice(["phone", "service desk"]))
    maybe(pick, record, "unit", pick.choice(["Sales", "sales", "Finance"]), 0.5)
    maybe(pick, record, "third_parties", pick.sample(["VND-one", "VND-two", "VND-three"], 2), 0.2)
    maybe(pick, record, "regimes", ["dora"], 0.1)
    # Numbers as written: whole, with decimals, below zero, no number at all.
    for field in ("records_affected", "effort_hours", "downtime_hours"):
        maybe(pick, record, field, pick.choice([0, 7, 1200, 2.5, 0.005, 1.115, -3, "many"]), 0.5)
    basis = pick.choice([{"basis": "actual"}, {"basis": "estimate"}, {}])
    currency = pick.choice([{"currency": "EUR"}, {"currency": "eur"}, {"currency": "USD"}, {}])
    maybe(pick, record, "cost", {"amount": pick.choice([10, 99.995, 1000000000.01, -1]), **basis, **currency}, 0.6)
    maybe(pick, record, "similar_to", [f"INC-2024-{pick.randrange(1, 31):04}"], 0.1)
    record["review_tier"] = pick.choice(["light", "full"])
    if pick.random() < 0.6:
        record["learning"] = {"causes": [{"id": "C1", "category": pick.choice(["process", "people"]), **named(pick)}]}
        maybe(pick, record["learning"], "lessons", lessons(pick), 0.3)
        maybe(pick, record["learning"], "reviewed_at", moment(pick, later(pick, closed, 6)), 0.5)
    files[f"incidents/{name}.md"] = record
    if pick.random() < 0.7:
        review = {"id": f"PIR-2024-{number:04}", "kind": "pir", "title": "Review", "incidents": [name], "lead": "a.b"}
        review["status"] = pick.choice(["held", "drafted", "approved", "scheduled"])
        review["held_at"] = moment(pick, later(pick, closed - datetime.timedelta(days=2), 9))
        review["control_evaluation"] = [{"control": pick.choice(["A.8.5", "A.7.2"]), "outcome": pick.choice(["failed", "worked"])}]
        maybe(pick, review, "lessons", lessons(pick), 0.7)
        maybe(pick, review, "privilege", {"basis": "legal advice"}, 0.05)
        files[f"reviews/{review['id']}.md"] = review
    if pick.random() < 0.3:
        analysis = {"id": f"RCA-2024-{number:04}", "kind": "rca", "title": "Analysis", "incidents": [name], "status": "accepted"}
        analysis["method"] = pick.choice(["5-whys", "fishbone"])
        analysis["causes"] = [{"id": "C1", "category": pick.choice(["technology", "process"]), **named(pick)}]
        files[f"rcas/{analysis['id']}.md"] = analysis
    if pick.random() < 0.5:
        followup(pick, number, name, files)
    for nth in range(pick.randrange(3)):
        action(pick, number * 10 + nth, name, closed, files)


def action(pick, number, incident_id, closed, files):
    action = {"id": f"ACT-2024-{number:04}", "kind": "action", "title": "Change", "incidents": [incident_id], "owner": "a.b"}
    action["status"] = pick.choice(["proposed", "open", "in-progress", "blocked", "implemented", "verified", "closed", "rejected"])
    maybe(pick, action, "due", str(pick.choice([TODAY, later(pick, closed, 300)])), 0.9)
    made = later(pick, closed - datetime.timedelta(days=5), 60)
    maybe(pick, action, "implemented_at", moment(pick, made), 0.9)
    maybe(pick, action, "verification", {"by": "c.d", "at": moment(pick, later(pick, made, 30)), "result": "pass"}, 0.9)
    if incident_id.endswith("5"):
        action["incidents"].append("INC-2024-0001")
    maybe(pick, action, "addresses", [f"PIR-2024-{incident_id[-4:]}#L1", f"{incident_id}#L2"])
    maybe(pick, action, "changes", pick.sample(["POL-one", "POL-two", "RISK-0001", "A.8.5", "VND-one"], 2))
    files[f"actions/{action['id']}.md"] = action


def named(pick):
    """What failed, by name: a process, a control, a code, or nothing."""
    return pick.choice([{"process_or_control": "Joiner process"}, {"process_or_control": "joiner PROCESS "}, {"process_or_control": "8.5"}, {"code": "K1"}, {}])


def lessons(pick):
    found = [{"id": "L1", "text": "Look twice", "category": pick.choice(["detection", "process"])}, {"id": "L2", "text": "Ask"}]
    return found[: pick.randrange(1, 3)] + ([{"text": "No id"}] if pick.random() < 0.1 else [])


def followup(pick, number, incident_id, files):
    audit = {"id": f"AUD-2024-{number:04}", "kind": "effectiveness-audit", "title": "Follow-up", "incidents": [incident_id], "actions": []}
    audit["status"] = pick.choice(["planned", "performed", "closed", "cancelled"])
    due = later(pick, datetime.date(2024, 6, 1), 330)
    maybe(pick, audit, "due", str(pick.choice([due, TODAY])), 0.9)
    if audit["status"] != "planned":
        maybe(pick, audit, "performed_at", str(pick.choice([due, later(pick, due - datetime.timedelta(days=20), 40)])), 0.9)
    files[f"audits/{audit['id']}.md"] = audit


def others(pick, files):
    """Trainings, and statements of quarters: declared, drafts, with and without counts."""
    for number in range(1, 9):
        training = {"id": f"TRN-2024-{number:04}", "kind": "training", "title": "Briefing", "incidents": ["INC-2024-0001"], "topic": "x"}
        training["status"] = pick.choice(["planned", "held", "closed", "cancelled"])
        maybe(pick, training, "held_at", moment(pick, later(pick, datetime.date(2023, 11, 1), 460)), 0.9)
        maybe(pick, training, "audience", {"count": pick.choice([0, 3, 14])}, 0.9)
        maybe(pick, training, "attended", pick.choice([0, 2, 15, -1]), 0.9)
        files[f"training/{training['id']}.md"] = training
    for period in ("2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q4"):
        statement = {"id": f"PST-{period}", "kind": "period-statement", "title": "Events", "period": period, "declared_by": "a.b"}
        statement["status"] = pick.choice(["declared", "declared", "draft"])
        for field in ("assessed", "promoted", "weaknesses", "near_misses"):
            maybe(pick, statement, field, pick.choice([0, 5, 212, -1]))
        channels = [{"channel": pick.choice(["phone", "Phone"]), "count": pick.randrange(9)}, {"channel": "desk", "count": -1}, {"channel": "mail"}]
        statement["events"] = pick.sample(channels, 2)
        files[f"statements/{statement['id']}.md"] = statement


def targets(pick):
    """What actions say that they changed: texts, scores and fields that move or stay over four commits."""
    policy = lambda name, n: {"id": name, "kind": "policy", "title": name, "status": "draft", "version": f"1.{n}", "_body": f"Text {n}\n"}
    risk = lambda n: {"id": "RISK-0001", "kind": "risk", "title": "Risk", "status": "open", "likelihood": 2 + n, "impact": 3}
    control = lambda n: {"id": "A.8.5", "kind": "control", "title": f"Control {n}", "status": "implemented"}
    vendor = {"id": "VND-one", "kind": "vendor", "title": "One", "status": "active", "owner": "a.b"}
    return {
        "policies/POL-one.md": [policy("POL-one", n) for n in range(4)],
        "policies/POL-two.md": [policy("POL-two", 0)],
        "risks/RISK-0001.md": [risk(n // 2) for n in range(4)],
        "controls/A.8.5.md": [control(n // pick.randrange(1, 4)) for n in range(4)],
        "vendors/VND-one.md": [vendor],
    }
