"""The reference model as both SimPy programs see it: its numbers, its chance and its report."""

import argparse
import gc
import json
import math
import random
import time
from pathlib import Path

import simpy

RATIO = 3.0
BUSY_WEIGHT = 0.0645
RING_LIMIT = 22.0
BUSY_SIGNAL = 3.0
DETECTION = 3.0
PATIENCE = 2.0

PERSON, MACHINE, BUSY, NOBODY = range(4)


def lognormal(mean, variation):
    """Returns mu and sigma of the lognormal with this mean and coefficient of variation."""
    variance = math.log1p(variation**2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


RING = lognormal(10, 0.5)
TALK = lognormal(120, 0.9)
WRAP_UP = lognormal(30, 0.6)


class Chance:
    """Everything that is drawn."""

    def __init__(self, seed):
        source = random.Random(seed)
        self.uniform = source.random
        self.normal = source.gauss  # half the time of `lognormvariate`

    def dial(self):
        """Returns whom a dial meets and the seconds until its ringing ends."""
        chance = self.uniform()
        if chance < 0.45:
            rings = math.exp(self.normal(*RING))
            if rings < RING_LIMIT:
                return (PERSON if chance < 0.25 else MACHINE), rings
        elif chance < 0.50:
            return BUSY, BUSY_SIGNAL
        return NOBODY, RING_LIMIT

    def talk(self):
        return math.exp(self.normal(*TALK))

    def wrap_up(self):
        return math.exp(self.normal(*WRAP_UP))


class Tally:
    """What a run counts."""

    def __init__(self):
        self.events = 0
        self.dials = 0
        self.served = 0
        self.abandoned = 0
        self.seconds_to_agent = 0.0
        self.busy_seconds = 0.0


def main(program, campaign):
    """Runs `campaign(env, agents, chance, tally, horizon)` and prints its line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("agents", type=int)
    parser.add_argument("hours", type=float)
    parser.add_argument("seed", type=int)
    arguments = parser.parse_args()

    horizon = arguments.hours * 3600
    tally = Tally()
    env = simpy.Environment()
    campaign(env, arguments.agents, Chance(arguments.seed), tally, horizon)
    gc.collect()
    start = time.perf_counter()
    env.run(until=horizon)
    seconds = time.perf_counter() - start

    answers = tally.served + tally.abandoned
    print(
        json.dumps(
            {
                "program": Path(program).name,
                "agents": arguments.agents,
                "events": tally.events,
                "seconds": round(seconds, 6),
                "eventsPerSecond": round(tally.events / seconds),
                "occupancy": tally.busy_seconds / (arguments.agents * horizon),
                "abandonment": tally.abandoned / max(answers, 1),
                "answerDelayMean": tally.seconds_to_agent / max(tally.served, 1),
                "dials": tally.dials,
                "answers": answers,
            }
        )
    )
