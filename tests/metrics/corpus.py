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


def write(folder, seed, environment):
    pick = random.Random(seed)
    zone = pick.choice(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
    (folder / "pirctl.yaml").write_text(f"schema: 1\ntimezone: {zone}\n{pick.choice(['', 'fiscal_year_start: 04-06' + chr(10)])}")
    (folder / "assets.yaml").write_text("mail: {group: server, aliases: [post]}\nbadge: {group: media}\n")
    git = lambda *arguments, **more: subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=environment | more)
    git("init", "--quiet", "--initial-branch=main")
    files = {}
    for number in range(1, 31):
        incident(pick, number, files)
    stages = {path: history(pick, record) for path, record in files.items()}
    begin = datetime.datetime(2025, 1, 2, 8, tzinfo=datetime.timezone.utc)
    for nth in range(4):
        for path, versions in stages.items():
            record = versions[min(nth, len(versions) - 1)]
            place = folder / path
            place.parent.mkdir(exist_ok=True)
            lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in record.items())
            place.write_text(f"---\n{lines}---\n")
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
    for name in ("closed_at", "held_at", "implemented_at"):
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
    maybe(pick, record, "assets", [pick.choice([{"name": "x", "group": "server"}, "post", "badge", "nothing"])])
    maybe(pick, record, "similar_to", [f"INC-2024-{pick.randrange(1, 31):04}"], 0.1)
    record["review_tier"] = pick.choice(["light", "full"])
    if pick.random() < 0.6:
        record["learning"] = {"causes": [{"id": "C1", "category": pick.choice(["process", "people"])}]}
        maybe(pick, record["learning"], "reviewed_at", moment(pick, later(pick, closed, 6)), 0.5)
    files[f"incidents/{name}.md"] = record
    if pick.random() < 0.7:
        review = {"id": f"PIR-2024-{number:04}", "kind": "pir", "title": "Review", "incidents": [name], "lead": "a.b"}
        review["status"] = pick.choice(["held", "drafted", "approved", "scheduled"])
        review["held_at"] = moment(pick, later(pick, closed - datetime.timedelta(days=2), 9))
        review["control_evaluation"] = [{"control": pick.choice(["A.8.5", "A.7.2"]), "outcome": pick.choice(["failed", "worked"])}]
        files[f"reviews/{review['id']}.md"] = review
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
    files[f"actions/{action['id']}.md"] = action
