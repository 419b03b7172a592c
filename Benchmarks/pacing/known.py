"""What is known of the best possible: found once, and compared with what is simulated."""

# The limit model's instances: mean handle time in seconds and chance of an answer.
INSTANCES = [(180, 0.3), (180, 0.1), (60, 0.3)]

# Largest occupancy, in percent, with abandonment of no more than the cap, by cap in percent,
# instance and agents: the exact solution that `limit.py` finds. Those of 3 % the product has too.
LIMITS = {
    3: {
        (180, 0.3): {
            1: 82.64, 2: 83.73, 3: 84.46, 5: 85.68, 10: 87.85,
            20: 90.72, 30: 92.45, 50: 94.34, 100: 96.32, 200: 97.67,
        },
        (180, 0.1): {
            1: 64.24, 2: 69.65, 3: 73.30, 5: 78.04, 10: 84.29,
            20: 89.27, 30: 91.57, 50: 93.87, 100: 96.11, 200: 97.58,
        },
        (60, 0.3): {
            1: 61.52, 2: 65.31, 3: 67.97, 5: 72.17, 10: 79.28,
            20: 85.73, 30: 88.80, 50: 91.87, 100: 94.87, 200: 96.83,
        },
    },
    1: {
        (180, 0.3): {
            1: 82.09, 2: 82.77, 3: 82.95, 5: 83.54, 10: 85.37, 20: 88.53,
        },
        (180, 0.1): {
            1: 61.32, 2: 66.28, 3: 69.03, 5: 73.40, 10: 80.22, 20: 86.29,
        },
        (60, 0.3): {
            1: 60.49, 2: 62.02, 3: 63.41, 5: 67.01, 10: 74.64, 20: 82.05,
        },
    },
    5: {
        (180, 0.3): {
            1: 83.25, 2: 84.38, 3: 85.30, 5: 86.60, 10: 89.01, 20: 91.85,
        },
        (180, 0.1): {
            1: 67.59, 2: 72.95, 3: 76.57, 5: 81.16, 10: 86.41, 20: 90.75,
        },
        (60, 0.3): {
            1: 62.64, 2: 67.14, 3: 70.12, 5: 74.90, 10: 81.75, 20: 87.62,
        },
    },
}  # fmt: skip

# Realistic times, in percent: what policies reach that were tuned knowing the answer rate and all
# times. A look-ahead that prices abandonment; the best linear rule; and the look-ahead when it is
# also told when every talk will end.
REALISTIC = {
    3: {"lookAhead": 81.6, "linear": 76.9, "toldEnds": 82.5},
    5: {"lookAhead": 83.3, "linear": 80.0, "toldEnds": 84.2},
    10: {"lookAhead": 86.5, "linear": 84.4, "toldEnds": 87.1},
    20: {"lookAhead": 89.9, "linear": 88.4, "toldEnds": 91.0},
    50: {"lookAhead": 93.5, "linear": 92.3, "toldEnds": 94.6},
    100: {"lookAhead": 95.5, "linear": 94.5, "toldEnds": 96.4},
}
