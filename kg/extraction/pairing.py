"""Two mentions of a sentence and what stands between them: where the text relates them, and how."""

from kg.extraction.clauses import Clauses
from kg.extraction.words import is_gerund, is_verb

_COORDINATING = frozenset({"and", "or", "nor", "&", "with"})
_COORDINATION = _COORDINATING | {",", "both", "the"}
_NOT_NOMINAL = frozenset(
    "and or nor with to by from for against at on in than as but not never that whether if ,".split()
)
_EVENTS = frozenset(
    "acquisition merger takeover buyout sale purchase deal marriage wedding appointment transfer "
    "partnership nomination election".split()
)


class Pair:
    """A pair of mentions, each given as its first token and the one after its last.

    Attributes:
        clause: The clause that relates them.
        is_coordinated: They are joined, "Ann and Bob", so that the predicate follows both.
        is_nominal: One is named by the other, "Stone's film Natural Born Killers", "the king of Spain".
        names_event: What stands between them is an event, "Acme's takeover of Beta".
    """

    __slots__ = ("clause", "first", "is_coordinated", "is_nominal", "names_event", "second")

    def __init__(self, parts: Clauses, first: tuple[int, int], second: tuple[int, int]) -> None:
        self.first, self.second = first, second
        self.clause = relating_clause(parts, first, second)
        between = frozenset(parts.words[first[1] : second[0]])
        self.is_coordinated = between <= _COORDINATION and not _COORDINATING.isdisjoint(between)
        self.names_event = not _EVENTS.isdisjoint(between)
        owner = parts.words[max(first[1] - 1, 0)]
        names = not between or "of" in between or "s" in between or owner.endswith(("'s", "’s"))
        self.is_nominal = (
            names
            and second[0] - first[1] <= 4
            and _NOT_NOMINAL.isdisjoint(between)
            and not any(is_verb(word) or is_gerund(word) for word in between)
        )


def relating_clause(parts: Clauses, first: tuple[int, int], second: tuple[int, int]) -> int:
    """Return the clause in which a text relates two mentions: that of the later one, but for an opening.

    "Having left Paris, Ann …" relates Ann to Paris in what comes before the comma.
    """
    early, late = parts.clause[first[0]], parts.clause[second[0]]
    leans = early != late and early in parts.opening
    return early if leans and not parts.has_verb(0, second[0], late) else late
