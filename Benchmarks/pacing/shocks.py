"""The shocks: whether the cap holds on every day, and what the guard that sees to it costs."""

import scenarios
from running import Run
from tables import of, percent, points, section, table

GUARDED = "predictive:abandonment=3%"
UNGUARDED = GUARDED + ",guard=off"
# On the first of these teams a day has several thousand answers. It goes through the most days.
SIZES = [30, 5, 10, 100]
FEWEST_ANSWERS = 500
# What the guard may cost, in points of occupancy, by the scenario's title.
STEADY = "nothing changes"
GOALS = {STEADY: 0.4, "answers jump up": 0.4, "answers jump down": 1.5}


def shocks(runner, options):
    sizes = options.agents or (SIZES[:1] if options.quick else SIZES)
    cases = [
        (agents, title, scenario)
        for agents in sizes
        for title, scenario in [
            (STEADY, scenarios.base(f"steady-{agents}", agents=agents)),
            *scenarios.shocks(agents),
        ]
    ]
    runs = [
        Run.of(scenario, [GUARDED, UNGUARDED], options.replications or days(agents, options.quick))
        for agents, _, scenario in cases
    ]
    found = runner.run("shocks", runs)
    rows = [Row(agents, title, it) for (agents, title, _), it in zip(cases, found)]
    return section(
        "## Shocks",
        "The league's shocks, and a day on which nothing changes. Each day begins cold, and the cap "
        "of 3 % holds on that day alone. *Fewest answers* are those of the day that had fewest. "
        "*Peak* is the highest abandonment within a quarter of an hour of a day: the mean over days, "
        "and the worst of all. *Without* the guard the same policy meets the same callers, held back "
        "by the price of an abandonment alone (`guard=off`); *the guard costs* what more occupancy "
        "it has then, in points, part of which is bought with more abandonment. Goals: no day over "
        "the cap; a cost of at most 0.4 points where nothing changes and where answers jump up, and "
        "1.5 where they jump down. What misses them is **bold**.",
        *verdicts(rows),
        table(HEAD, [row.figures() for row in rows], words=[0]),
    )


def days(agents, quick):
    if quick:
        return 200
    return 2_000 if agents == SIZES[0] else 400


HEAD = ["scenario", "agents", "days over", "worst day, %", "abandoned, %", "fewest answers"]
HEAD += ["peak, %", "worst peak, %", "occupancy, %", "the guard costs"]
HEAD += ["without: days over", "worst day, %", "abandoned, %"]


class Row:
    """One scenario with one team, with the guard and without."""

    def __init__(self, agents, title, found):
        self.agents, self.title = agents, title
        policies = found["scenarios"][0]["policies"]
        self.off = next(policy for policy in policies if policy["policy"].endswith("guard off"))
        self.on = next(policy for policy in policies if policy is not self.off)
        self.days = self.on["replications"]
        self.over = over(self.on)
        self.cost = (self.off["occupancy"]["mean"] - self.on["occupancy"]["mean"]) * 100
        self.goal = GOALS.get(title)
        self.fewest = self.on["abandonment"]["fewestAnswers"]

    @property
    def name(self):
        return f"{self.title}, {self.agents} agents"

    @property
    def is_dear(self):
        return self.goal is not None and self.cost > self.goal

    def figures(self):
        on, off = self.on["abandonment"], self.off["abandonment"]
        days_over = of(self.over, self.days)
        reach = half_width(self.on, self.off)
        cost = points(self.cost) + (f"\u00a0±\u00a0{reach:.2f}" if reach is not None else "")
        return [
            self.title.replace(" ", "\u00a0"),
            f"{self.agents}",
            f"**{days_over}**" if self.over else days_over,
            percent(on["worst"]),
            percent(on["mean"]),
            f"{self.fewest:,}",
            percent(on["quarterHourPeak"]["mean"]),
            percent(on["quarterHourPeak"]["worst"]),
            percent(self.on["occupancy"]["mean"]),
            f"**{cost}**" if self.is_dear else cost,
            of(over(self.off), self.days),
            percent(off["worst"]),
            percent(off["mean"]),
        ]


def over(policy):
    return round(policy["abandonment"]["daysOverCap"] * policy["replications"])


def half_width(*policies):
    """Of the 95 % interval of their difference, paired by day, in points; none where there is none."""
    for policy in policies:
        difference = policy["differenceFromBest"]
        if difference["low"] is not None and difference["high"] is not None:
            return (difference["high"] - difference["low"]) * 50
    return None


def verdicts(rows):
    """Returns paragraphs and a list."""
    whole = sum(row.days for row in rows)
    faults = [f"- {row.name}: {of(row.over, row.days)} days over" for row in rows if row.over]
    faults += [
        f"- {row.name}: the guard costs {row.cost:.2f} points; the goal is {row.goal}"
        for row in rows
        if row.is_dear
    ]
    count = sum(row.over for row in rows)
    said = f"**{of(count, whole)} days are over the cap**" if count else ""
    said = said or f"**No day is over the cap, of {whole:,}**"
    aimed = [row for row in rows if row.goal is not None]
    kept = len(aimed) - sum(row.is_dear for row in aimed)
    said += f", and the guard costs no more than its goal in {kept} of {len(aimed)} rows that have one."
    few = [row.name for row in rows if row.fewest < FEWEST_ANSWERS]
    if few:
        said += f" Days had fewer than {FEWEST_ANSWERS} answers in: {'; '.join(few)}."
    return [said] + (["\n".join(faults)] if faults else [])
