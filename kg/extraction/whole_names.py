"""Names that the tagger cut up or misread, made whole by how English writes them.

"Bleach" and ": Hell Verse" are one title, and so is all that stands before "is a 2003 film"; "Keyboard
Cat's" has an ending too many, and "4949 Akasofu" is no number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from torch import Tensor

from kg.extraction.dates import MONTHS
from kg.extraction.decode import FoundMention
from kg.extraction.placing import instead, place_of
from kg.extraction.windows import Window
from kg.ontology.records import VALUES
from kg.records import Span

THING = "thing"
_TITLED = frozenset({"thing", "organisation", "concept"})
"""Types of things that have titles: of two or three words, small ones among them."""

_BETWEEN = frozenset({"", " ", ": ", " : ", ":", "-", " - ", " – "})
_POSSESSIVE = re.compile(r"['’]s?$")
_HONOURS = re.compile(
    r"(?P<name>.*[A-Z]\w*[a-z]\S* (?:\S+ )*?[A-Z]\w*[a-z][\w'’-]*),?(?: (?![IVX]+$)[A-Z]{2,6})+"
)
"""A person's name with letters behind it, as "Jared Tallent OAM"; a surname in capitals is none of these."""
_NUMBERED = re.compile(r"\d[\d,.]* (?P<word>[A-Z][\w'’-]*[a-z][\w'’-]*)")
_CALLED = re.compile(
    r"(?P<word>[A-Z][\w’']*)(?:[ -][A-Z][\w’']*)*[ -](?:\d{1,3}|(?<=[A-Z]{2}[ -])\d{4,5})"
)
"""A name that ends with a number, as "Apollo 11" and "NGC 1365"; with four digits it is a year, but after capitals."""
_CALENDAR = frozenset(
    "day week month quarter year decade century age aged early mid late easter christmas monday tuesday wednesday "
    "thursday friday saturday sunday the ce fy".split()
)
_SEASONS = frozenset("bc ad bce ce spring summer autumn winter fall million billion am pm".split())
# Each way to go on begins with another character, so that no name can be read in two ways: with two ways
# at every hyphen, a long row of them would never be done with.
_WORD = r"[A-ZÀ-ÖØ-Þ0-9](?:[\w’'.!?&]|-(?=[a-z]))*"
_SMALL = r"(?:of|in|the|to|a|an|on|at|from|for|by|and|with|de|la|le|les|du|des|di|von|der|&)"
_JOINT = r"(?: ?: ?| [–-] | |[–-])"
_TITLE = re.compile(
    rf"{_WORD}(?:{_JOINT}(?:{_SMALL} )*{_WORD})*(?= \(|,? (?:is|was|stars|premiered|features)\b)"
)
_QUOTED = re.compile(rf"[“\"](?P<name>{_WORD}(?:{_JOINT}(?:{_SMALL} )*{_WORD})+)[,.!?]?[”\"]")
"""A title of two words and more in quotation marks: "Mary Berry's Baking Bible"."""

_NOUN = re.compile(
    r"(?:The|A|An) (?P<name>[\w’'-]+(?: [\w’'-]+){0,4}?)(?= \(|,? (?:is|was) (?:an?|the|one)\b)"
)
"""What has a name of common nouns, "the sacred kingfisher", where it is said to be something."""

_THE = "The "
_OPENERS = frozenset(
    "in on at after before by with for from as when while during since he she it this".split()
)
_UNLIKE_PEOPLE = re.compile(r"^The |['’]s |:|\d")
_MADE = re.compile(
    r"[^.;]{0,80}?\b(?:is|was) (?:an?|the|one of the) "
    r"(?:(?!(?:of|in|by|for|who|that|from|on|at|to|with|and) )[\w/’'-]+ ){0,6}?"
    r"(?:film|movie|novel|book|album|song|series|opera|game|poem|magazine|newspaper|manga|anime|episode"
    r"|sitcom|franchise|painting|documentary|asteroid|spacecraft|ship|aircraft|rocket|satellite|missile"
    r"|species|genus|virus)(?=[.,;]| (?:and|by|directed|written|from|in|of|on|that|which|released|set|with)\b)"
)
"""How a sentence goes on from a name that is no person's, place's or organisation's."""


def made_whole(
    mentions: Sequence[FoundMention],
    typed: Tensor,
    window: Window,
    text: str,
    labels: Sequence[str],
) -> list[FoundMention]:
    """Return the mentions of a window as they are meant, in the text's order.

    Args:
        typed: How likely each token is part of a mention of each type, float (tokens, labels).
    """
    found = [_without_ending(mention, window, text) for mention in mentions]
    found = [_without_honours(mention, window, text) for mention in found]
    found = [_named(mention, typed, text, labels) for mention in found]
    found = _joined(found, window, text)
    for title in (*_titles(window, text), *_quoted(window, text)):
        found = _with_title(found, title, text, typed, window, labels)
    return found


def is_calendar(word: str) -> bool:
    """Return whether a number beside this word makes a time of the two: a month's name, a season's, an era's."""
    bare = word.casefold().rstrip(".")
    return bare in MONTHS or bare in _SEASONS or bare in _CALENDAR


def best_label(first: int, last: int, typed: Tensor, labels: Sequence[str]) -> str:
    """Return the likeliest type of what tokens `first` to `last` name, of those that are no values."""
    scores = typed[first : last + 1].mean(0).tolist()
    named = [
        (score, label) for score, label in zip(scores, labels, strict=True) if label not in VALUES
    ]
    return max(named)[1]


def _without_ending(mention: FoundMention, window: Window, text: str) -> FoundMention:
    ending = _POSSESSIVE.search(mention.span.of(text))
    return _cut(mention, ending.start(), window) if ending else mention


def _without_honours(mention: FoundMention, window: Window, text: str) -> FoundMention:
    if mention.label != "person":
        return mention
    match = _HONOURS.fullmatch(mention.span.of(text))
    return _cut(mention, match.end("name"), window) if match else mention


def _cut(mention: FoundMention, length: int, window: Window) -> FoundMention:
    end = mention.span.start + length
    ends = window.tokens.offsets
    last = next((i for i in range(mention.first, mention.last) if ends[i][1] == end), None)
    return (
        mention if last is None else replace(mention, last=last, span=Span(mention.span.start, end))
    )


def _named(mention: FoundMention, typed: Tensor, text: str, labels: Sequence[str]) -> FoundMention:
    if mention.label not in VALUES:
        return mention
    wording = mention.span.of(text)
    match, unlike = _NUMBERED.match(wording), {"person"}
    if match is None and mention.label == "time":
        match, unlike = _CALLED.fullmatch(wording), {"person", "place"}
    if match is None or is_calendar(match["word"]):
        return mention
    label = best_label(mention.first, mention.last, typed, labels)
    return replace(mention, label=THING if label in unlike and THING in labels else label)


def _joined(mentions: Sequence[FoundMention], window: Window, text: str) -> list[FoundMention]:
    found: list[FoundMention] = []
    for mention in mentions:
        begins = mention.first in window.sentences
        if found and not begins and _is_one(found[-1], mention, text):
            before = found.pop()
            mention = replace(
                before,
                last=mention.last,
                span=Span(before.span.start, mention.span.end),
                score=min(before.score, mention.score),
            )
        found.append(mention)
    return found


def _is_one(first: FoundMention, second: FoundMention, text: str) -> bool:
    if first.label != second.label or first.label not in _TITLED:
        return False
    between = text[first.span.end : second.span.start]
    lower = second.span.of(text)[:1].islower()
    return not lower and between in _BETWEEN


def _titles(window: Window, text: str) -> Iterable[Span]:
    """Yield what stands at the beginning of a sentence and is said to be something."""
    end = window.tokens.offsets[-1][1]
    for index in sorted(window.sentences | {0}):
        start = window.tokens.offsets[index][0]
        match = _TITLE.match(text, start, end)
        if match and match.group().partition(" ")[0].casefold() not in _OPENERS:
            yield Span(*match.span())
        elif match := _NOUN.match(text, start, end):
            yield Span(*match.span("name"))


def _quoted(window: Window, text: str) -> Iterator[Span]:
    start, end = window.tokens.offsets[0][0], window.tokens.offsets[-1][1]
    return (Span(*match.span("name")) for match in _QUOTED.finditer(text, start, end))


def _with_title(
    mentions: list[FoundMention],
    title: Span,
    text: str,
    typed: Tensor,
    window: Window,
    labels: Sequence[str],
) -> list[FoundMention]:
    place = place_of(title, window)
    if place is None:
        return mentions
    label = best_label(*place, typed, labels)
    is_made = label != "concept" and _MADE.match(text, title.end)
    tagged = any(mention.first == place[0] for mention in mentions)
    if not is_made and not tagged and title.of(text).startswith(_THE):
        bare = Span(title.start + len(_THE), title.end)  # of what else has a title, it is no part
        if without := place_of(bare, window):
            title, place = bare, without
    first, last = place
    if is_made or (label == "person" and _UNLIKE_PEOPLE.search(title.of(text))):
        label = THING
    if label not in _TITLED or label not in labels:
        return mentions
    score = float(typed[first : last + 1].sum(-1).mean())
    whole = FoundMention(first, last, title, label, score)
    # where the tagger saw no part of a name, there is none
    return instead(mentions, whole) if any(m.overlaps(whole) for m in mentions) else mentions
