"""Student's t: intervals of means over replications, without a package for them."""

import math
from statistics import fmean, stdev


def t_probability(t, degrees):
    """Returns P(|T| < t) for a whole number of degrees of freedom.

    Source: Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    """
    angle = math.atan(t / math.sqrt(degrees))
    cosine = math.cos(angle)
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = 0.0
    for k in range(1 + odd, degrees, 2):
        total += term
        term *= k / (k + 1) * cosine**2
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


def t_quantile(confidence, degrees):
    """Returns the t with P(|T| < t) = confidence."""
    low, high = 0.0, 1.0
    while t_probability(high, degrees) < confidence:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        if t_probability(middle, degrees) < confidence:
            low = middle
        else:
            high = middle
    return high


def interval(values, confidence=0.95):
    """Returns the mean of `values` and half the width of its interval, None for fewer than two."""
    if len(values) < 2:
        return fmean(values), None
    return fmean(values), t_quantile(confidence, len(values) - 1) * stdev(values) / math.sqrt(
        len(values)
    )


def differ(some, others, confidence):
    """Returns whether two samples' means differ (Welch), None for samples too small to tell."""
    if len(some) < 2 or len(others) < 2:
        return None
    parts = [stdev(values) ** 2 / len(values) for values in (some, others)]
    if sum(parts) == 0:
        return fmean(some) != fmean(others)
    degrees = sum(parts) ** 2 / (
        parts[0] ** 2 / (len(some) - 1) + parts[1] ** 2 / (len(others) - 1)
    )
    distance = abs(fmean(some) - fmean(others))
    return distance > t_quantile(confidence, int(degrees)) * math.sqrt(sum(parts))
