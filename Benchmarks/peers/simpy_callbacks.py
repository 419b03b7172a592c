"""The reference model in SimPy without processes: a callback on each event.

simpy_callbacks.py AGENTS HOURS SEED
"""

from collections import deque

from reference_model import (
    BUSY_WEIGHT,
    DETECTION,
    MACHINE,
    PATIENCE,
    PERSON,
    RATIO,
    main,
)


class Waiting:
    """A person for whom no agent was idle."""

    __slots__ = ("answered", "served")

    def __init__(self, answered):
        self.answered = answered
        self.served = False


class Campaign:
    def __init__(self, env, agents, chance, tally, horizon):
        self.env = env
        self.timeout = env.timeout
        self.chance = chance
        self.tally = tally
        self.horizon = horizon
        self.idle = deque(range(agents))
        self.waiting = deque()
        self.busy = 0
        self.in_flight = 0  # ringing, in detection, waiting for an agent
        self.pace()

    def pace(self):
        """Dials until the calls in flight reach what idle and busy agents call for."""
        target = int(RATIO * (len(self.idle) + BUSY_WEIGHT * self.busy))
        while self.in_flight < target:
            self.in_flight += 1
            self.tally.dials += 1
            met, rings = self.chance.dial()
            self.timeout(rings, met).callbacks.append(self.ring_ended)

    def ring_ended(self, event):
        self.tally.events += 1
        if event.value == PERSON:
            if self.idle:
                self.connect(self.idle.popleft(), self.env.now)
            else:
                person = Waiting(self.env.now)
                self.waiting.append(person)
                self.timeout(PATIENCE, person).callbacks.append(self.patience_ended)
        elif event.value == MACHINE:
            self.timeout(DETECTION).callbacks.append(self.detection_ended)
        else:
            self.end_flight()

    def detection_ended(self, _):
        self.tally.events += 1
        self.end_flight()

    def patience_ended(self, event):
        if event.value.served:
            return
        self.waiting.popleft()  # all are equally patient
        self.tally.events += 1
        self.tally.abandoned += 1
        self.end_flight()

    def connect(self, agent, answered):
        self.tally.served += 1
        self.tally.seconds_to_agent += self.env.now - answered
        self.busy += 1
        self.work(self.chance.talk(), self.talk_ended, agent)
        self.end_flight()

    def talk_ended(self, event):
        self.tally.events += 1
        self.work(self.chance.wrap_up(), self.wrap_up_ended, event.value)

    def wrap_up_ended(self, event):
        self.tally.events += 1
        self.busy -= 1
        if self.waiting:
            person = self.waiting.popleft()
            person.served = True
            self.connect(event.value, person.answered)
        else:
            self.idle.append(event.value)
            self.pace()

    def work(self, seconds, callback, agent):
        self.tally.busy_seconds += min(seconds, self.horizon - self.env.now)
        self.timeout(seconds, agent).callbacks.append(callback)

    def end_flight(self):
        self.in_flight -= 1
        self.pace()


if __name__ == "__main__":
    main(__file__, Campaign)
