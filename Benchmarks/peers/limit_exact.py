"""The model of simpy_limit.py without hold and wrap-up, solved instead of simulated.

Agents who talk and calls that ring are then a Markov chain. Prints its stationary occupancy and
abandonment, to ten digits. For tens of agents; the time it takes grows with agents² × ratio.
"""

import argparse
import json


def states(agents, ratio, busy_weight):
    """Returns the calls pacing tops up to, by busy agents, and the chain's (busy, ringing)."""
    targets = [int(ratio * (agents - busy + busy_weight * busy)) for busy in range(agents + 1)]
    most = max(targets)
    return targets, [
        (busy, ringing) for busy in range(agents + 1) for ringing in range(targets[busy], most + 1)
    ]


def stationary(agents, answer, ring, talk, ratio, busy_weight):
    """Returns the probability of each (busy, ringing), by Gauss–Seidel iteration."""
    targets, chain = states(agents, ratio, busy_weight)
    leaving = dict.fromkeys(chain, 0.0)
    entering = {state: [] for state in chain}
    for busy, ringing in chain:
        for rate, busy_then, ringing_then in [
            (ringing * (1 - answer) / ring, busy, ringing - 1),
            (ringing * answer / ring, min(busy + 1, agents), ringing - 1),
            (busy / talk, busy - 1, ringing),
        ]:
            if rate == 0:
                continue
            after = busy_then, max(ringing_then, targets[busy_then])
            if after != (busy, ringing):
                leaving[busy, ringing] += rate
                entering[after].append((rate, (busy, ringing)))

    chance = dict.fromkeys(chain, 1 / len(chain))
    change = 1.0
    while change > 1e-12:
        change = 0.0
        for state in chain:
            new = sum(rate * chance[before] for rate, before in entering[state]) / leaving[state]
            change = max(change, abs(new - chance[state]))
            chance[state] = new
        total = sum(chance.values())
        chance = {state: value / total for state, value in chance.items()}
    return chance


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--agents", type=int, default=10)
    parser.add_argument("--answer", type=float, default=0.3)
    parser.add_argument("--ring", type=float, default=12.0)
    parser.add_argument("--talk", type=float, default=180.0)
    parser.add_argument("--ratio", type=float, default=2.0)
    parser.add_argument("--busyWeight", type=float, default=0.0)
    options = parser.parse_args()

    chance = stationary(
        options.agents,
        options.answer,
        options.ring,
        options.talk,
        options.ratio,
        options.busyWeight,
    )
    busy = sum(value * busy for (busy, _), value in chance.items())
    ringing = sum(value * ringing for (_, ringing), value in chance.items())
    lost = sum(value * calls for (busy, calls), value in chance.items() if busy == options.agents)
    report = {
        "program": "limit_exact.py",
        "scenario": vars(options),
        "occupancy": round(busy / options.agents, 10),
        "abandonment": round(lost / ringing, 10),
        "answersPerHour": round(3600 * ringing * options.answer / options.ring, 6),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
