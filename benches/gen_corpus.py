#!/usr/bin/env python3
"""Deterministic register for tests of speed and scale.

    gen_corpus.py --records N --policies P --commits C --seed S --out DIR

Kinds incident, pir, rca, action, risk, control and policy, with people.yaml, assets.yaml and a
minimal pirctl.yaml.  Every record is valid for its status and every link resolves; rules over
the register and over history may still fire, as they would in a real one.  About 1 to 2.5 KB a record, 6 to 25 KB a policy; the same bytes for the
same arguments.

--commits 0 (the default) writes files only.  With --commits C the tree is built as a git
repository of exactly C commits through `git fast-import`, with renames and merges, and
HEAD is checked out.  Needs only Python 3.8+ and, for --commits, git.
"""
import argparse
import datetime as dt
import os
import random
import subprocess
import sys

# --------------------------------------------------------------------------
# vocabulary
# --------------------------------------------------------------------------

DIRS = {"incident": "incidents", "pir": "reviews", "rca": "rcas", "action": "actions",
        "risk": "risks", "control": "controls", "policy": "policies"}
PREFIX = {"incident": "INC", "pir": "PIR", "rca": "RCA", "action": "ACT"}
SHARES = (("incident", 30), ("pir", 20), ("rca", 15), ("action", 25), ("risk", 7), ("control", 3))
MAX_CONTROLS = 300

# attack action, vector, variety, asset, security attribute
ATTACKS = [("social", "email", "phishing", "mail", "confidentiality"),
           ("hacking", "web application", "use of stolen credentials", "portal", "confidentiality"),
           ("error", "loss", "loss", "laptop-fleet", "confidentiality"),
           ("error", "configuration default", "misconfiguration", "object-store", "confidentiality"),
           ("malware", "email", "ransomware", "file-server", "availability"),
           ("misuse", "internal access", "privilege abuse", "crm", "integrity"),
           ("hacking", "partner", "backdoor", "vpn", "integrity"),
           ("hacking", "web application", "exploit vulnerability", "portal", "integrity"),
           ("hacking", "web application", "denial of service", "portal", "availability"),
           ("error", "email", "misdelivery", "mail", "confidentiality")]
ASSETS = {"mail": "server", "portal": "server", "laptop-fleet": "user-device", "object-store": "server",
          "file-server": "server", "crm": "server", "vpn": "network"}
SEVERITIES = ["medium", "medium", "high", "critical"]
CAUSES = [("process", "is granted without owner, end date or review"),
          ("process", "is changed without a second pair of eyes"),
          ("technology", "accepts defaults that no baseline ever replaced"),
          ("technology", "raises no alert when its limits are passed"),
          ("environment", "depends on a supplier whose changes nobody tracks"),
          ("process", "has an approval step that the urgent path skips")]
TEAMS = ["secops", "platform", "identity", "legal", "people", "it-support", "payments", "data"]
PEOPLE = ["a.moreau", "b.okafor", "c.lindqvist", "d.ramos", "e.tanaka", "f.novak", "g.haddad",
          "h.silva", "i.kowalski", "j.mbeki", "k.olsen", "l.petrov"]
FUNCTIONS = ["security", "it", "engineering", "legal", "hr", "operations"]
CHANNELS = ["report button", "service desk", "phone"]
TECHNICAL = ["config-hardening", "patch", "detection-tuning", "access-change"]
ANNEX = [(5, 37), (6, 8), (7, 14), (8, 34)]
TOPICS = ["access-control", "backup", "cryptography", "supplier-security", "incident-response",
          "mobile-devices", "logging", "change-management", "data-classification", "remote-work",
          "vulnerability-management", "physical-security", "network-security", "secure-development",
          "business-continuity", "asset-management", "privacy", "awareness", "identity", "cloud"]
WORDS = ("alert account access analyst archive asset audit backup baseline boundary branch breach "
         "calendar capacity change channel check client closure cluster console contact container "
         "control credential customer dashboard database deadline decision default delay delivery "
         "detection device directory disclosure domain draft drill endpoint engineer escalation "
         "evidence exception export failure filter finding firewall firmware forensic gateway group "
         "handover host image impact import index inventory invoice journal key laptop layer leader "
         "ledger library license limit link log mailbox manager measure message metric mirror "
         "module monitor network node notice office operator outage owner packet partner password "
         "patch pattern payload payment perimeter permission platform playbook policy portal probe "
         "process profile project proof proxy queue quota record recovery region registry release "
         "remedy replica report request reset restore result review rollback rotation router rule "
         "sample scanner schedule scope script secret segment sensor server service session signal "
         "snapshot source staff stage storage supplier switch system table target team tenant test "
         "threshold ticket timeline token tool trace traffic training trigger tunnel update upgrade "
         "user vault vector vendor version visitor volume warning window workflow zone").split()
VERBS = ["blocks", "confirms", "covers", "delays", "exposes", "limits", "moves", "needs", "records",
         "repeats", "replaces", "restores", "shows", "skips", "tracks", "triggers", "updates", "verifies"]

DAY0 = dt.date(2019, 1, 7)
DAYS = 2850  # about 7.8 years, so the last day falls late in 2026


def sentence(rng):
    w = rng.choices(WORDS, k=9)
    return "The %s %s %s the %s %s before the %s %s of each %s, so the %s stays known." % (
        w[0], w[1], rng.choice(VERBS), w[2], w[3], w[4], w[5], w[6], w[7])


def paragraph(rng, size):
    out, n = [], 0
    while n < size:
        s = sentence(rng)
        out.append(s)
        n += len(s) + 1
    return " ".join(out)


def day(n):
    return (DAY0 + dt.timedelta(days=int(n))).isoformat()


# --------------------------------------------------------------------------
# the model: every record as a list of fields, links always resolve
# --------------------------------------------------------------------------

def function_of(who):
    return FUNCTIONS[PEOPLE.index(who) % len(FUNCTIONS)]


class Corpus:
    """N records + P policies, fully determined by (N, P, seed)."""

    def __init__(self, records, policies, seed, flat=False):
        self.seed, self.flat = seed, flat
        self.n = {kind: max(1, records * share // 100) for kind, share in SHARES}
        self.n["control"] = min(self.n["control"], MAX_CONTROLS)
        self.n["action"] = max(1, self.n["action"] + records - sum(self.n.values()))
        self.n["policy"] = max(1, policies)
        self.policy_slug, self.policy_dir = {}, {}
        for i in range(1, self.n["policy"] + 1):
            self.policy_slug[i] = TOPICS[(i - 1) % len(TOPICS)] + (
                "" if i <= len(TOPICS) else "-%d" % ((i - 1) // len(TOPICS) + 1))
        self.ruling = 5 if self.n["policy"] >= 5 else 1     # the incident management policy
        self.policy_rev = {i: 1 for i in self.policy_slug}
        self.rev_day = {}                                   # (kind, i, rev) -> day of that revision
        self._policy_cache, self._ids, self._year = {}, {}, {}
        for kind in PREFIX:                                 # numbers run per kind and year
            count, ids, years = {}, [""], [""]
            for i in range(1, self.n[kind] + 1):
                year = day(self.opened(self.incident_of(kind, i)))[:4]
                count[year] = count.get(year, 0) + 1
                ids.append("%s-%s-%04d" % (PREFIX[kind], year, count[year]))
                years.append(year)
            self._ids[kind], self._year[kind] = ids, years

    def rng(self, *key):
        return random.Random("%d/%s" % (self.seed, "/".join(map(str, key))))

    def rid(self, kind, i):
        if kind == "risk":
            return "RISK-%04d" % i
        if kind == "control":
            return "CTL-%s-%d" % (TOPICS[(i - 1) % len(TOPICS)], (i - 1) // len(TOPICS) + 1)
        if kind == "policy":
            return "POL-" + self.policy_slug[i]
        return self._ids[kind][i]

    def pick(self, rng, kind, k=1):
        n = self.n[kind]
        return sorted(rng.sample(range(1, n + 1), min(k, n)))

    def ids(self, rng, kind, k=1):
        return [self.rid(kind, j) for j in self.pick(rng, kind, k)]

    # which upstream record belongs to record i of a kind (monotone and total)
    def up(self, kind, i):
        src = {"pir": "incident", "rca": "pir", "action": "rca"}[kind]
        return src, (i - 1) * self.n[src] // self.n[kind] + 1

    def incident_of(self, kind, i):
        while kind != "incident":
            kind, i = self.up(kind, i)
        return i

    def down(self, kind, i):
        """records of the next kind that point at record i (inverse of up)"""
        dst = {"incident": "pir", "pir": "rca", "rca": "action"}[kind]
        a, b = self.n[kind], self.n[dst]
        lo = ((i - 1) * b + a - 1) // a + 1
        hi = (i * b + a - 1) // a
        return [j for j in range(lo, hi + 1) if j <= b]

    def opened(self, i):
        return (i - 1) * DAYS // max(1, self.n["incident"])

    def before(self, rng, d):
        """the id of an incident detected on or before day d, or None"""
        last = min(self.n["incident"], d * self.n["incident"] // DAYS)
        return self.rid("incident", rng.randint(1, last)) if last else None

    def path(self, kind, i):
        d = DIRS[kind]
        if kind == "policy":
            return "%s/%s%s.md" % (d, self.policy_dir.get(i, ""), self.rid(kind, i))
        if self.flat or kind in ("risk", "control"):
            return "%s/%s.md" % (d, self.rid(kind, i))
        return "%s/%s/%s.md" % (d, self._year[kind][i], self.rid(kind, i))

    def team(self, inc):
        """the people of incident inc: owner, responder, lead, analyst, all different"""
        return self.rng("team", inc).sample(PEOPLE, 6)

    def record(self, kind, i, rev=1):
        """-> (ordered list of (key, value), title, [body sections (heading, text)])"""
        return getattr(self, "_" + kind)(self.rng(kind, i), i, rev)

    def _incident(self, r, i, rev):
        action, vector, variety, asset, attribute = r.choice(ATTACKS)
        d0, crew = self.opened(i), self.team(i)
        pirs = self.down("incident", i)
        full = bool(pirs) and any(self.down("pir", j) for j in pirs)
        title = "%s affecting the %s %s" % (variety.capitalize(), r.choice(WORDS), r.choice(WORDS))
        fm = [("title", title), ("status", "closed"), ("owner", crew[0]),
              ("severity", r.choice(SEVERITIES) if full else "low"), ("certainty", "confirmed"),
              ("detected_at", day(d0)), ("reported_at", day(d0)), ("reporter", r.choice(PEOPLE)),
              ("reporting_channel", r.choice(CHANNELS)), ("detection_source", r.choice(["internal", "internal", "external"])),
              ("decision", {"by": crew[0], "at": day(d0), "outcome": "incident"}),
              ("attack", {"actions": [action], "vector": vector, "varieties": [variety]}), ("assets", [asset]),
              ("attributes", [attribute]), ("unit", r.choice(TEAMS)), ("occurred_at", day(max(0, d0 - r.randrange(4)))),
              ("contained_at", day(d0 + 1)), ("resolved_at", day(d0 + 3)), ("closed_at", day(d0 + 4)),
              ("primary_responder", crew[1]), ("responders", [crew[1], crew[2]]), ("human_factor", False),
              ("review_tier", "full" if pirs else "light"), ("effort_hours", r.randint(2, 90))]
        if not full:
            category, text = r.choice(CAUSES)
            learning = {"causes": [{"id": "C1", "text": "The %s %s." % (r.choice(WORDS), text), "category": category,
                                    "process_or_control": self.ids(r, "control")[0]}],
                        "in_risk_register_before": self.ids(r, "risk")[0]}
            if not pirs:
                learning = dict({"reviewed_at": day(d0 + 6), "reviewed_by": [crew[0], crew[3]]}, **learning)
                learning["lessons"] = [{"id": "L1", "category": "process", "text": sentence(r),
                                        "no_action_reason": "One case, answered on the spot"}]
            learning.update({"not_needed": {"actions": "one case, answered on the spot", "risk": "scored as assessed"},
                             "approved_by": crew[0], "approved_at": day(d0 + 7)})
            fm.append(("learning", learning))
        body = [("Summary", paragraph(r, 260)), ("Impact", paragraph(r, 120)), ("Response", sentence(r)),
                ("Indicators", "None found."), ("Evidence", sentence(r))]
        return fm, title, body

    def _pir(self, r, i, rev):
        inc = self.up("pir", i)[1]
        d0, crew = self.opened(inc), self.team(inc)
        acts = self.down("pir", i)
        title = "Post-incident review of %s" % self.rid("incident", inc)
        fm = [("title", title), ("status", "approved"), ("incidents", [self.rid("incident", inc)]), ("lead", crew[3]),
              ("scheduled_at", day(d0 + 6)), ("form", "meeting"), ("held_at", day(d0 + 6)), ("hot_wash_at", day(d0 + 4)),
              ("attendees", [{"name": w, "role": "participant", "function": function_of(w)} for w in crew[:5]]),
              ("control_evaluation", [{"control": c, "outcome": "worked", "remark": "as designed"} for c in self.ids(r, "control", 2)]),
              ("lessons", [{"id": "L%d" % k, "category": r.choice(["detection", "response", "control", "process"]),
                            "text": sentence(r)} for k in (1, 2)]),
              ("nonconformity", {"is": False, "rationale": "no own rule was broken"}),
              ("signoff", {"ism": {"name": crew[0], "at": day(d0 + 9)}, "technical_lead": {"name": crew[2], "at": day(d0 + 9)}})]
        for k, lesson in enumerate(dict(fm)["lessons"]):
            if k or not acts:
                lesson["no_action_reason"] = "Answered during the response"
        rows = "\n".join("| %s | %s |" % (day(d0 + n), what) for n, what in ((0, "detected"), (1, "contained"), (3, "resolved")))
        body = [("Timeline", "| time | event |\n| --- | --- |\n" + rows), ("What happened", paragraph(r, 160)),
                ("What failed", sentence(r)), ("Controls evaluated", sentence(r)), ("What went well", "- " + sentence(r)),
                ("What went wrong", "- " + sentence(r)), ("Response assessment", sentence(r)), ("Recommendations", "- " + sentence(r))]
        return fm, title, body

    def _rca(self, r, i, rev):
        inc, d0 = self.incident_of("rca", i), self.opened(self.incident_of("rca", i))
        crew, (category, text) = self.team(inc), r.choice(CAUSES)
        what = "%s %s" % (r.choice(WORDS), r.choice(WORDS))
        title = "Root cause around the %s" % what
        method = r.choice(["5-whys", "5-whys", "fishbone"])
        fm = [("title", title), ("status", "accepted"), ("incidents", [self.rid("incident", inc)]),
              ("pirs", [self.rid("pir", self.up("rca", i)[1])]), ("method", method)]
        if method == "5-whys":
            fm.append(("whys", [sentence(r) for _ in range(5)]))
        else:
            fm.append(("fishbone", {b: [sentence(r)] for b in ("people", "process", "technology", "environment")}))
        fm += [("causes", [{"id": "C1", "text": "The %s %s." % (what, text), "category": category,
                            "process_or_control": self.ids(r, "control")[0]}]),
               ("contributing", [{"text": sentence(r), "category": "process"}]),
               ("in_risk_register_before", self.ids(r, "risk")[0]),
               ("analysts", [{"name": w, "function": function_of(w)} for w in (crew[3], crew[4])]), ("analysed_at", day(d0 + 9)),
               ("similar_elsewhere", {"checked": True, "result": "none found"}), ("accepted_by", crew[0]), ("accepted_at", day(d0 + 12))]
        body = [("Symptom", sentence(r)), ("Analysis", paragraph(r, 120)), ("Root cause", sentence(r)),
                ("Contributing factors", "- " + sentence(r)), ("Why controls did not stop it", sentence(r))]
        return fm, title, body

    def _action(self, r, i, rev):
        rca, inc = self.up("action", i)[1], self.incident_of("action", i)
        d0, crew = self.opened(inc) + 9, self.team(inc)
        done = rev > 1 or r.random() < 0.85
        kind = r.choice(TECHNICAL + ["policy-update", "procedure-update"])
        title = "%s the %s %s" % (r.choice(["Replace", "Tighten", "Automate", "Document", "Retire"]), r.choice(WORDS), r.choice(WORDS))
        d1 = d0 + 20 + r.randrange(30)
        verification = {"method": "repeat the case against the %s" % r.choice(WORDS)}
        fm = [("title", title), ("status", "closed" if done else "in-progress"), ("incidents", [self.rid("incident", inc)]),
              ("addresses", [self.rid("rca", rca) + "#C1", self.rid("pir", self.up("rca", rca)[1]) + "#L1"]), ("owner", crew[4]),
              ("opened_at", day(d0)), ("due", day(d0 + 60)), ("priority", r.choice(["high", "medium", "low"])), ("type", kind),
              ("nature", "corrective"), ("controls", self.ids(r, "control", 2)),
              ("changes", self.ids(r, "risk") + self.ids(r, "policy"))]
        if done:
            verification.update({"by": crew[2], "at": day(d1 + 4), "result": "pass",
                                 "side_effects": {"checked": True, "result": "none seen"}})
            fm += [("scope", "estate"), ("implemented_at", day(d1)), ("verification", verification),
                   ("evidence", [{"url": "https://tickets.example.org/%s" % self.rid("action", i), "role": "test-report"}]),
                   ("closed_at", day(d1 + 5))]
        else:
            fm.append(("verification", verification))
        body = [("What", paragraph(r, 200)), ("Why", sentence(r)), ("Before", sentence(r)), ("After", sentence(r)),
                ("Verification", sentence(r))]
        if rev > 1:
            body.append(("Follow-up", "Update %d: %s" % (rev, sentence(self.rng("action", i, rev)))))
        return fm, title, body

    def _risk(self, r, i, rev):
        rr = self.rng("risk", i, rev)
        d = self.rev_day.get(("risk", i, rev), min(DAYS, 300 + 30 * rev))
        inc = self.before(rr, d)
        title = "Loss of %s through %s" % (r.choice(["confidentiality", "integrity", "availability"]), r.choice(ATTACKS)[2])
        fm = [("title", title), ("status", "treated"), ("owner", r.choice(PEOPLE)), ("likelihood", rr.randint(1, 5)),
              ("impact", rr.randint(1, 5)), ("assessed_at", day(d)), ("treatment", "mitigate"), ("incidents", [inc] if inc else []),
              ("controls", self.ids(r, "control", 3)), ("rationale", "Assessment %d after %s" % (rev, inc or "the yearly look")),
              ("next_review", day(d + 365))]
        body = [("Scenario", paragraph(r, 320)), ("Treatment plan", paragraph(r, 200)), ("Last assessment", sentence(rr))]
        return fm, title, body

    def _control(self, r, i, rev):
        theme, last = r.choice(ANNEX)
        title = "Control on %s for %s" % (r.choice(TOPICS), r.choice(TEAMS))
        fm = [("title", title), ("status", "operating"), ("owner", r.choice(PEOPLE)),
              ("annex_a", ["A.%d.%d" % (theme, r.randint(1, last))]), ("applicable", True),
              ("justification", "needed by the risk treatment plan"), ("implementation", "full"), ("soa_version", "1.%d" % r.randint(0, 12)),
              ("assets", [r.choice(sorted(ASSETS))]), ("last_tested_at", day(DAYS - r.randrange(300)))]
        return fm, title, [("Description", paragraph(r, 600))]

    def policy(self, i, rev=None):
        rev = rev or self.policy_rev[i]
        base = self._policy_cache.get(i)
        if base is None:
            r = self.rng("policy", i)
            nsec = r.randint(6, 22)  # 5 to 20 KB
            people = r.sample(PEOPLE, 2)
            base = {
                "owner": people[0], "approver": people[1], "controls": self.ids(r, "control", 3),
                "secs": [[r.choice(WORDS).capitalize() + " " + r.choice(WORDS),
                          paragraph(r, 700) + "\n\n- " + "\n- ".join(sentence(r) for _ in range(2))]
                         for _ in range(nsec)],
                "pool": [paragraph(r, 420) for _ in range(7)]}
            self._policy_cache[i] = base
        secs = [list(s) for s in base["secs"]]
        n = len(secs)
        # revision k rewrites the lead paragraph of section k mod n
        for k in range(max(2, rev - n + 1), rev + 1):
            secs[k % n][1] = "Revision %d: %s\n\n%s" % (k, base["pool"][k % 7], base["secs"][k % n][1])
        log = []
        for k in range(rev, max(0, rev - 6), -1):
            d = self.rev_day.get(("policy", i, k), min(DAYS, 120 * (k - 1)))
            inc = self.before(self.rng("log", i, k), d) if k > 1 else None
            log.append({"version": "1.%d" % (k - 1), "date": day(d), **({"incidents": [inc]} if inc else {"reason": "periodic-review"}),
                        "sections": [secs[k % n][0]], "summary": "Revised section %d" % (k % n + 1)})
        title = self.policy_slug[i].replace("-", " ").capitalize() + " policy"
        date = dt.date.fromisoformat(log[0]["date"])
        fm = [("title", title), ("status", "published"), ("owner", base["owner"]), ("version", log[0]["version"]), ("type", "policy")]
        if i == self.ruling:
            fm.append(("topic", "incident-management"))
        fm += [("controls", base["controls"]), ("approved_by", base["approver"]), ("approved_at", log[0]["date"]),
               ("effective", log[0]["date"]), ("next_review", (date + dt.timedelta(days=365)).isoformat()), ("change_log", log)]
        if i == self.ruling:
            fm.append(("defines", {
                "severity_scheme": [{"level": v, "meaning": "impact class %d" % k} for k, v in enumerate(
                    ("critical", "high", "medium", "low", "info"), 1)],
                "reporting_channels": CHANNELS, "process_owner": base["owner"], "pir_trigger": "medium", "pir_deadline": "PT72H",
                "pir_limit": "P14D", "cause_limit": "P14D", "risk_limit": "P14D", "bulletin_limit": "P30D",
                "verification_limit": "P90D", "followup_after": "P6M", "trend_every": "P3M", "management_every": "P12M",
                "rca_methods": ["5-whys", "fishbone"], "action_tracking": "actions in this repository"}))
        return fm, title, [(h, t) for h, t in secs]

    def every(self, policies=True):
        for kind, _ in SHARES:
            for i in range(1, self.n[kind] + 1):
                yield kind, i
        if policies:
            for i in range(1, self.n["policy"] + 1):
                yield "policy", i

    def get(self, kind, i, rev=None):
        fm, title, body = self.policy(i, rev) if kind == "policy" else self.record(kind, i, rev or 1)
        return [("id", self.rid(kind, i)), ("kind", kind)] + fm, title, body


# --------------------------------------------------------------------------
# Markdown + YAML front matter
# --------------------------------------------------------------------------

SPECIAL = frozenset(":#[]{},&*!|>'\"%@`")


def yaml_scalar(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, int):
        return str(v)
    if len(v) == 10 and v[4] == "-" and v[:4].isdigit():
        return v
    if v[:1].isdigit() or not SPECIAL.isdisjoint(v):
        return '"%s"' % v.replace("\\", "\\\\").replace('"', '\\"')
    return v


def yaml_flow(v):
    if isinstance(v, dict):
        return "{%s}" % ", ".join("%s: %s" % (k, yaml_flow(x)) for k, x in v.items())
    if isinstance(v, list):
        return "[%s]" % ", ".join(map(yaml_flow, v))
    return yaml_scalar(v)


def yaml_block(fm):
    out = []
    for k, v in fm:
        if isinstance(v, list) and v and isinstance(v[0], dict):
            out.append("%s:" % k)
            out += ["  - " + yaml_flow(x) for x in v]
        elif isinstance(v, dict):
            out.append("%s:" % k)
            out += ["  %s: %s" % (kk, yaml_flow(x)) for kk, x in v.items()]
        elif isinstance(v, list) and len(v) > 2:
            out.append("%s:" % k)
            out += ["  - " + yaml_scalar(x) for x in v]
        else:
            out.append("%s: %s" % (k, yaml_flow(v)))
    return "\n".join(out)


def md_body(title, body):
    return "# %s\n\n" % title + "\n\n".join("## %s\n\n%s" % (h, t) for h, t in body) + "\n"


def markdown(c, kind, i, rev=None):
    fm, title, body = c.get(kind, i, rev)
    return "---\n%s\n---\n\n%s" % (yaml_block(fm), md_body(title, body))


def people_yaml():
    return "".join("%s: %s\n" % (w, yaml_flow({
        "name": w[2:].capitalize(), "role": "%s staff" % function_of(w), "function": function_of(w), "emails": ["%s@example.org" % w]}))
        for w in PEOPLE)


def assets_yaml():
    return "".join("%s: %s\n" % (a, yaml_flow({"group": g, "owner": PEOPLE[n % len(PEOPLE)], "aliases": []}))
                   for n, (a, g) in enumerate(sorted(ASSETS.items())))


def config_yaml(c):
    return "schema: 1\nprofile: standard\nincident_policy: %s\nrepository: {ceiling: internal}\n" % c.rid("policy", c.ruling)


def extras(c):
    return [("assets.yaml", assets_yaml()), ("people.yaml", people_yaml()), ("pirctl.yaml", config_yaml(c))]


def write(path, text):
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            f.write(text)


def emit_plain(c, out):
    for name, text in extras(c):
        write(os.path.join(out, name), text)
    for kind, i in c.every():
        write(os.path.join(out, c.path(kind, i)), markdown(c, kind, i))


# --------------------------------------------------------------------------
# git history through `git fast-import`
# --------------------------------------------------------------------------

def emit_git(c, out, commits, repack=True):
    """Exactly `commits` commits on main (side branches counted), HEAD checked out.

    The files arrive over the first tenth of the history, in the order in which their
    dates fall.  After that a commit revises a policy (55 in 100), rescores a risk (25)
    or moves an action on (20).  About one commit in 40 is a merge of a side branch of
    one to three commits, and one policy revision in 60 also moves the file to another folder.
    """
    os.makedirs(out, exist_ok=True)
    run = lambda *a: subprocess.run(["git", "-C", out, *a], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["git", "init", "-q", "-b", "main", out], check=True)
    p = subprocess.Popen(["git", "-C", out, "fast-import", "--quiet", "--date-format=raw", "--depth=50"],
                         stdin=subprocess.PIPE)
    w = p.stdin.write
    rng = c.rng("history")
    t0 = int(dt.datetime(2019, 1, 7, tzinfo=dt.timezone.utc).timestamp())
    span = DAYS * 86400
    state = {"mark": 0}
    rev = {"risk": {}, "action": {}}

    def data(b):
        w(b"data %d\n" % len(b))
        w(b)
        w(b"\n")

    def commit(branch, msg, files, frm=None, merge=None, renames=()):
        state["mark"] += 1
        m = state["mark"]
        who = PEOPLE[(m * 7) % len(PEOPLE)]
        when = t0 + span * m // max(1, commits)
        w(b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), m))
        w(("author %s <%s@example.org> %d +0000\n" % (who, who, when)).encode())
        w(("committer %s <%s@example.org> %d +0000\n" % (who, who, when)).encode())
        data(msg.encode())
        if frm:
            w(b"from :%d\n" % frm)
        if merge:
            w(b"merge :%d\n" % merge)
        for a, b in renames:
            w(("R %s %s\n" % (a, b)).encode())
        for path, text in files:
            w(("M 100644 inline %s\n" % path).encode())
            data(text.encode())
        return m

    todo = list(c.every())
    todo.sort(key=lambda ki: (0 if ki[0] in ("policy", "control", "risk") else 1,
                              c.incident_of(*ki) if ki[0] in PREFIX else ki[1], ki[0]))
    n_import = max(1, min(len(todo), commits // 10))
    head = None
    for k in range(n_import):
        part = todo[k * len(todo) // n_import:(k + 1) * len(todo) // n_import]
        head = commit("main", "Add %d records" % len(part),
                      ([] if k else extras(c)) + [(c.path(*ki), markdown(c, *ki)) for ki in part], frm=head)

    npol = c.n["policy"]

    def change(busy):
        """-> (message, files, renames); never touches a path in `busy`"""
        x = rng.random()
        now = DAYS * (state["mark"] + 1) // max(1, commits)
        if x < 0.55:
            i = rng.randint(1, npol)
            old = c.path("policy", i)
            if ("policy", i) in busy:
                i = next((j for j in range(1, npol + 1) if ("policy", j) not in busy), i)
                old = c.path("policy", i)
            busy.add(("policy", i))
            c.policy_rev[i] += 1
            c.rev_day["policy", i, c.policy_rev[i]] = now
            ren = ()
            if rng.random() < 1 / 60:
                c.policy_dir[i] = "r%d/" % c.policy_rev[i]
                ren = ((old, c.path("policy", i)),)
            entry = dict(c.policy(i)[0])["change_log"][0]
            msg = "Revise %s to version %s\n" % (c.rid("policy", i), entry["version"])
            if "incidents" in entry:
                msg += "\nIncident: %s\n" % entry["incidents"][0]
            return msg, [(c.path("policy", i), markdown(c, "policy", i))], ren
        kind = "risk" if x < 0.8 else "action"
        i = rng.randint(1, c.n[kind])
        if (kind, i) in busy:
            i = i % c.n[kind] + 1
        busy.add((kind, i))
        rev[kind][i] = rev[kind].get(i, 1) + 1
        c.rev_day[kind, i, rev[kind][i]] = now
        return ("Update %s\n" % c.rid(kind, i),
                [(c.path(kind, i), markdown(c, kind, i, rev[kind][i]))], ())

    while state["mark"] < commits:
        room = commits - state["mark"]
        if room >= 8 and rng.random() < 1 / 40:
            busy, side, side_files, side_ren = set(), head, {}, []
            for _ in range(rng.randint(1, 3)):
                msg, files, ren = change(busy)
                side = commit("side", msg, files, frm=side, renames=ren)
                side_files.update(files)
                side_ren += ren
            for _ in range(rng.randint(1, 2)):
                msg, files, ren = change(busy)
                head = commit("main", msg, files, frm=head, renames=ren)
            head = commit("main", "Merge reviewed change\n", sorted(side_files.items()), frm=head,
                          merge=side, renames=side_ren)
            w(b"reset refs/heads/side\nfrom 0000000000000000000000000000000000000000\n\n")
        else:
            msg, files, ren = change(set())
            head = commit("main", msg, files, frm=head, renames=ren)
    w(b"done\n")
    p.stdin.close()
    if p.wait():
        raise SystemExit("git fast-import failed")
    if repack:
        run("repack", "-adq", "--window=10", "--depth=50")
    run("config", "core.untrackedCache", "false")
    run("reset", "-q", "--hard", "main")


def main(argv=None):
    a = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    a.add_argument("--records", type=int, default=1000, help="records of all kinds but policies")
    a.add_argument("--policies", type=int, default=50)
    a.add_argument("--commits", type=int, default=0, help="0: files only, no repository")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--out", required=True, help="folder to create; must not exist, or be empty")
    a.add_argument("--flat", action="store_true", help="no year folders")
    a.add_argument("--no-repack", action="store_true", help="leave the pack as fast-import wrote it")
    o = a.parse_args(argv)
    if os.path.isdir(o.out) and os.listdir(o.out):
        sys.exit("%s is not empty" % o.out)
    os.makedirs(o.out, exist_ok=True)
    c = Corpus(o.records, o.policies, o.seed, o.flat)
    if o.commits:
        emit_git(c, o.out, o.commits, not o.no_repack)
    else:
        emit_plain(c, o.out)


if __name__ == "__main__":
    main()
