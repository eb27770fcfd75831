"""Weights of `kg.identity.likelihood` and `kg.identity.linking`, and the thresholds that go with them.

The priors are what one would say without data. The weights are the priors after fold 1 of KnowledgeNet,
which is too small to say everything: `python -m bench.identity --fit` prints them.
"""

MERGING_PRIOR = {
    "bias": 0.0,
    "same": 3.5,
    "variant": 3.0,
    "initials": 0.3,
    "spelling": 2.6,
    "acronym": 0.2,
    "headed": 2.0,
    "extended": -1.0,
    "part": -1.8,
    "overlap": -3.5,
    "none": -5.0,
    "shared": 3.5,
    "shared by others": 0.8,
    "company": 0.8,
    "crowd": -0.8,
    "other type": -3.0,
    "contradiction": -2.0,
    "closeness": 1.5,
    "unique": 7.0,
}

MERGING = {
    "bias": -0.88,
    "same": 3.77,
    "variant": 3.47,
    "initials": 0.01,
    "spelling": 2.74,
    "acronym": -0.37,
    "headed": 2.65,
    "extended": -1.07,
    "part": -2.68,
    "overlap": -3.78,
    "none": -5.3,
    "shared": 2.88,
    "shared by others": 0.75,
    "company": -0.19,
    "crowd": -1.71,
    "other type": -3.11,
    "contradiction": -2.0,
    "closeness": 1.5,
    "unique": 7.0,
}
SURE = 0.7
"""From this probability on, two things are made one without asking."""
DOUBTFUL = 0.3
"""From this probability on, somebody is asked."""

LINKING_PRIOR = {
    "bias": 0.0,
    "same": 2.5,
    "variant": 2.0,
    "initials": 0.0,
    "spelling": 1.5,
    "acronym": 0.0,
    "headed": 1.0,
    "extended": -1.5,
    "part": -2.0,
    "rivals": -1.0,
    "company": 1.5,
    "agreeing": 2.5,
    "contradicting": -2.0,
    "words": 1.0,
    "fame": 0.5,
    "other type": -2.0,
}

LINKING = {
    "bias": -0.38,
    "same": 3.14,
    "variant": 2.15,
    "initials": 0.0,
    "spelling": 1.01,
    "acronym": -0.95,
    "headed": 1.17,
    "extended": -1.2,
    "part": -2.21,
    "rivals": -3.06,
    "company": 1.38,
    "agreeing": 2.52,
    "contradicting": -2.02,
    "words": 0.99,
    "fame": 0.25,
    "other type": -3.41,
}
LINKED = 0.5
"""From this probability on, a document means an entity of a knowledge base."""
AHEAD = 0.1
"""By how much it must be likelier than the next."""
UNCLEAR = 0.25
"""From this probability on, somebody is asked."""
