"""The largest occupancy that any policy can reach in the limit model, from its exact solution.

    limit.py --agents 5 --answer 0.3 --talk 180 --cap 0.03

The model is that of the table of limits: a dial rings exponentially long, then a person answers
with some probability or the call is gone; a person gets an idle agent or is abandoned at once; talk
is exponential; any number may be dialled at any moment, and ringing calls are not taken back. That
is a Markov decision process with the busy agents and the ringing calls as its state. An abandoned
call is given a price; then the best average of occupancy less price is found by relative value
iteration; its minimum over all prices is the most occupancy with no more than the cap's abandonment
(Lagrangian duality: E. Altman, Constrained Markov Decision Processes, 1999).

A second for 10 agents, ten for 20; it grows with the third power of the agents.
"""

import argparse
import json


def best_average(price, model, values):
    """Returns the best long-run average of occupancy less what abandonment costs beyond the cap.

    `values` holds the relative value of each (busy, ringing) and is brought up to date in place: a
    good start for the next price.
    """
    agents, answer, ring, talk, cap, most = model
    whole = agents / talk + most / ring
    freed, ended = 1 / (talk * whole), 1 / (ring * whole)
    # A person served earns `cap` of an abandonment, one abandoned costs the rest.
    earned = price * cap * answer * ended
    lost = -price * (1 - cap) * answer * ended
    while True:
        # What a state is worth once the best number of calls has been added to its own.
        best = []
        for row in values:
            highest, own = row[most], [0.0] * (most + 1)
            for ringing in range(most, -1, -1):
                if row[ringing] > highest:
                    highest = row[ringing]
                own[ringing] = highest
            best.append(own)
        low, high = float("inf"), float("-inf")
        for busy in range(agents + 1):
            here, old = best[busy], values[busy]
            above = best[min(busy + 1, agents)]
            below = best[busy - 1] if busy else here
            reward = busy / agents / whole
            gain = earned if busy < agents else lost
            leave = busy * freed
            new = []
            for ringing in range(most + 1):
                end = ringing * ended
                value = reward + ringing * gain + leave * below[ringing]
                if ringing:
                    value += end * (answer * above[ringing - 1] + (1 - answer) * here[ringing - 1])
                value += (1 - end - leave) * here[ringing]
                change = value - old[ringing]
                if change < low:
                    low = change
                if change > high:
                    high = change
                new.append(value)
            values[busy] = new
        anchor = values[0][0]
        for row in values:
            for ringing in range(most + 1):
                row[ringing] -= anchor
        if (high - low) * whole < 2e-6:
            return (high + low) / 2 * whole


def limit(agents, answer, ring, talk, cap):
    """Returns the largest occupancy with abandonment of no more than `cap`."""
    # Beyond what all agents' work could use at three times their number nothing is ever gained.
    most = int(3 * agents * ring / (talk * answer) + 2 / answer + 6 * (agents / answer) ** 0.5) + 4
    model = agents, answer, ring, talk, cap, most
    values = [[0.0] * (most + 1) for _ in range(agents + 1)]

    def average(price):
        return best_average(price, model, values)

    # It is convex in the price: golden section, the price in seconds of one agent's work.
    scale = talk / agents
    low, high = 0.0, 40 * scale
    golden = (5**0.5 - 1) / 2
    inner = [high - golden * (high - low), low + golden * (high - low)]
    found = [average(price) for price in inner]
    while high - low > 0.02 * scale:
        if found[0] < found[1]:
            high = inner[1]
            inner = [high - golden * (high - low), inner[0]]
            found = [average(inner[0]), found[0]]
        else:
            low = inner[0]
            inner = [inner[1], low + golden * (high - low)]
            found = [found[1], average(inner[1])]
    return min(found)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agents", type=int, default=5)
    parser.add_argument("--answer", type=float, default=0.3, help="chance of an answer")
    parser.add_argument("--ring", type=float, default=12.0, help="mean seconds")
    parser.add_argument("--talk", type=float, default=180.0, help="mean seconds")
    parser.add_argument("--cap", type=float, default=0.03, help="of abandonment")
    options = parser.parse_args()
    if options.agents < 1 or min(options.ring, options.talk) <= 0:
        parser.error("agents are at least 1, ring and talk above 0")
    if not 0 < options.answer <= 1 or not 0 < options.cap < 1:
        parser.error("answer and cap are shares, above 0")
    occupancy = limit(options.agents, options.answer, options.ring, options.talk, options.cap)
    print(json.dumps({**vars(options), "occupancy": round(occupancy, 5)}))


if __name__ == "__main__":
    main()
