"""The ways of asking that `ways.txt` lists, filled with names."""

from collections.abc import Collection
from importlib.resources import files
from random import Random

from kg.training.entailment.sayings import some_name
from kg.training.questions.records import Asking

_KINDS = (
    "person", "city", "country", "company", "product", "party", "team", "work", "award",
    "university", "organisation", "law", "river", "building", "event", "profession",
)  # fmt: skip


def read_ways() -> list[Asking]:
    """Return all forms, with {x} for the name. Raises ValueError if a line is not of its form."""
    found = []
    lines = files("kg.training.questions").joinpath("ways.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        property, sign, forms = line.split(" ", 2)
        for form in forms.split("; "):
            if sign not in "<>?" or "{x}" not in form:
                raise ValueError(f"ways.txt: {line}: a form needs {{x}}, and a line <, > or ?.")
            found.append(Asking(form, None if sign == "?" else property, sign == "<"))
    return found


def worded(form: str, chance: Random) -> str:
    """Fill a form with a name, and write it as some people do: without a question mark, or all in small letters."""
    text = form.replace("{x}", some_name(chance.choice(_KINDS), chance))
    text = text[0].upper() + text[1:] if chance.random() < 0.5 else text
    text = text.lower() if chance.random() < 0.4 else text
    return text + "?" if chance.random() < 0.7 else text


class Ways:
    """Draws questions that are put in our own ways."""

    def __init__(self, without: Collection[str], chance: Random) -> None:
        self._forms = [one for one in read_ways() if one.property not in without]
        self._chance = chance

    def draw(self) -> Asking:
        """Return a question."""
        way = self._chance.choice(self._forms)
        return Asking(worded(way.question, self._chance), way.property, way.backward)
