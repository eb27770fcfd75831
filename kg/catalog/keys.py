"""What the tables are searched by: digests and normal forms, where the words themselves would burst an index."""

import hashlib

from kg.iris import normal_name

_NAME_KEY = 200
"""Characters of a name that searches see; PostgreSQL cannot index much more."""


def thing_key(iri: str) -> str:
    """Return the digest by which a thing is indexed: an IRI may be too long for PostgreSQL's B-trees."""
    return hashlib.sha256(iri.encode("utf-8")).hexdigest()[:32]


def name_key(name: str) -> str:
    """Return the form of a name that searches compare."""
    return normal_name(name)[:_NAME_KEY]
