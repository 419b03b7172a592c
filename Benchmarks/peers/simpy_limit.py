"""A small dialing model for cross-validation, in SimPy: every parameter an argument.

A dial rings exponentially long; then a person answers with probability `--answer`, or the call is
gone. A person gets an idle agent at once, or waits up to `--hold` seconds for one and is then
abandoned. Talk and wrap-up are exponential. After each change calls are started until
int(ratio × (idle + busy weight × busy)) ring or wait.

Prints means over replications and half the width of their 95 % t-intervals.
"""

import argparse
import json
import random
from collections import deque

import simpy

from intervals import interval


class Campaign:
    def __init__(self, options, seed):
        self.options = options
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.idle = options.agents
        self.waiting = deque()  # events of people; succeed when an agent takes them
        self.busy = 0
        self.in_flight = 0  # ringing or waiting
        self.start_counting()

    def start_counting(self):
        self.since = self.changed = self.env.now
        self.busy_seconds = 0.0
        self.dials = self.served = self.abandoned = 0
        self.seconds_to_agent = 0.0

    def run(self):
        """Returns what was seen between the warm-up and the end."""
        self.pace()
        if self.options.warmUp > 0:
            self.env.run(until=self.options.warmUp * 3600)
            self.start_counting()
        self.env.run(until=(self.options.warmUp + self.options.hours) * 3600)
        self.change_busy(0)
        answers = self.served + self.abandoned
        return {
            "occupancy": self.busy_seconds / self.options.agents / (self.env.now - self.since),
            "abandonment": self.abandoned / max(answers, 1),
            "answerDelayMean": self.seconds_to_agent / max(self.served, 1),
            "dials": self.dials,
            "answers": answers,
        }

    def pace(self):
        target = int(self.options.ratio * (self.idle + self.options.busyWeight * self.busy))
        while self.in_flight < target:
            self.in_flight += 1
            self.dials += 1
            self.env.process(self.call())

    def call(self):
        yield self.exponential(self.options.ring)
        if self.random.random() >= self.options.answer:
            self.end_flight()
            return

        answered = self.env.now
        if self.idle > 0:
            self.idle -= 1
        else:
            agent = self.env.event()
            self.waiting.append(agent)
            yield agent | self.env.timeout(self.options.hold)
            if not agent.triggered:
                self.waiting.remove(agent)
                self.abandoned += 1
                self.end_flight()
                return

        self.served += 1
        self.seconds_to_agent += self.env.now - answered
        self.change_busy(+1)
        self.end_flight()
        yield self.exponential(self.options.talk)
        if self.options.wrapUp > 0:
            yield self.exponential(self.options.wrapUp)
        self.change_busy(-1)
        if self.waiting:
            self.waiting.popleft().succeed()
        else:
            self.idle += 1
            self.pace()

    def end_flight(self):
        self.in_flight -= 1
        self.pace()

    def change_busy(self, change):
        self.busy_seconds += self.busy * (self.env.now - self.changed)
        self.changed = self.env.now
        self.busy += change

    def exponential(self, mean):
        return self.env.timeout(self.random.expovariate(1 / mean))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for name, default, text in [
        ("answer", 0.3, "probability that a dial meets a person"),
        ("ring", 12.0, "mean seconds of ringing"),
        ("talk", 180.0, "mean seconds of talk"),
        ("wrapUp", 0.0, "mean seconds of wrap-up"),
        ("hold", 0.0, "seconds a person waits for an agent"),
        ("ratio", 2.0, "calls in flight per idle agent"),
        ("busyWeight", 0.0, "how much of an idle agent a busy one counts as"),
        ("hours", 8.0, "that count"),
        ("warmUp", 0.5, "hours before them"),
    ]:
        parser.add_argument(f"--{name}", type=float, default=default, help=text)
    parser.add_argument("--agents", type=int, default=10, help="agents")
    parser.add_argument("--replications", type=int, default=10, help="runs")
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the others follow")
    options = parser.parse_args()

    seeds = range(options.seed, options.seed + options.replications)
    runs = [Campaign(options, seed).run() for seed in seeds]
    report = {"program": "simpy_limit.py", "scenario": vars(options)}
    for measure in runs[0]:
        mean, half = interval([run[measure] for run in runs])
        report[measure] = {"mean": mean, "halfWidth": half}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
