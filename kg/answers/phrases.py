"""How questions put relations: words, and which end of the relation a name beside them is.

The file beside this one knows the relations that ship with kg; any other goes by its label and aliases.
What the words are:

    holder   a noun of what the subject has: "the FATHER of S", "S's father"
    value    a noun of what the object has:  "the CHILD of O", "O's child"
    doer     a verb whose doer is the subject: "S WORKED for O"
    done     a verb whose doer is the object: "O FOUNDED S"
    about    words that say which relation, but not which end
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from kg.answers.words import SMALL, stem, tokens
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.labels import local_name, readable
from kg.ontology.records import Property

Kind = Literal["holder", "value", "doer", "done", "about"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that put a relation: each place is filled by any of its stems; `own` is what the ontology calls it."""

    kind: Kind
    places: tuple[frozenset[str], ...]
    own: bool = False


@lru_cache(maxsize=1)
def shipped_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Return the phrases of the file, by property IRI."""
    lines = files("kg.answers").joinpath("phrases.tsv").read_text("utf-8").splitlines()
    found: dict[str, tuple[Phrase, ...]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            code, kind, words = line.split("\t")
            (known,) = (each for each in KINDS if each == kind)
            iri = WIKIDATA_DIRECT + code
            read = tuple(_phrase(known, one) for one in words.split(";"))
            found[iri] = found.get(iri, ()) + read
    return found


def phrases_of(property: Property) -> tuple[Phrase, ...]:
    """Return every phrase of a property: those of the file, its label and its aliases."""
    own = [_own(name) for name in (property.label, *property.aliases) if name.strip()]
    return shipped_phrases().get(property.iri, ()) + tuple(own)


def unknown_property(iri: str, label: str = "") -> Property:
    """Return a property that no ontology describes, called by the end of its IRI."""
    return Property(iri, label or readable(local_name(iri)) or iri)


def _phrase(kind: Kind, words: str) -> Phrase:
    """Read "work worked" as one place with two forms, "parent company" as two places."""
    parts = words.split()
    if len(parts) > 1 and _are_forms(parts):
        return Phrase(kind, (frozenset(map(stem, parts)),))
    return Phrase(kind, tuple(frozenset({stem(part)}) for part in parts))


def _are_forms(parts: Sequence[str]) -> bool:
    first = parts[0][:2]
    return all(part[:2] == first or part in _IRREGULAR for part in parts)


_IRREGULAR = frozenset(
    "dead won held got given gave led built made wrote written spoke spoken found fought sung sang began begun taught".split()
)


def _own(label: str) -> Phrase:
    """A label of an ontology: "founded by" is done, "capital of" is what the object has, "father" a holder's."""
    words = [token.lower for token in tokens(label)]
    kind: Kind = "holder"
    if words[-1] == "by":
        kind = "done"
    elif words[-1] == "of" and len(words) > 1:
        kind = "value"
    elif words[-1] in ("in", "at", "to", "for", "from"):
        kind = "about"
    kept = _large(words) or words
    return Phrase(kind, tuple(frozenset({stem(word)}) for word in kept), own=True)


def _large(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in SMALL]
