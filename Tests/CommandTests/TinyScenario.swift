/// Three agents for two hours: the scenario of tests that need some scenario.
let tinyScenario = """
    name: tiny
    duration: 2h
    seed: 7
    agents: {count: 3, talk: {exponential: 60s}, wrapUp: {constant: 0s}}
    calls: {outcomes: {person: 0.3, noAnswer: 0.7}, ring: {exponential: 12s}}
    policy: {predictive: {abandonment: 3%}}

    """
