"""The worlds of the pacing benchmark, as scenario files.

A scenario is a mapping as it stands in its file; README.md says what the groups are for.
"""

HOURS_OF_DAY = 8
HOURS_OF_WINDOW = 240

# The whole run is the rule's window: thirty days of eight hours.
WINDOW = "30d"


def text(scenario):
    """Returns the scenario as a file: a line for each key."""
    return "".join(f"{key}: {flow(value)}\n" for key, value in scenario.items())


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return str(value)


def lognormal(mean, cv):
    return {"lognormal": {"mean": f"{mean}s", "cv": cv}}


def people(share):
    """Of all calls this share is answered by a person, and the rest by nobody."""
    return {"person": share, "noAnswer": round(1 - share, 6)}


# MARK: Limits


def limit(agents, talk, answer, cap, single_day=False):
    """Erlang's world, in which the best possible is known: see `limit.py`."""
    hours = HOURS_OF_DAY if single_day else HOURS_OF_WINDOW
    return {
        "name": f"{'day' if single_day else 'limit'}-{agents}-h{talk}-p{answer}-cap{cap}",
        "duration": f"{hours}h",
        "day": f"{hours}h",
        "agents": {"count": agents, "talk": {"exponential": f"{talk}s"}, "wrapUp": "0s"},
        "calls": {
            "setup": "0s",
            "outcomes": people(answer),
            "ring": {"exponential": "12s"},
            "noAnswer": {"exponential": "12s"},
            "ringTimeout": "600s",
            "lines": 20_000,
        },
        "limits": {"hold": "0s", "lines": 20_000},
        "rules": {"abandonment": f"{cap}%", "window": "day" if single_day else WINDOW},
        "policy": {"predictive": {"abandonment": f"{cap}%"}},
    }


# What agents say of the stage of their talks, and how the talks are spread: by what it is called.
STAGES = {
    "script": {"closing": {"lead": "15s", "share": "90%"}},
    "agents": {"closing": {"lead": lognormal(15, 0.5), "share": "60%", "falseShare": "50%"}},
    "alike": {"talk": lognormal(180, 0.1)},
    "recorded": {"talk": lognormal(180, 0.05)},
}


def realistic(agents, stages=None):
    """The limit's world with times as people have them; `stages`: one of STAGES."""
    crew = {"count": agents, "talk": lognormal(180, 0.5), "wrapUp": "0s"}
    return limit(agents, 180, 0.3, 3) | {
        "name": f"realistic-{agents}" + (f"-{stages}" if stages else ""),
        "agents": crew | (STAGES[stages] if stages else {}),
        "calls": {
            "setup": "0s",
            "outcomes": people(0.3),
            "ring": lognormal(10, 0.5),
            "ringTimeout": "25s",
            "lines": 20_000,
        },
    }


# MARK: League


def league():
    """Returns the league's scenarios: what is said of each, and each."""
    rows = [
        (f"team of {agents}", base(f"team-{agents}", agents=agents))
        for agents in (3, 5, 10, 20, 50, 200)
    ]
    rows += [
        (
            f"{share * 100:.0f} % answer",
            base(f"answer-{share * 100:.0f}", calls={"outcomes": people(share)}),
        )
        for share in (0.05, 0.1, 0.15, 0.45, 0.6)
    ]
    rows += [
        ("short talk", base("talk-short", talk=(40, 0.8), wrap_up=(5, 0.6))),
        (
            "long talk",
            base("talk-long", talk=(600, 0.8), wrap_up=(60, 0.6)),
        ),
        ("talk's cv 0.5", base("spread-0.5", talk=(150, 0.5), wrap_up=(20, 0.5))),
        ("talk's cv 1.5", base("spread-1.5", talk=(150, 1.5), wrap_up=(20, 1.5))),
        ("machine detection", base("machines", calls=MACHINES)),
        ("segments well mixed", base("mixed", listed=segments())),
        (
            "morning ramp",
            base(
                "morning-ramp",
                events=[{"at": f"{20 * n}m", "agents": 5 * (n + 1)} for n in (1, 2, 3)],
            )
            | {"agents": crew(5, (150, 0.8), (20, 0.6))},
        ),
        (
            "lunch",
            base("lunch", events=[{"at": "4h", "agents": 8}, {"at": "5h", "agents": 20}]),
        ),
    ]
    return rows + shocks()


def shocks(agents=50):
    """What changes at once, and strikes a policy that has learned another world."""

    def world(name, **different):
        # The league's teams of 50 need no number.
        own = name if agents == 50 else f"{name}-{agents}"
        return base(own, agents=agents, **different)

    low, high = (change("4h", people(share)) for share in (0.05, 0.45))
    halves = [
        change(f"{30 * half}m", people(0.4 if half % 2 else 0.1))
        for half in range(1, 2 * HOURS_OF_DAY)
    ]
    return [
        (
            "answers jump up",
            world("jump-up", calls={"outcomes": people(0.15)}, events=[high]),
        ),
        (
            "answers jump down",
            world("jump-down", calls={"outcomes": people(0.15)}, events=[low]),
        ),
        (
            "half the team leaves",
            world("half-leaves", events=[{"at": "4h", "agents": max(1, agents // 2)}]),
        ),
        (
            "the trunk slows",
            world(
                "trunk-slows",
                calls={"setup": lognormal(3, 0.4)},
                events=[{"at": "4h", "calls": {"setup": {"times": 2}}}],
            ),
        ),
        (
            "ringing doubles",
            world(
                "ring-doubles",
                calls={"ringTimeout": "45s"},
                events=[{"at": "4h", "calls": {"ring": {"times": 2}}}],
            ),
        ),
        (
            "lines vanish",
            world(
                "lines-vanish",
                events=[
                    {"at": "4h", "limits": {"lines": max(1, agents * 2 // 5)}},
                    {"at": "4h30m", "limits": {"lines": 2_000}},
                ],
            ),
        ),
        (
            "segments alternate",
            world("segments", calls={"outcomes": people(0.1)}, events=halves),
        ),
        (
            "a list sorted by segment",
            world("sorted", listed=segments(block=60 * agents)),
        ),
    ]


def segments(**different):
    """A list of which one half answers in 10 of a hundred calls, the other in 40."""
    halves = [
        {"name": name, "share": 0.5, "outcomes": people(share)}
        for name, share in (("few", 0.1), ("many", 0.4))
    ]
    return different | {"segments": halves}


MACHINES = {
    "outcomes": {"person": 0.2, "machine": 0.3, "busy": 0.05, "noAnswer": 0.45},
    "failure": "3s",
    "screening": {
        "person": lognormal(0.8, 0.4),
        "machine": lognormal(2.5, 0.3),
        "personTakenForMachine": "1%",
        "machineTakenForPerson": "5%",
        "notSure": "2%",
    },
}


def crew(agents, talk, wrap_up):
    return {"count": agents, "talk": lognormal(*talk), "wrapUp": lognormal(*wrap_up)}


def change(at, outcomes):
    return {"at": at, "calls": {"outcomes": outcomes}}


def base(
    name, agents=20, talk=(150, 0.8), wrap_up=(20, 0.6), calls=None, events=None, listed=None
):
    """One day of eight hours from a cold start, the cap on that day alone."""
    scenario = {
        "name": name,
        "duration": f"{HOURS_OF_DAY}h",
        "day": f"{HOURS_OF_DAY}h",
        "agents": crew(agents, talk, wrap_up),
        "calls": {
            "setup": lognormal(1.5, 0.4),
            "outcomes": people(0.25),
            "ring": lognormal(10, 0.5),
            "ringTimeout": "25s",
            "lines": 20_000,
        }
        | (calls or {}),
        "limits": {"hold": "2s", "lines": 2_000},
        "rules": {"abandonment": "3%", "window": "day"},
        "policy": {"predictive": {"abandonment": "3%"}},
    }
    if listed:
        scenario["list"] = listed
    if events:
        scenario["events"] = events
    return scenario
