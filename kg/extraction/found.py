"""What is found in one window, before windows are put together."""

from dataclasses import dataclass

from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation between two of a window's entities; `margin` is its logit less the threshold's."""

    subject: int
    relation: str
    object: int
    margin: float


@dataclass(frozen=True, slots=True)
class WindowFindings:
    """What one window holds; `entity` gives each mention's entity within the window."""

    window: Window
    mentions: tuple[FoundMention, ...] = ()
    entity: tuple[int, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
