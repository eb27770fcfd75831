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
    "bias": -0.69,
    "same": 3.73,
    "variant": 3.36,
    "initials": -0.03,
    "spelling": 2.72,
    "acronym": 0.36,
    "headed": 2.59,
    "extended": -1.15,
    "part": -2.76,
    "overlap": -3.87,
    "none": -5.35,
    "shared": 2.85,
    "shared by others": 0.75,
    "company": -0.24,
    "crowd": -1.77,
    "other type": -3.12,
    "contradiction": -2.0,
    "closeness": 1.5,
    "unique": 7.0,
}
SURE = 0.7
"""From this probability on, two things are made one without asking."""
DOUBTFUL = 0.25
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
    "bias": -0.29,
    "same": 3.08,
    "variant": 2.09,
    "initials": 0.0,
    "spelling": 0.99,
    "acronym": -0.53,
    "headed": 1.1,
    "extended": -1.24,
    "part": -2.28,
    "rivals": -3.15,
    "company": 1.38,
    "agreeing": 2.52,
    "contradicting": -2.02,
    "words": 0.99,
    "fame": 0.27,
    "other type": -3.41,
}
LINKED = 0.5
"""From this probability on, a document means an entity of a knowledge base."""
AHEAD = 0.1
"""By how much it must be likelier than the next."""
UNCLEAR = 0.25
"""From this probability on, somebody is asked."""
