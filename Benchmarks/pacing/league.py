"""The league: all policies in all scenarios."""

import scenarios
from running import Run
from tables import of, percent, points, section, table

OURS = "predictive:abandonment=3%"
PLAIN = "progressive"
# Calls in flight for each idle agent, and what of an idle one a busy one counts for. The best that
# keeps the cap is shown: what would have come of tuning, in hindsight.
RATIOS = (1.5, 2, 3, 4, 6, 10)
WEIGHTS = (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
QUICK_WEIGHTS = (0, 0.1, 0.2, 0.3)
PEERS = {
    "vicidialRatio": "VICIdial RATIO",
    "vicidialAdaptHardLimit": "VICIdial ADAPT_HARD_LIMIT",
    "vicidialAdaptAverage": "VICIdial ADAPT_AVERAGE",
    "vicidialAdaptTapered": "VICIdial ADAPT_TAPERED",
    "vicidialAdaptTapered:availableOnly=on": "VICIdial ADAPT_TAPERED, available only",
    "issabel": "Issabel",
    "issabel:overcommit=on": "Issabel, overcommit",
    "contactCentersDial1xFree": "ContactCenters DIAL1XFREE",
    "contactCentersDial2xFree": "ContactCenters DIAL2XFREE",
    "contactCentersMismatch": "ContactCenters mismatch",
    "impactDialing": "ImpactDialing",
    "binomialBound": "binomial bound",
    "ciscoLike": "Cisco-like",
    "avayaLike": "Avaya-like",
}
GUARDED = ", under our guard"


def entrants(quick):
    """Every policy as the command has it, with its name in the tables."""
    names = {OURS: "**predictive**", PLAIN: "progressive"}
    for ratio in RATIOS:
        names[f"fixedRatio={ratio}"] = f"fixed ratio {ratio}"
        for weight in (QUICK_WEIGHTS if quick else WEIGHTS)[1:]:
            names[f"fixedRatio:ratio={ratio},busy={weight}"] = f"linear {ratio}, busy {weight}"
    for peer, name in PEERS.items():
        names[f"{peer}{',' if ':' in peer else ':'}guard=off"] = name
        names[peer] = name + GUARDED
    return names


def league(runner, options):
    names = entrants(options.quick)
    worlds = scenarios.league()
    shocks = {scenario["name"] for _, scenario in scenarios.shocks()}
    runs = []
    for _, scenario in worlds:
        few, many = (20, 100) if options.quick else (200, 2_000)
        for policy in names:
            # No day over the cap is promised of ours where the world changes.
            own = many if policy == OURS and scenario["name"] in shocks else few
            runs.append(Run.of(scenario, [policy], options.replications or own))
    found = runner.run("league", runs)
    overview, details, behind, lenient, faults = [], [], [], [], []
    for place, (title, scenario) in enumerate(worlds):
        results = found[place * len(names) : (place + 1) * len(names)]
        row = Row(title, dict(zip(names, results)), names)
        overview.append(row.overview())
        details.append(row.details(scenario["name"]))
        behind += row.behind(row.kept_every_day)
        lenient += row.behind(row.kept_on_average)
        if row.ours.over:
            faults.append(f"{title}: {row.ours.days_over}")
    said = summary(len(worlds), behind, lenient, faults)
    tables = [table(HEAD, overview, words=[0, 7]), "### All policies", DETAILS, *details]
    return section("## The league", TEXT, *said, *tables)


TEXT = (
    "Days of eight hours, each begun cold, with a cap of 3 % on each day; 20 agents (50 where "
    "something changes at mid-day), talk of 150 s (lognormal, cv 0.8) and wrap-up of 20 s, 25 % "
    "of the calls answered by a person after 10 s (lognormal, cv 0.5), given up at 25 s; who is "
    "not served within 2 s is abandoned; but for what the row says. *Talk* is minutes of talk per "
    "agent and hour, *gain* how much more that is than progressive's, *delay* the 95th percentile "
    "of the time from picking up to the agent. *The best other* is, of all other policies, the "
    "one with the highest occupancy that kept the cap on every day."
)

DETAILS = (
    "Peers stand in twice: as their makers built them, and under the guard that the engine holds "
    "over any policy where a cap is set. Under that guard are also *fixed ratio*, calls in flight "
    "for each idle agent, and *linear*, where a busy agent counts as so much of an idle one: of "
    "each the best that kept the cap, chosen in hindsight. First those that kept the cap on every "
    "day, by occupancy; then the others."
)

HEAD = ["scenario", "predictive, %", "abandoned, %", "days over", "talk", "gain, %", "delay, s"]
HEAD += ["the best other", "has, %", "ahead"]


class Entry:
    """One policy in one scenario."""

    def __init__(self, name, found, plain):
        self.name = name
        self.occupancy = found["occupancy"]["mean"] * 100
        ends = found["occupancy"]["low"], found["occupancy"]["high"]
        self.half_width = (ends[1] - ends[0]) * 50 if None not in ends else None
        self.talk = found["talkMinutesPerHour"]["mean"]
        self.gain = self.talk / plain["talkMinutesPerHour"]["mean"] - 1
        self.abandonment = found["abandonment"]["mean"]
        self.worst = found["abandonment"]["worst"]
        self.over = round(found["abandonment"]["daysOverCap"] * found["replications"])
        self.days_over = of(self.over, found["replications"])
        self.delay = found["answerDelay"]["p95"]

    def figures(self):
        return [
            f"{self.occupancy:.2f}",
            percent(self.abandonment),
            self.days_over,
            f"{self.talk:.1f}",
            f"{self.gain * 100:+.0f}".replace("-", "−"),
            "–" if self.delay is None else f"{self.delay:.1f}",
        ]


class Row:
    """All policies in one scenario."""

    def __init__(self, title, found, names):
        self.title = title
        entries = {
            policy: Entry(names[policy], result, found[PLAIN]) for policy, result in found.items()
        }
        self.ours = entries[OURS]
        best = [
            max(
                (entry for policy, entry in entries.items() if policy.startswith(kind)),
                key=lambda entry: (entry.over == 0, entry.occupancy),
            )
            for kind in ("fixedRatio=", "fixedRatio:")
        ]
        self.entries = [
            entry
            for policy, entry in entries.items()
            if not policy.startswith("fixedRatio") or entry in best
        ]
        self.others = [entry for entry in self.entries if entry is not self.ours]

    @property
    def kept_every_day(self):
        return [entry for entry in self.others if entry.over == 0]

    @property
    def kept_on_average(self):
        return [entry for entry in self.others if entry.abandonment <= 0.03]

    def overview(self):
        best = max(self.kept_every_day, key=lambda entry: entry.occupancy)
        lead = self.ours.occupancy - best.occupancy
        return [
            self.title.replace(" ", "\u00a0"),
            *self.ours.figures(),
            best.name,
            f"{best.occupancy:.2f}",
            points(lead) if lead >= 0 else f"**{points(lead)}**",
        ]

    def behind(self, others):
        """The policy that is ahead of ours, if one is, in words."""
        first = max(others, key=lambda entry: entry.occupancy)
        lead = first.occupancy - self.ours.occupancy
        if lead <= 0:
            return []
        chance = (first.half_width or 0) + (self.ours.half_width or 0)
        return [
            f"{self.title}: {first.name} by {lead:.2f} points"
            + (" (less than chance may make)" if lead < chance else "")
        ]

    def details(self, name):
        order = sorted(self.entries, key=lambda entry: (entry.over > 0, -entry.occupancy))
        rows = []
        for place, entry in enumerate(order):
            kept = entry.over == 0
            worst = percent(entry.worst)
            rows.append([f"{place + 1}" if kept else "over", entry.name, *entry.figures(), worst])
        head = [
            "",
            "policy",
            "occupancy, %",
            "abandoned, %",
            "days over",
            "talk",
            "gain",
            "delay, s",
        ]
        body = table([*head, "worst day, %"], rows, words=[0, 1])
        title = f"<summary>{self.title} (<code>{name}</code>)</summary>"
        return f"<details>{title}\n\n{body}\n\n</details>"


def summary(whole, behind, lenient, faults):
    """Returns paragraphs and lists."""
    first = f"**Predictive has the highest occupancy of those that kept the cap in {{}} of {whole}"
    said = [first.format(whole - len(behind)) + " scenarios.**" + (" Not in:" if behind else "")]
    if behind:
        said.append(bullets(behind))
    if faults:
        said += ["It was itself over the cap on some days:", bullets(faults)]
    else:
        said.append("It kept the cap on every day of every scenario.")
    said.append(
        "By a milder reading, the cap over all days together and not on each, policies that break "
        f"it on many days count as well. Then predictive is first in {whole - len(lenient)} of "
        f"{whole}" + ("; not in:" if lenient else ".")
    )
    if lenient:
        said.append(bullets(lenient))
    return said


def bullets(texts):
    return "\n".join(f"- {text}" for text in texts)
