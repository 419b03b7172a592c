"""The sections of the results: what is run for each, and what is made of it."""

import known
import scenarios
from decisions import decisions
from league import league
from running import Run
from shocks import shocks
from tables import of, percent, points, section, table

SIZES = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200]
QUICK_SIZES = [1, 2, 3, 5, 10, 20, 50]
# Up to so many agents an occupancy of 99 % of the limit is the goal, else 99.3 %.
SMALL = 3
DAY_GOALS = {5: 97.0, 20: 98.5, 100: 99.3}
# How far below the look-ahead of realistic times the goal is, in points.
REALISTIC_SLACK = 0.3


def limits(runner, options):
    cases = [
        (cap, instance, agents)
        for cap in (3, 1, 5)
        for instance in known.INSTANCES
        for agents in sizes_of_limits(options, cap, instance)
        if agents in known.LIMITS[cap][instance]
    ]
    runs = []
    for cap, (talk, answer), agents in cases:
        runs.append(
            Run.of(
                scenarios.limit(agents, talk, answer, cap),
                [f"predictive:abandonment={cap}%", "progressive"],
                options.replications or windows(agents, options.quick),
            )
        )
    rows, misses, over = [], [], 0
    for (cap, instance, agents), found in zip(cases, runner.run("limits", runs)):
        # The product knows some limits itself; where it does, they are the ones.
        told = found["scenarios"][0]["theoreticalLimit"]
        best = told * 100 if told else known.LIMITS[cap][instance][agents]
        predictive, progressive = both(found)
        occupancy = predictive["occupancy"]["mean"] * 100
        goal = 99.0 if agents <= SMALL else 99.3
        share = occupancy / best * 100
        if share < goal:
            misses.append((share - goal, f"{agents} agents {case(cap, instance)}: {share:.2f} %"))
        over += predictive["abandonment"]["mean"] * 100 > cap
        rows.append(
            [
                f"{cap} %",
                f"{instance[0]} s",
                f"{instance[1]}",
                f"{agents}",
                f"{best:.2f}",
                interval(predictive["occupancy"]),
                mark(share, goal),
                percent(predictive["abandonment"]["mean"], 3),
                windows_over(predictive),
                percent(progressive["occupancy"]["mean"]),
            ]
        )
    head = ["cap", "handle", "answer", "agents", "limit, %", "predictive, %", "of the limit, %"]
    head += ["abandoned, %", "windows over", "progressive, %"]
    return section(
        "## Against the limit",
        "Memoryless rings of 12 s on average and memoryless handle times; whoever finds no agent "
        "is abandoned at once; 240 hours, which are the rule's window. *Limit* is the largest "
        "occupancy that any policy could reach within the cap, even one that knows everything: "
        "the exact solution of the Markov decision process (`pacing/limit.py`). Goal: 99.3 % of "
        "it, with up to 3 agents 99 %; a share below the goal is **bold**. *Windows over* are "
        "those whose abandonment was above the cap, of all that were simulated.",
        verdict(len(rows), misses, "row", "the goal")
        + (f" Abandonment is above the cap in {over}." if over else " None is over the cap."),
        table(head, rows),
    )


def sizes_of_limits(options, cap, instance):
    if not options.quick:
        return options.agents or SIZES
    if cap == 3:
        return options.agents or QUICK_SIZES
    return options.agents or [3, 10] if instance == known.INSTANCES[0] else []


def windows(agents, quick):
    """How many windows of 240 hours, so that chance leaves less than the goals' tolerance."""
    if quick:
        return 8 if agents <= 3 else 4 if agents <= 10 else 2
    return 40 if agents <= 3 else 20 if agents <= 10 else 10 if agents <= 30 else 4


def days(runner, options):
    sizes = [agents for agents in options.agents or DAY_GOALS if agents in DAY_GOALS]
    cases = [(instance, agents) for instance in known.INSTANCES for agents in sizes]
    if options.quick:
        cases = [case for case in cases if case[1] < 100 or case[0] == known.INSTANCES[0]]
    runs = []
    for (talk, answer), agents in cases:
        few, many = (40, 2_000 // agents) if options.quick else (400, 2_000)
        runs.append(
            Run.of(
                scenarios.limit(agents, talk, answer, 3, single_day=True),
                ["predictive:abandonment=3%", "progressive"],
                options.replications or max(few, many),
            )
        )
    rows, misses, over = [], [], 0
    for (instance, agents), found in zip(cases, runner.run("days", runs)):
        predictive, progressive = both(found)
        share = predictive["occupancy"]["mean"] / known.LIMITS[3][instance][agents] * 1e4
        goal = DAY_GOALS[agents]
        if share < goal:
            misses.append((share - goal, f"{agents} agents {case(3, instance)}: {share:.2f} %"))
        over += predictive["abandonment"]["daysOverCap"] > 0
        rows.append(
            [
                f"{instance[0]} s",
                f"{instance[1]}",
                f"{agents}",
                interval(predictive["occupancy"]),
                mark(share, goal),
                f"{goal}",
                percent(predictive["abandonment"]["mean"]),
                percent(predictive["abandonment"]["worst"]),
                windows_over(predictive),
                percent(progressive["occupancy"]["mean"]),
            ]
        )
    head = ["handle", "answer", "agents", "predictive, %", "of the limit, %", "goal, %"]
    head += ["abandoned, %", "worst day, %", "days over", "progressive, %"]
    return section(
        "## One day at a time",
        "The same worlds with the cap of 3 % on each single day of eight hours, and each day begun "
        "cold. The limit is that of the long run. A share below the goal is **bold**; no day "
        "should be over the cap.",
        verdict(len(rows), misses, "row", "the goal")
        + (
            f" Days are over the cap in {count(over, 'row')}."
            if over
            else " No day is over the cap."
        ),
        table(head, rows),
    )


RATIOS = [f"fixedRatio={ratio}" for ratio in (1.5, 2, 3)]


def realistic(runner, options):
    usual = [3, 5, 10, 20, 50] if options.quick else list(known.REALISTIC)
    sizes = [agents for agents in options.agents or usual if agents in known.REALISTIC]
    many = {size: options.replications or windows(size, options.quick) for size in sizes}
    target = "predictive:abandonment=3%"
    runs = [
        Run.of(scenarios.realistic(agents), [target, "progressive", *RATIOS], many[agents])
        for agents in sizes
    ]
    others = [
        Run.of(scenarios.realistic(agents), [f"{target},ringAges=ignored"], many[agents])
        for agents in sizes
    ] + [
        Run.of(scenarios.realistic(agents, stages), [target], many[agents])
        for agents in sizes
        for stages in scenarios.STAGES
    ]
    found = runner.run("realistic", runs + others)
    blind = dict(zip(sizes, found[len(sizes) :]))
    staged = zip(*[iter(found[2 * len(sizes) :])] * len(scenarios.STAGES))
    rows, stages, misses, over = [], [], [], 0
    for agents, found in zip(sizes, found):
        policies = found["scenarios"][0]["policies"]
        predictive, progressive = both(found)
        ratio = max(
            policy["occupancy"]["mean"]
            for policy in policies
            if policy["policy"].startswith("fixed") and policy["abandonment"]["mean"] <= 0.03
        )
        references = known.REALISTIC[agents]
        occupancy = predictive["occupancy"]["mean"] * 100
        ahead = occupancy - references["lookAhead"]
        if ahead < -REALISTIC_SLACK:
            text = f"{agents} agents: {points(ahead)} points against the look-ahead"
            misses.append((ahead + REALISTIC_SLACK, text))
        over += predictive["abandonment"]["mean"] > 0.03
        rows.append(
            [
                f"{agents}",
                percent(progressive["occupancy"]["mean"]),
                percent(ratio),
                f"{references['linear']}",
                percent(blind[agents]["occupancy"]["mean"]),
                interval(predictive["occupancy"]),
                percent(predictive["abandonment"]["mean"], 3),
                windows_over(predictive),
                f"{references['lookAhead']}",
                points(ahead) if ahead >= -REALISTIC_SLACK else f"**{points(ahead)}**",
                f"{references['toldEnds']}",
            ]
        )
        stages.append(stage_row(agents, predictive, next(staged), references["toldEnds"]))
    head = ["agents", "progressive, %", "fixed ratio, %", "linear, tuned, %"]
    head += [
        "blind to ring ages, %",
        "predictive, %",
        "abandoned, %",
        "windows over",
        "look-ahead, tuned, %",
        "ahead of it",
        "told all ends, %",
    ]
    return section(
        "## Realistic times",
        "Rings until an answer lognormal with a mean of 10 s and a cv of 0.5; 25 s where nobody "
        "answers; handle times lognormal, 180 s, 0.5; 30 % answer; nobody waits; a cap of 3 % "
        "over 240 hours. *Fixed ratio* is the best of 1.5, 2 and 3 under the engine's guard. The "
        "columns *tuned* are fixed references: policies optimised offline in the knowledge of the "
        "answer rate and of all times; *told all ends* also knew when every talk would end. Goal: "
        f"the tuned look-ahead less {REALISTIC_SLACK} points; what is below it is **bold**. *Blind to "
        "ring ages* is predictive with `ringAges: ignored`.",
        verdict(len(rows), misses, "row", "the goal")
        + (f" Abandonment is above the cap in {over}." if over else " None is over the cap."),
        table(head, rows),
        STAGES_TEXT,
        table(STAGES_HEAD, stages),
    )


STAGES_TEXT = (
    "What it is worth to know more of when talks end, in the same worlds: the script says 15 s "
    "before the end of nine talks of ten that it is in its closing stage; agents say so in six of "
    "ten, about 15 s before (lognormal, cv 0.5), and in two at any time; nobody says anything, and "
    "all talks last about as long (cv 0.1, 0.05). *Closed* is how much of the way from predictive to "
    "being told all ends that is."
)
STAGES_HEAD = ["agents", "predictive, %", "script, %", "closed", "agents say, %", "closed"]
STAGES_HEAD += ["talk's cv 0.1, %", "closed", "cv 0.05, %", "closed", "told all ends, %"]


def stage_row(agents, predictive, staged, told):
    usual = predictive["occupancy"]["mean"] * 100
    row = [f"{agents}", f"{usual:.2f}"]
    for found in staged:
        share = (found["occupancy"]["mean"] * 100 - usual) / (told - usual)
        row += [interval(found["occupancy"]), f"{share:.0%}"]
    return row + [f"{told}"]


ALL = {
    "limits": limits,
    "days": days,
    "realistic": realistic,
    "shocks": shocks,
    "league": league,
    "decisions": decisions,
}
# Those whose figures do not depend on the machine.
USUAL = [name for name in ALL if name != "decisions"]


# MARK: Words


def both(found):
    """Predictive and progressive, of what has been compared."""
    policies = found["scenarios"][0]["policies"]
    return (
        next(policy for policy in policies if policy["policy"].startswith(name))
        for name in ("predictive", "progressive")
    )


def case(cap, instance):
    return f"({instance[0]} s, {instance[1]}, cap {cap} %)"


def interval(estimate):
    """In percent, with half of its 95 % interval where there is one."""
    if estimate["low"] is None or estimate["high"] is None:
        return percent(estimate["mean"])
    half = percent((estimate["high"] - estimate["low"]) / 2)
    return f"{percent(estimate['mean'])}\u00a0±\u00a0{half}"


def mark(share, goal):
    return f"{share:.2f}" if share >= goal else f"**{share:.2f}**"


def windows_over(estimates):
    whole = estimates["replications"]
    return of(round(estimates["abandonment"]["daysOverCap"] * whole), whole)


def count(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"


def verdict(whole, misses, word, goal):
    if not misses:
        return f"**All {count(whole, word)} reach {goal}.**"
    worst = min(misses)
    return (
        f"**{whole - len(misses)} of {count(whole, word)} reach {goal}.** "
        f"Farthest from it: {worst[1]}."
    )
