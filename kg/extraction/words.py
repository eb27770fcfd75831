"""What a word of English may be, by its form and by short lists: no dictionary, no tagger."""

AUXILIARIES = frozenset(
    "is are was were has have had does do did will would may might could should can must cannot "
    "isn aren wasn weren hasn haven hadn doesn don didn won wouldn".split()
)
PAST = frozenset(
    "became began bore bought broke brought built came caught chose drew drove fell felt fled flew fought "
    "found gave got grew held hid hit kept knew laid led left lent lost made met paid put ran rose sang "
    "sat saw sent set shot sold spent split spoke spread stood struck swam taught took threw told thought "
    "went won wore wrote said".split()
)
PRESENT = frozenset(
    "says claims denies lives works owns plays serves leads runs holds teaches writes remains belongs "
    "includes contains lies stands wants hopes plans intends expects believes thinks argues insists "
    "manages operates employs produces makes comes goes becomes stars appears begins ends".split()
)
NOT_PAST = frozenset(
    "united limited hundred indeed speed need seed feed breed bed red wed shed".split()
)
PARTICIPLES = frozenset(
    "born known based located made built held written led owned taught sent".split()
)
RELATIVES = frozenset("who which whose whom where when".split())
SUBJECTS = frozenset("he she it they we i you".split())
ADVERBS = frozenset(
    "also then later never not soon now still often once eventually instead only even just always "
    "afterwards thereafter ever".split()
)
BREAKS = frozenset("but although though whereas because nevertheless nonetheless".split())
TEMPORAL = frozenset("before after when while since once until as".split())
OPENERS = frozenset(
    "although though while when whenever after before because since as despite unlike instead rather "
    "without having not never once until contrary with if unless being born given following".split()
)
AFTER_PARTICIPLES = frozenset("by in with as at on from to for of a an the his her its".split())
NOT_PARTICIPLES = frozenset("king ring wing thing spring string nothing anything something".split())
BEFORE_NOUNS = frozenset("a an the its his her their this these of".split())
LINKS = frozenset("and or to of in who that".split())
OPENING, CLOSING = frozenset("(["), frozenset(")]")


def is_finite(word: str) -> bool:
    """Return whether a word in lower case can hardly be anything but a verb with a subject."""
    return word in AUXILIARIES or word in PAST or word in PRESENT


def is_verb(word: str) -> bool:
    """Return whether a word in lower case is probably a verb, participles included."""
    return is_finite(word) or word in PARTICIPLES or is_past(word)


def is_past(word: str) -> bool:
    """Return whether a word in lower case ends as "moved" does, and is none of the usual nouns and adjectives."""
    return len(word) > 3 and word.endswith("ed") and word not in NOT_PAST


def is_gerund(word: str) -> bool:
    """Return whether a word in lower case ends as "leaving" does, and is none of the usual nouns."""
    return word.endswith("ing") and len(word) > 3 and word not in NOT_PARTICIPLES
