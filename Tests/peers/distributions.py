"""Judges draws made by Dialpace against distributions of scipy, which shares no code with it.

    python3 distributions.py FOLDER

Each file of FOLDER, little-endian doubles, is named for a distribution below and, after a "+", for
what made it. Prints for each: name, Kolmogorov and Smirnov's chance, Anderson and Darling's A².
"""

import pathlib
import sys

import numpy as np
from scipy import special, stats


def lognormal(mean, cv):
    deviation = np.sqrt(np.log1p(cv * cv))
    return stats.lognorm(deviation, scale=mean / np.exp(deviation**2 / 2))


def gamma(mean, cv):
    return stats.gamma(1 / cv**2, scale=mean * cv**2)


def weibull(mean, shape):
    return stats.weibull_min(shape, scale=mean / special.gamma(1 + 1 / shape))


class Mixture:
    def __init__(self, *parts):
        self.parts = parts

    def cdf(self, x):
        return sum(weight * part.cdf(x) for weight, part in self.parts)

    def sf(self, x):
        return sum(weight * part.sf(x) for weight, part in self.parts)


class Curve:
    def __init__(self, *points):
        self.shares, self.values = zip(*points)

    def cdf(self, x):
        return np.interp(x, self.values, self.shares)

    def sf(self, x):
        return 1 - self.cdf(x)


DISTRIBUTIONS = {
    "uniform": stats.uniform(2, 6),
    "exponential": stats.expon(scale=20),
    "exponential three percent longer": stats.expon(scale=20.6),
    "lognormal": lognormal(10, 0.5),
    "lognormal wide": lognormal(60, 3),
    "weibull": weibull(15, 2),
    "weibull wide": weibull(4, 0.7),
    "gamma": gamma(40, 0.5),
    "gamma wide": gamma(8, 2),
    "gamma narrow": gamma(30, 0.05),
    "erlang": stats.erlang(4, scale=7.5),
    "mixture": Mixture((0.25, stats.expon(scale=4)), (0.75, gamma(20, 0.4))),
    "mixture apart": Mixture((0.4, stats.uniform(1, 1)), (0.6, lognormal(90, 0.3))),
    "curve": Curve((0, 2), (0.5, 8), (0.95, 20), (1, 40)),
}


def anderson(distribution, draws):
    """A² against a distribution known in full: above 6.0 once in a thousand."""
    x = np.sort(draws)
    n = len(x)
    weights = 2 * np.arange(1, n + 1) - 1
    return -n - np.mean(weights * (np.log(distribution.cdf(x)) + np.log(distribution.sf(x[::-1]))))


for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    distribution = DISTRIBUTIONS[path.name.split("+")[0]]
    draws = np.fromfile(path, dtype="<f8")
    chance = stats.kstest(draws, distribution.cdf).pvalue
    print(path.name, chance, anderson(distribution, draws), sep="\t")
