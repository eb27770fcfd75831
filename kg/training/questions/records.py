"""A question with what it asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of one relation.

    Attributes:
        property: Wikidata's number of it ("P19"); None if it asks for more than one relation, or for another thing.
        backward: The question names the object and wants the subject.
    """

    question: str
    property: str | None
    backward: bool = False
