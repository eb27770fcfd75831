"""Finer relations than WordNet's pointers, read from its definitions: what a tool does, who lacks what."""

import re
from collections.abc import Iterator

from kg.training.analogy.pairs import RelatedPair
from kg.training.analogy.wordnet import WordNet

_A = r"(?:an? |the |some |one's |something |someone )?"
_TOOL = r"(?:device|instrument|tool|implement|machine|apparatus|equipment|utensil|weapon|vehicle|vessel|container|object|structure|substance|material)"
_PERSON = r"(?:someone|a person|one|a worker|a specialist|an expert|a craftsman|a man|a woman|an artist|an official|a skilled worker|a performer|a soldier)"
_PATTERNS: tuple[tuple[str, str, str, str], ...] = (
    # relation, part of the defined word, part of the other, pattern
    (
        "serves to",
        "n",
        "v",
        rf"^(?:\w+ ){{0,4}}{_TOOL}[^;,]*? (?:used |that is used |designed )?(?:to|for) {{w}}",
    ),
    ("serves for", "n", "n", rf"^(?:\w+ ){{0,4}}{_TOOL}[^;,]*? for (?:\w+ing )?{_A}{{w}}"),
    (
        "holds",
        "n",
        "n",
        rf"^(?:\w+ ){{0,4}}(?:container|vessel|receptacle|case|box|bag|building|room|place|enclosure|cage|shelter)[^;]* (?:for|in which|where|holding|containing|of) (?:holding |storing |keeping )?{_A}{{w}}",
    ),
    ("acts", "n", "v", rf"^{_PERSON}[^;]* who (?:is |can |makes or )?{{w}}"),
    ("works with", "n", "n", rf"^{_PERSON}[^;]* (?:who \w+|in|on|of|with) {_A}{{w}}"),
    (
        "studies",
        "n",
        "n",
        rf"^(?:the )?(?:\w+ )?(?:study|science|branch of \w+|theory) (?:of|that studies|concerned with) {_A}{{w}}",
    ),
    (
        "lacks",
        "a",
        "n",
        r"^(?:lacking|without|devoid of|not having|destitute of|wanting in|deficient in|free (?:of|from)|showing no|having no) (?:any |an? |the )?{w}",
    ),
    ("lacks", "n", "n", r"^(?:the )?(?:lack|absence|want|shortage|deficiency|loss) of {w}"),
    (
        "has much",
        "a",
        "n",
        r"^(?:full of|having|marked by|characterized by|showing|abounding in|possessing|filled with|given to|feeling|expressing|exhibiting|displaying) (?:an? |the |much |great )?(?:\w+ )?{w}",
    ),
    (
        "tends to",
        "a",
        "v",
        r"^(?:tending to|inclined to|able to|prone to|likely to|serving to|disposed to) {w}",
    ),
    (
        "can be",
        "a",
        "v",
        r"^(?:capable of being|that can be|able to be|possible to|easily|fit to be|suitable for) {w}",
    ),
    (
        "cannot be",
        "a",
        "v",
        r"^(?:incapable of being|that cannot be|not able to be|impossible to|not (?:capable|susceptible) of being|not) {w}",
    ),
    (
        "is very",
        "a",
        "a",
        r"^(?:extremely|very|exceedingly|intensely|exceptionally|excessively|remarkably|extraordinarily|unusually) {w}",
    ),
    ("is slightly", "a", "a", r"^(?:slightly|somewhat|moderately|rather|faintly) {w}"),
    (
        "quality of",
        "n",
        "a",
        r"^(?:the )?(?:quality|state|property|condition|trait|fact) of being (?:\w+ly )?{w}",
    ),
    ("act of", "n", "v", r"^(?:the )?(?:act|action|process|activity|event) of {w}"),
    (
        "made of",
        "n",
        "n",
        r"^(?:\w+ ){0,4}(?:made|consisting|composed|prepared|formed|built|woven|constructed) (?:of|from|out of|with) (?:an? |the )?(?:\w+ )?{w}",
    ),
    (
        "group of",
        "n",
        "n",
        r"^an? (?:\w+ )?(?:group|collection|set|series|flock|herd|number|bunch|body|band|company|assembly|crowd|sequence|row) of (?:\w+ )?{w}",
    ),
    (
        "piece of",
        "n",
        "n",
        r"^an? (?:\w+ )?(?:piece|part|bit|portion|unit|slice|segment|section|fragment|division|amount) of (?:an? |the )?(?:\w+ )?{w}",
    ),
    (
        "place for",
        "n",
        "n",
        r"^an? (?:\w+ )?(?:place|building|room|area|establishment|shop|store|factory|workplace|farm|field|structure) (?:where|in which|for|that|of)[^;]*? {w}",
    ),
    (
        "place to",
        "n",
        "v",
        r"^an? (?:\w+ )?(?:place|building|room|area|establishment|shop|factory|workplace) (?:where|in which|for|to)[^;]*? {w}",
    ),
    ("young of", "n", "n", r"^(?:an? )?young (?:\w+ )?{w}"),
    ("female of", "n", "n", r"^(?:an? )?(?:adult )?(?:female|woman) (?:\w+ )?{w}"),
    (
        "male of",
        "n",
        "n",
        r"^(?:an? )?(?:adult )?(?:uncastrated |mature )?(?:male|man) (?:\w+ )?{w}",
    ),
    (
        "sound of",
        "n",
        "n",
        r"^(?:the )?(?:characteristic )?(?:sound|cry|noise|utterance|call) (?:of|made by|like that of) {_A}{w}",
    ),
    (
        "fear of",
        "n",
        "n",
        r"^(?:an? )?(?:abnormal|morbid|irrational)?(?: and \w+)? ?(?:fear|dread) of (?:being )?{w}",
    ),
    (
        "disease of",
        "n",
        "n",
        r"^(?:an? )?(?:\w+ )?(?:disease|inflammation|disorder|infection|pain|swelling) (?:of|in) (?:an? |the )?(?:\w+ )?{w}",
    ),
    (
        "begins or ends",
        "n",
        "n",
        r"^(?:the )?(?:beginning|start|end|ending|final part|first part|opening|conclusion|edge|top|bottom|front) of {_A}{w}",
    ),
    ("remove", "v", "n", r"^(?:remove|take away|take off|strip|free|clear|rid|deprive)[^;]*? {w}"),
    (
        "cover with",
        "v",
        "n",
        r"^(?:cover|provide|furnish|equip|fill|treat|supply|decorate|coat|mark) [^;]*?with (?:an? |the )?(?:\w+ )?{w}",
    ),
    (
        "do with",
        "v",
        "n",
        r"^\w+ (?:\w+ )?(?:with|by means of|by using|using) (?:an? |the )?(?:\w+ )?{w}",
    ),
    ("do to", "v", "n", r"^\w+ (?:an? |the |one's )?{w}$"),
    ("become", "v", "a", r"^(?:become|get|grow|turn|be or become) (?:more )?{w}"),
    ("make", "v", "a", r"^(?:make|render|cause to (?:be|become)) (?:more )?{w}"),
    ("do so", "v", "r", r"^\w+ (?:\w+ )?{w}"),
    (
        "do strongly",
        "v",
        "v",
        r"^{w} (?:strongly|intensely|forcefully|hard|loudly|vigorously|greatly|completely|thoroughly|violently|quickly|excessively)",
    ),
    ("do weakly", "v", "v", r"^{w} (?:lightly|gently|softly|slightly|slowly|quietly|briefly|idly)"),
    ("undo", "v", "v", r"^(?:cease|stop|fail|refuse|refrain|neglect) (?:to |from |doing )?{w}"),
    ("manner of", "r", "a", r"^in an? (?:\w+ and )?{w}"),
)
_GERUND = re.compile(r"ing$")


def gloss_pairs(wordnet: WordNet) -> Iterator[RelatedPair]:
    """Yield a pair for each pattern that a definition matches; the other word is one that WordNet knows."""
    known = {part: wordnet.words(part) for part in "nvar"}
    patterns = [
        (name, part, other, re.compile(text.replace("{w}", r"(?P<w>[a-z]+)\b").replace("{_A}", _A)))
        for name, part, other, text in _PATTERNS
    ]
    for synset in wordnet.synsets.values():
        gloss = re.sub(r"^\([^)]*\) *", "", synset.gloss)
        for name, part, other, pattern in patterns:
            if part != synset.part or (match := pattern.search(gloss)) is None:
                continue
            word = base_form(match["w"], other, known[other])
            if word is not None:
                yield RelatedPair(f"{name}/{part}{other}", wordnet.common(synset), word)


def base_form(word: str, part: str, known: set[str]) -> str | None:
    """Return the form under which WordNet has a word, by its own rules of detachment; None if it has none."""
    if word in _EMPTY:
        return None
    endings = {
        "n": (
            ("", ""),
            ("s", ""),
            ("ses", "s"),
            ("xes", "x"),
            ("ches", "ch"),
            ("shes", "sh"),
            ("ies", "y"),
            ("men", "man"),
        ),
        "v": (
            ("", ""),
            ("s", ""),
            ("ies", "y"),
            ("es", "e"),
            ("es", ""),
            ("ed", "e"),
            ("ed", ""),
            ("ing", "e"),
            ("ing", ""),
        ),
        "a": (("", ""),),
        "r": (("", ""),),
    }[part]
    for ending, instead in endings:
        stem = word.removesuffix(ending) if word.endswith(ending) else None
        if stem and (found := stem + instead) in known:
            return found
    return None


_EMPTY = frozenset(
    "a an the of or and in on at to by as is be it its one some any all who that which very more most not no "
    "so something someone other another such kind type sort part way act make do have has being used use using "
    "usually often especially people person thing two three several various certain small large great".split()
)
