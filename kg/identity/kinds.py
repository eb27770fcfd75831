"""Which of our entity types a knowledge base's classes stand for, by the end of their IRIs."""

import re

_KINDS = {
    "person": "person human people agent_person scientist politician artist writer actor q5",
    "organisation": (
        "organization organisation company corporation business university school college band"
        " politicalparty educationalorganization collegeoruniversity governmentorganization newsmediaorganization"
        " sportsteam sportsorganization ngo airline bank newspaper museum hospital"
        " q43229 q4830453 q783794 q6881511 q891723 q3918 q7278 q163740 q327333 q31855 q38723"
    ),
    "place": (
        "place city country town village settlement populatedplace location region state island river"
        " mountain continent administrativearea county municipality feature"
        " q515 q6256 q486972 q3624078 q532 q3957 q1549591 q5119 q10864048 q35657 q82794 q2221906 q618123"
    ),
}
_LABELS = {name: label for label, names in _KINDS.items() for name in names.split()}
_SEPARATORS = re.compile(r"[^a-z0-9]")


def label_of(type_iri: str) -> str | None:
    """Return the entity type that a class stands for; None where we cannot tell."""
    name = type_iri.rstrip("/#").replace("#", "/").rpartition("/")[2].rpartition(":")[2]
    return _LABELS.get(_SEPARATORS.sub("", name.lower()))
