"""What one pacing decision costs: time, instructions, allocations."""

import json
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from running import Fault
from tables import section, table

PACKAGE = Path(__file__).resolve().parent.parent
BUILD = ["swift", "build", "-c", "release", "--package-path", str(PACKAGE)]
SIZES = [10, 40, 100, 1_000, 10_000]
# Nanoseconds for a decision with about two calls in flight for each agent.
GOALS = {100: 1_000, 10_000: 3_000}


def decisions(runner, options):
    call([*BUILD, "--product", "decisions"])
    program = Path(call([*BUILD, "--show-bin-path"])[0].strip()) / "decisions"
    rows, misses = [], []
    for agents in options.agents or SIZES:
        print(f"decisions: {agents} agents", file=sys.stderr, flush=True)
        found = json.loads(call([program, agents, 200_000 if options.quick else 1_000_000])[0])
        if found["disagreements"] > 0:
            raise Fault(f"decisions: {agents} agents: what was repeated was decided otherwise")
        goal = GOALS.get(agents)
        nanoseconds = found["nanoseconds"]
        if goal is not None and nanoseconds > goal:
            misses.append(f"{agents:,} agents")
        if found["allocations"] > 0:
            misses.append(f"{agents:,} agents by allocations")
        told = f"{found['notes'] / found['decisions']:.1f}"
        shown = f"{nanoseconds:,.0f}"
        rows.append(
            [
                f"{agents:,}",
                f"{found['inFlight']:,}",
                told,
                f"**{shown}**" if goal is not None and nanoseconds > goal else shown,
                "–" if goal is None else f"{goal:,}",
                f"{found['slowest']:,.0f}",
                instructions(program, agents),
                f"{found['allocations']:,}",
            ]
        )
    head = ["agents", "calls in flight", "events told", "time, ns", "goal, ns", "slowest batch, ns"]
    head += ["instructions", "allocations"]
    return section(
        "## One decision",
        "What `Predictive` takes for one decision, together with the events it is told since the one "
        "before (*events told*, on average). A campaign with about two calls in flight for each agent "
        "(one in ten answers; talk and wrap-up 95 s) is simulated to its steady state, with everything "
        "learned; from then on a second policy goes through all that the campaign's own is asked and "
        "told, and is measured. *Time* is the processor's, the median over batches of ten thousand "
        "decisions, the work once a second and once in some dozens of calls included. *Instructions* "
        "are counted by valgrind, and hardly depend on the machine; the times do: here "
        f"{processor()}, Swift {compiler()}, other work going on beside it. A time above its goal is "
        "**bold**.",
        f"**Missed: {', '.join(misses)}.**" if misses else "**All goals are met; nothing is allocated.**",
        table(head, rows),
    )


def instructions(program, agents):
    """Returns how many a decision takes, or a dash where they cannot be counted."""
    if not shutil.which("valgrind"):
        return "–"
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    counting += ["--toggle-collect=*goThroughMeasured*", program, agents, 100_000]
    output, errors = call(counting)
    collected = re.search(r"Collected : (\d+)", errors)
    if not collected:
        raise Fault(f"valgrind says nothing of instructions\n{errors.strip()}")
    return f"{int(collected[1]) / json.loads(output)['decisions']:,.0f}"


def call(words):
    """Returns what a command says, and what of it as errors."""
    words = [str(word) for word in words]
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True)
    except OSError as error:
        raise Fault(f"{words[0]}: {error.strerror}") from None
    if done.returncode != 0:
        raise Fault(f"{' '.join(words)}\n{(done.stderr or done.stdout).strip()}")
    return done.stdout, done.stderr


def compiler():
    return re.search(r"Swift version (\S+)", call(["swift", "--version"])[0])[1]


def processor():
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()
