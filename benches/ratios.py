#!/usr/bin/env python3
"""Is pirctl still fast? Prints CPU time as a ratio to what plain tools need for the same bytes.

    benches/ratios.py [--dir DIR] [--runs N] [--binary FILE] [--only PART,...] [--check]

Builds the release binary, makes registers of 1,000 and 10,000 records (and one of 10,000 records with
200 policies and 10,000 commits) and compares, for each part:

    startup   pirctl --version           with  git --version                                at most  3
    lint      pirctl lint                with  rg -c '^id:' over the tree                   at most  8
              and how its time grows from 1,000 to 10,000 records, as an exponent           at most  1.1
    staged    pirctl lint --staged       with  rg over the tree, one changed file staged    at most  8
              the time of a hook         with 1,000 records, in milliseconds, wall and CPU    at most  100
              lint                       from the cache, with  the same without rules that ask git  at most  1.2
    base      pirctl lint --base HEAD~1  with  pirctl lint of the whole, both with the cache  at most  2.3
    history   pirctl history policies    with  git log --full-history -M --raw -- policies
                                               and git cat-file --batch of the blobs in it  at most  2
              pirctl history policies risks                  with the same of both folders  at most  1.5
              the same from the cache    with  the same without it                          at most  0.1
    report    pirctl report              with  12 x rg over the tree + pirctl history       at most  1
              (of the policies; and, without a bound, of all the records that the site quotes)
              the same when nothing has changed, with its own full run                       at most  0.3
              the same when the title of one record has changed                             at most  0.4
              pages beyond the records' own text, in KB a record                            at most  5
    long      how the time of history policies risks grows from 10,000 to 100,000 commits,
              as an exponent (only when it is named: it takes minutes and 500 MB)           at most  1.1
              and its memory, in MiB                                                        at most  400
    trends    pirctl trends              with  rg over the tree: 10,000 and 100,000 incidents, and all
                                               that belongs to them, the last quarter           at most  4
              and how its time beyond opening the register (pirctl list control) grows with
              the incidents of all quarters, as an exponent                                     at most  1.1
              (only when it is named: it takes minutes and 1.5 GB)
    line      the same for 10,000 and 50,000 commits that all touch one file (when named)  at most  1.1
              and its memory, in MiB                                                        at most  400

Time is user + system of the process and everything it started, so a second core hides nothing. Each
part runs N pairs in turn (ours, theirs) after one unmeasured pair; the figure is the median of the
pairs' ratios, with the lowest and the highest beside it. A ratio means something only for one machine
and one run: compare ratios, never seconds.

--dir keeps the registers in DIR for the next run (about 150 MB); without it they live in a temporary
folder. --binary measures that file instead of building. --check exits with 1 when a bound is broken.
Needs Python 3.8+, git, and ripgrep (without it `grep -r` stands in, and the figures say so).
Never part of the tests: a busy machine is no bug.
"""
import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PARTS = ["startup", "lint", "staged", "base", "history", "report"]
LONG = ["long", "line", "trends"]
POLICIES = 200


class Run:
    """What one or several finished processes needed."""

    def __init__(self, cpu=0.0, wall=0.0, memory=0):
        self.cpu, self.wall, self.memory = cpu, wall, memory

    def __add__(self, other):
        return Run(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


def run(command, cwd, accept=(0,), stdin=None, stdout=None):
    """Runs one command to its end and returns what it needed; anything but `accept` ends the script."""
    begun = time.monotonic()
    with open(os.devnull, "rb") as nothing, open(os.devnull, "wb") as nowhere, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, cwd=cwd, stdin=stdin or nothing, stdout=stdout or nowhere, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status) if hasattr(os, "waitstatus_to_exitcode") else status >> 8
        if child.returncode not in accept:
            said.seek(0)
            sys.exit("%s\nended with %d:\n%s" % (" ".join(command), child.returncode, said.read().decode("utf-8", "replace")))
    return Run(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss)


def times(n, what):
    total = what()
    for _ in range(n - 1):
        total = total + what()
    return total


class Bench:
    def __init__(self, binary, folder, runs):
        self.binary, self.folder, self.runs = binary, folder, runs
        self.broken = []
        self.rg = shutil.which("rg")
        self.search_name = "rg -c '^id:'" if self.rg else "grep -rc '^id:' (no rg here)"

    # what is measured ---------------------------------------------------

    def register(self, records, policies, commits):
        out = os.path.join(self.folder, "r%d-p%d-c%d" % (records, policies, commits))
        if not os.path.exists(os.path.join(out, "pirctl.yaml")):
            print("making %s" % out, file=sys.stderr)
            part = out + ".part"
            shutil.rmtree(part, ignore_errors=True)
            subprocess.run([sys.executable, os.path.join(HERE, "gen_corpus.py"), "--records", str(records), "--policies", str(policies),
                            "--commits", str(commits), "--out", part], check=True)
            os.rename(part, out)
        return out

    def ours(self, *arguments, cwd, accept=(0,), warm=False):
        """One run of the program; with its cache only when `warm`, and never with the user's own."""
        os.environ["PIRCTL_CACHE_DIR"] = os.path.join(self.folder, "cache")
        return run([self.binary, *arguments, *([] if warm else ["--no-cache"])], cwd, accept)

    def search(self, tree):
        """Reads every record of the tree once and looks for its id."""
        if self.rg:
            return run([self.rg, "-c", "^id:", "."], tree)
        return run(["grep", "-rc", "--exclude-dir=.git", "^id:", "."], tree)

    def git_history(self, tree, folders):
        """The walk with its rows, then every blob that the rows name, once each."""
        with tempfile.TemporaryFile() as rows, tempfile.TemporaryFile() as ids:
            walk = run(["git", "log", "--full-history", "-M", "--raw", "--no-abbrev", "--", *folders], tree, stdout=rows)
            rows.seek(0)
            seen = {}
            for row in rows:
                if row.startswith(b":"):
                    seen[row.split()[3]] = None
            ids.write(b"".join(b"%s\n" % blob for blob in seen if blob.strip(b"0")))
            ids.seek(0)
            return walk + run(["git", "cat-file", "--batch"], tree, stdin=ids)

    def report(self, tree, folder):
        """Sites stay until all are measured: a file system is slow after thousands of deletions."""
        out = tempfile.mkdtemp(dir=folder)
        return self.ours("report", "--rev", "HEAD", "--out", os.path.join(out, "site"), cwd=tree)

    # how it is told -----------------------------------------------------

    def compare(self, title, ours, theirs, bound=None):
        """Runs pairs and prints the median ratio; returns the median CPU time of ours."""
        ours(), theirs()
        pairs = [(ours(), theirs()) for _ in range(self.runs)]
        ratios = [a.cpu / max(b.cpu, 1e-6) for a, b in pairs]
        middle = statistics.median(ratios)
        cpu = statistics.median(a.cpu for a, _ in pairs)
        self.tell(title, middle, bound, "%.2f to %.2f; CPU %.3f s against %.3f s, wall %.3f s, %.0f MiB" % (
            min(ratios), max(ratios), cpu, statistics.median(b.cpu for _, b in pairs),
            statistics.median(a.wall for a, _ in pairs), max(a.memory for a, _ in pairs) / 1024))
        return cpu

    def tell(self, title, value, bound, more):
        verdict = "" if bound is None else "(at most %g) %s" % (bound, "ok" if value <= bound else "TOO SLOW")
        if bound is not None and value > bound:
            self.broken.append(title)
        print("%-44s %6.2f  %-20s %s" % (title, value, verdict, more), flush=True)

    # the parts ----------------------------------------------------------

    def startup(self):
        self.compare("pirctl --version / git --version",
                     lambda: times(50, lambda: run([self.binary, "--version"], self.folder)),
                     lambda: times(50, lambda: run(["git", "--version"], self.folder)), 3)

    def lint(self):
        small, large = self.register(1000, POLICIES // 10, 0), self.register(10000, POLICIES, 0)
        lint = lambda tree: self.ours("lint", "--format", "concise", cwd=tree, accept=(0, 1))
        few = self.compare("lint / %s, 1,000 records" % self.search_name, lambda: times(5, lambda: lint(small)),
                           lambda: times(5, lambda: self.search(small))) / 5
        many = self.compare("lint / %s, 10,000 records" % self.search_name, lambda: lint(large), lambda: self.search(large), 8)
        self.tell("growth of lint, as an exponent", math.log10(many / few), 1.1, "all figures times ten")

    def staged_copy(self, tree):
        """The same repository with one more commit and one change in the index."""
        out = tree + "-staged"
        if not os.path.exists(os.path.join(out, ".git", "staged")):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(tree, out, symlinks=True)
            git = ["git", "-c", "user.name=B", "-c", "user.email=b@example.org"]
            for at, then in enumerate([["commit", "-q", "-m", "one title"], ["status", "-s"]]):
                found = sorted(os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(out, "incidents")) for name in names)
                with open(found[at], encoding="utf-8", newline="") as file:
                    text = file.read()
                with open(found[at], "w", encoding="utf-8", newline="") as file:
                    file.write(text.replace("\ntitle: ", "\ntitle: Again ", 1))
                subprocess.run([*git, "add", "-A"], cwd=out, check=True)
                subprocess.run([*git, *then], cwd=out, check=True, stdout=subprocess.DEVNULL)
            open(os.path.join(out, ".git", "staged"), "w").close()
        return out

    def hook(self, tree):
        return self.ours("lint", "--staged", "--format", "concise", cwd=tree, accept=(0, 1))

    def staged(self):
        small = self.staged_copy(self.register(1000, POLICIES // 10, 1000))
        large = self.staged_copy(self.register(10000, POLICIES, 10000))
        for name, tree in [("1,000", small), ("10,000", large)]:
            self.compare("lint --staged / rg, %s records" % name, lambda: self.hook(tree), lambda: self.search(tree), 8)
        hooks = [self.hook(small) for _ in range(max(5, self.runs))]
        for what, times in [("wall time", [hook.wall * 1000 for hook in hooks]), ("CPU time", [hook.cpu * 1000 for hook in hooks])]:
            self.tell("%s of a hook, 1,000 records, in ms" % what, statistics.median(times), 100, "%.0f to %.0f" % (min(times), max(times)))
        rules = subprocess.run([self.binary, "rules", "--format", "json"], check=True, capture_output=True).stdout
        without = ",".join(rule["code"] for rule in json.loads(rules)["rules"] if rule["reach"] == "history")
        lint = lambda *more: self.ours("lint", "--format", "concise", *more, cwd=large, accept=(0, 1), warm=True)
        self.compare("lint, cache / without rules that ask git", lint, lambda: lint("--ignore", without), 1.2)

    def base(self):
        tree = self.staged_copy(self.register(10000, POLICIES, 10000))
        whole = lambda: self.ours("lint", "--format", "concise", "--rev", "HEAD", cwd=tree, accept=(0, 1), warm=True)
        change = lambda: self.ours("lint", "--format", "concise", "--rev", "HEAD", "--base", "HEAD~1", cwd=tree, accept=(0, 1), warm=True)
        self.compare("lint --base / lint, 10,000 records", change, whole, 2.3)

    def history(self):
        tree = self.register(10000, POLICIES, 10000)
        self.compare("history policies / git log + cat-file", lambda: self.ours("history", "policies", cwd=tree),
                     lambda: self.git_history(tree, ["policies"]), 2)
        self.compare("history policies, JSON / the same", lambda: self.ours("history", "--format", "json", "policies", cwd=tree),
                     lambda: self.git_history(tree, ["policies"]))
        both = ["policies", "risks"]
        self.compare("history policies risks / git log + cat-file", lambda: self.ours("history", *both, cwd=tree),
                     lambda: self.git_history(tree, both), 1.5)
        self.compare("the same from the cache / without it", lambda: self.ours("history", *both, cwd=tree, warm=True),
                     lambda: self.ours("history", *both, cwd=tree), 0.1)

    def long(self):
        both = ["policies", "risks"]
        cpu, memory = [], 0
        for commits in [10000, 100000]:
            tree = self.register(10000, POLICIES, commits)
            runs = [self.ours("history", *both, cwd=tree) for _ in range(self.runs)]
            cpu.append(statistics.median(run.cpu for run in runs))
            memory = max(run.memory for run in runs) / 1024
        self.tell("growth of history, as an exponent", math.log10(cpu[1] / cpu[0]), 1.1, "CPU %.3f s and %.3f s" % tuple(cpu))
        self.tell("memory of history, 100,000 commits, in MiB", memory, 400, "the highest of %d runs" % self.runs)

    def line(self):
        cpu, memory = [], 0
        for commits in [10000, 50000]:
            tree = self.one_file(commits)
            runs = [self.ours("history", "risks", cwd=tree) for _ in range(self.runs)]
            cpu.append(statistics.median(run.cpu for run in runs))
            memory = max(run.memory for run in runs) / 1024
        self.tell("growth of the history of one file, as an exponent", math.log(cpu[1] / cpu[0], 5), 1.1, "CPU %.3f s and %.3f s" % tuple(cpu))
        self.tell("memory of history, 50,000 commits to one file, in MiB", memory, 400, "the highest of %d runs" % self.runs)

    def trends(self):
        cpu = []
        for incidents, records in [("10,000", 33340), ("100,000", 333400)]:
            tree = self.register(records, POLICIES // 4, 0)
            trends = lambda *more: self.ours("trends", "--today", "2026-12-31", "--format", "json", *more, cwd=tree)
            self.compare("trends / %s, %s incidents" % (self.search_name, incidents), trends, lambda: self.search(tree), 4)
            opened = statistics.median(self.ours("list", "control", cwd=tree).cpu for _ in range(self.runs))
            cpu.append(statistics.median(trends("--period", "2019-01-01..2027-01-01").cpu for _ in range(self.runs)) - opened)
        self.tell("growth of trends beyond opening, as an exponent", math.log10(cpu[1] / cpu[0]), 1.1, "CPU %.3f s and %.3f s" % tuple(cpu))

    def one_file(self, commits):
        """A repository in which every commit changes the same risk."""
        out = os.path.join(self.folder, "line-%d" % commits)
        if not os.path.exists(os.path.join(out, "made")):
            shutil.rmtree(out, ignore_errors=True)
            subprocess.run(["git", "init", "-q", "-b", "main", out], check=True)
            load = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=out, stdin=subprocess.PIPE)
            for at in range(commits):
                text = "---\nid: RISK-0001\nkind: risk\ntitle: Mail\nstatus: open\nowner: s.lind\nlikelihood: %d\nimpact: 4\n---\n%d\n" % (1 + at % 5, at)
                load.stdin.write(("commit refs/heads/main\ncommitter C <c@example.org> %d +0000\ndata 1\nx\n"
                                  "M 100644 inline risks/RISK-0001.md\ndata %d\n%s\n" % (1600000000 + 600 * at, len(text), text)).encode())
            load.stdin.close()
            if load.wait() != 0:
                sys.exit("git fast-import failed")
            open(os.path.join(out, "made"), "w").close()
        return out

    def reports(self):
        tree = self.register(10000, POLICIES, 10000)

        def allowed(what):
            search, walk = self.search(tree), self.ours("history", what, cwd=tree)
            return Run(12 * search.cpu + walk.cpu, search.wall + walk.wall)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            report = lambda: self.report(tree, folder)
            self.compare("report / (12 x %s + history policies)" % self.search_name, report, lambda: allowed("policies"), 1)
            self.compare("report / (12 x %s + history of all)" % self.search_name, report, lambda: allowed("."))
            self.reports_again(tree, folder)

    def reports_again(self, tree, folder):
        """A site that is there already: with the cache, in a copy whose records may be changed."""
        copy, site = os.path.join(folder, "copy"), os.path.join(folder, "again")
        shutil.copytree(tree, copy, symlinks=True)
        records = sorted(files_below(copy, ".md"))
        record = next(path for path in records if os.sep + "actions" + os.sep in path)
        full = lambda: self.ours("report", "--today", "2026-10-27", "--out", tempfile.mkdtemp(dir=folder), cwd=copy)
        again = lambda: self.ours("report", "--today", "2026-10-27", "--out", site, cwd=copy, warm=True)

        def changed():
            with open(record, encoding="utf-8", newline="") as file:
                text = file.read()
            with open(record, "w", encoding="utf-8", newline="") as file:
                file.write(text.replace("title: ", "title: n", 1))
            return again()
        again()
        self.compare("report again / full, nothing changed", again, full, 0.3)
        self.compare("report again / full, one record changed", changed, full, 0.4)
        size = lambda paths: sum(os.path.getsize(path) for path in paths)
        beyond = (size(files_below(site, ".html")) - size(records)) / 1000 / len(records)
        self.tell("pages beyond the records' text, KB a record", beyond, 5, "%d records" % len(records))


def files_below(folder, ending):
    """Every file with this ending, what git keeps left out."""
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        yield from (os.path.join(at, name) for name in names if name.endswith(ending))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", help="folder for the registers; kept")
    parser.add_argument("--runs", type=int, default=5, help="measured pairs per line (default 5)")
    parser.add_argument("--binary", help="measure this file; nothing is built")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas: %s" % ", ".join(PARTS + LONG))
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bound is broken")
    told = parser.parse_args()
    parts = told.only.split(",")
    for part in parts:
        if part not in PARTS + LONG:
            parser.error("unknown part %s" % part)
    binary = told.binary or os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "pirctl")
    if not told.binary:
        subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.abspath(told.dir) if told.dir else temporary
        os.makedirs(folder, exist_ok=True)
        bench = Bench(os.path.abspath(binary), folder, max(1, told.runs))
        print("%d pairs each; %d cores; %s" % (bench.runs, os.cpu_count() or 1, subprocess.run(
            ["git", "--version"], stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout.strip()))
        for part in parts:
            {"startup": bench.startup, "lint": bench.lint, "staged": bench.staged, "base": bench.base, "history": bench.history, "report": bench.reports, "long": bench.long, "line": bench.line, "trends": bench.trends}[part]()
    if bench.broken and told.check:
        sys.exit("over the bound: %s" % "; ".join(bench.broken))


if __name__ == "__main__":
    main()
