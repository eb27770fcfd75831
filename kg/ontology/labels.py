"""What people call a class or a property: its label in the best language, or its IRI made readable."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

import pyoxigraph as ox

from kg.ontology import vocabulary as terms
from kg.ontology.triples import Triples

_LOCAL = re.compile(r"[^#/:]*$")
_HUMP = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINTS = re.compile(r"[_\s]+|(?<=\w)-(?=\w)")


def local_name(iri: str) -> str:
    """Return what follows the last '#', '/' or ':' of an IRI."""
    match = _LOCAL.search(iri.rstrip("#/:"))
    return unquote(match[0]) if match else iri


def readable(name: str) -> str:
    """Return a name of code as words: `birthPlace`, `birth_place` and `BirthPlace` are "birth place"."""
    words = _JOINTS.sub(" ", _HUMP.sub(" ", name)).split()
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)


def label_of(triples: Triples, iri: str) -> str:
    """Return the label in English, else without a language, else in any; else the IRI's name in words."""
    found = _texts(triples, iri, terms.LABEL)
    label = found[0] if found else local_name(iri)
    # a label that is one word with a hump in it is a name of code
    return readable(label) if not found or (" " not in label and _HUMP.search(label)) else label


def description_of(triples: Triples, iri: str) -> str:
    """Return what the ontology says of the meaning, in the same order of languages; empty if nothing."""
    return next(iter(_texts(triples, iri, terms.DESCRIPTION)), "")


def aliases_of(triples: Triples, iri: str) -> tuple[str, ...]:
    """Return the other names that are in English or of no language, or in any if none is."""
    label = label_of(triples, iri)
    texts = _best_languages(triples, iri, terms.LABEL + terms.ALIAS)
    return tuple(dict.fromkeys(text for text in texts if text != label))


def _best_languages(triples: Triples, iri: str, predicates: Sequence[str]) -> list[str]:
    literals = _literals(triples, iri, predicates)
    best = [value for value in literals if _foreign(value) < 2]
    return [" ".join(value.value.split()) for value in best or literals]


def _texts(triples: Triples, iri: str, predicates: Sequence[str]) -> list[str]:
    """Return the texts, best language first, and within a language in the order of `predicates`."""
    ordered = sorted(_literals(triples, iri, predicates), key=_foreign)
    return [" ".join(value.value.split()) for value in ordered]


def _literals(triples: Triples, iri: str, predicates: Sequence[str]) -> list[ox.Literal]:
    found = triples.values(iri, *predicates)
    return [value for value in found if isinstance(value, ox.Literal) and value.value.strip()]


def _foreign(value: ox.Literal) -> int:
    language = (value.language or "").lower()
    if language == "en" or language.startswith("en-"):
        return 0
    return 2 if language else 1
