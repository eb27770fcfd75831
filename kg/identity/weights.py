"""Weights of `kg.identity.likelihood`, and the thresholds that go with them."""

PRIOR = {
    "bias": 0.0,
    "same": 3.5,
    "variant": 3.0,
    "initials": 0.3,
    "spelling": 2.6,
    "acronym": 0.2,
    "headed": 2.0,
    "extended": -0.5,
    "part": -0.8,
    "overlap": -3.5,
    "none": -5.0,
    "shared": 1.6,
    "company": 0.8,
    "crowd": -0.8,
    "other type": -3.0,
    "contradiction": -2.0,
    "closeness": 1.5,
    "unique": 5.0,
}
"""What one would say without data; `python -m bench.identity --fit` starts here."""

MERGING = PRIOR
SURE = 0.7
"""From this probability on, two things are made one without asking."""
DOUBTFUL = 0.3
"""From this probability on, somebody is asked."""
