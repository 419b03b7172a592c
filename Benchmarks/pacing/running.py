"""Runs of `dialpace`, some at a time, each kept so that it need not be done again."""

import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, get_ident

import scenarios


class Fault(Exception):
    """What keeps the benchmark from going on."""


@dataclass(frozen=True)
class Run:
    """One scenario with one policy, or with several that are compared."""

    scenario: str  # the text of its file
    name: str
    policies: tuple
    replications: int
    cost: float  # about, of anything: the dear ones are begun first

    @staticmethod
    def of(scenario, policies, replications):
        agents = scenario["agents"]["count"]
        hours = int(scenario["duration"].rstrip("h"))
        weight = sum(10 if policy.startswith("predictive") else 1 for policy in policies)
        cost = agents * hours * replications * weight + 20
        return Run(scenarios.text(scenario), scenario["name"], tuple(policies), replications, cost)


class Runner:
    def __init__(self, binary, folder, seed, jobs):
        self.binary, self.seed, self.jobs = binary, seed, jobs
        self.scenarios, self.results = folder / "scenarios", folder / "results"
        for place in (self.scenarios, self.results):
            place.mkdir(parents=True, exist_ok=True)
        try:
            self.fingerprint = hashlib.sha256(binary.read_bytes()).hexdigest()
        except OSError as error:
            raise Fault(f"{binary}: {error.strerror}") from None
        self.lock, self.children, self.is_stopped = Lock(), set(), False

    def run(self, title, runs):
        """Returns what `dialpace` says of each run; says how far it is."""
        order = sorted(set(runs), key=lambda run: -run.cost)
        whole, done, count = sum(run.cost for run in order), 0.0, 0
        began = said = time.monotonic()
        found = {}
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                futures = {pool.submit(self.one, run): run for run in order}
                for future in as_completed(futures):
                    run = futures[future]
                    found[run] = future.result()
                    done, count, now = done + run.cost, count + 1, time.monotonic()
                    if now - said >= 5 or count == len(order):
                        said = now
                        print(
                            f"{title}: {done / whole:.0%}, {count} of {len(order)} runs, "
                            f"{now - began:.0f} s",
                            file=sys.stderr,
                            flush=True,
                        )
            except BaseException:
                self.stop()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return [found[run] for run in runs]

    def one(self, run):
        """Runs it, unless that has been done with the same program, scenario and seed."""
        words = [run.scenario, run.policies, run.replications, self.seed, self.fingerprint]
        digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]
        kept = self.results / f"{digest}.json"
        try:
            return json.loads(kept.read_text())
        except (OSError, ValueError):
            pass  # not there, or not whole
        file = self.scenarios / f"{run.name}.yaml"
        replace(file, run.scenario)
        several = len(run.policies) > 1
        output = self.call(
            ["compare" if several else "simulate", file]
            + ["--policies" if several else "--policy", ",".join(run.policies)]
            + ["--replications", run.replications, "--seed", self.seed, "--jobs", 1]
            + ["--format", "json"]
        )
        replace(kept, output)
        return json.loads(output)

    def call(self, words):
        line = [str(self.binary), *map(str, words)]
        with self.lock:
            if self.is_stopped:
                raise Fault("stopped")
            try:
                child = subprocess.Popen(
                    line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
            except OSError as error:
                raise Fault(f"{self.binary}: {error.strerror}") from None
            self.children.add(child)
        output, errors = child.communicate()
        with self.lock:
            self.children.discard(child)
        if child.returncode != 0:
            raise Fault(f"{' '.join(line)}\n{errors.strip()}")
        return output

    def stop(self):
        with self.lock:
            self.is_stopped = True
            for child in self.children:
                child.kill()


def replace(file, text):
    """Writes the file, whole or not at all."""
    part = Path(f"{file}.{os.getpid()}-{get_ident()}")
    part.write_text(text)
    part.replace(file)
