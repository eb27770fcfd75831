"""Relatives at two steps or more, said in those of one: a grandmother is the mother of a parent.

No ontology has a relation for them, and the nearest one, mother, would answer wrongly.
"""

import re

_STEPS = {
    "grandparent": "parent parent", "grandmother": "parent mother", "grandfather": "parent father",
    "grandma": "parent mother", "grandpa": "parent father",
    "grandchild": "child child", "grandson": "child son", "granddaughter": "child daughter",
    "uncle": "parent brother", "aunt": "parent sister",
    "nephew": "sibling son", "niece": "sibling daughter", "cousin": "parent sibling child",
    "mother-in-law": "spouse mother", "father-in-law": "spouse father",
    "son-in-law": "child husband", "daughter-in-law": "child wife",
    "brother-in-law": "spouse brother", "sister-in-law": "spouse sister",
}  # fmt: skip
_PLURALS = {"child": "children", "wife": "wives"}


def _plural(word: str) -> str:
    return _PLURALS.get(word) or f"{word}s"


def _forms() -> dict[str, str]:
    """Every relative in both numbers, with its steps, the one nearest to the name first."""
    found = dict(_STEPS)
    for word, steps in _STEPS.items():
        first, *rest = word.split("-", 1)
        many = "grandchildren" if word == "grandchild" else "-".join([_plural(first), *rest])
        *before, last = steps.split()
        found[many] = " ".join([*before, _plural(last)])
    return found


_SAID = _forms()
_RELATIVE = re.compile(
    rf"(?P<owner>['’]s )?\b(?P<relative>{'|'.join(sorted(_SAID, key=len, reverse=True))})\b", re.I
)


def in_single_steps(question: str) -> str:
    """Return the question with such relatives taken apart: "X's aunt" is "X's parent's sister"."""
    return _RELATIVE.sub(_apart, question)


def _apart(match: re.Match[str]) -> str:
    steps = _SAID[match["relative"].lower()].split()
    if match["owner"]:
        return match["owner"] + "'s ".join(steps)
    return " of the ".join(reversed(steps))
