"""The reference model in SimPy, a process per call.

simpy_process.py AGENTS HOURS SEED
"""

import simpy

from reference_model import (
    BUSY_WEIGHT,
    DETECTION,
    MACHINE,
    PATIENCE,
    PERSON,
    RATIO,
    main,
)


class Campaign:
    def __init__(self, env, agents, chance, tally, horizon):
        self.env = env
        self.chance = chance
        self.tally = tally
        self.horizon = horizon
        self.idle = simpy.Store(env)
        self.idle.items.extend(range(agents))
        self.busy = 0
        self.in_flight = 0  # ringing, in detection, waiting for an agent
        self.pace()

    def pace(self):
        """Dials until the calls in flight reach what idle and busy agents call for."""
        target = int(RATIO * (len(self.idle.items) + BUSY_WEIGHT * self.busy))
        while self.in_flight < target:
            self.in_flight += 1
            self.tally.dials += 1
            self.env.process(self.call())

    def call(self):
        met, rings = self.chance.dial()
        yield self.env.timeout(rings)
        self.tally.events += 1
        if met == PERSON:
            yield from self.connect()
        elif met == MACHINE:
            yield self.env.timeout(DETECTION)
            self.tally.events += 1
            self.end_flight()
        else:
            self.end_flight()

    def connect(self):
        answered = self.env.now
        free = self.idle.get()
        yield free | self.env.timeout(PATIENCE)
        if not free.triggered:
            free.cancel()
            self.tally.events += 1
            self.tally.abandoned += 1
            self.end_flight()
            return

        agent = free.value
        self.tally.served += 1
        self.tally.seconds_to_agent += self.env.now - answered
        self.busy += 1
        self.end_flight()
        yield self.work(self.chance.talk())
        self.tally.events += 1
        yield self.work(self.chance.wrap_up())
        self.tally.events += 1
        self.busy -= 1
        self.idle.put(agent)
        self.pace()

    def work(self, seconds):
        self.tally.busy_seconds += min(seconds, self.horizon - self.env.now)
        return self.env.timeout(seconds)

    def end_flight(self):
        self.in_flight -= 1
        self.pace()


if __name__ == "__main__":
    main(__file__, Campaign)
