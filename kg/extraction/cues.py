"""The words by which a text denies, hedges or reports what it says, for English.

The kinds follow NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): cues that look ahead, cues
that look back, and pseudo-cues, which look like one and are none. A line is a phrase, or several that
share their words: "a|b c" is "a c" and "b c". All words are in lower case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal as OneOf

Effect = OneOf["denied", "hedged", "reported", "none"]
Reach = OneOf["ahead", "chunk", "back", "sentence"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase does, and how far.

    Attributes:
        reach: "ahead": over its clause. "chunk": only over what follows it, up to the next comma.
            "back": over the clause that it ends. "sentence": over the whole sentence.
    """

    effect: Effect
    reach: Reach


_BE = "is|are|was|were|be|been|being"
_THEY = "he|she|it|they|his|her|its|their"
_DEAL = (
    "acquisition|merger|takeover|buyout|sale|purchase|deal|marriage|wedding|move|appointment|transfer|"
    "partnership|expansion|visit|bid|launch"
)

_LISTS: Mapping[tuple[Effect, Reach], str] = {
    ("denied", "ahead"): f"""
        not|never|cannot|neither|nor|no|nobody|nothing
        none of
        no one
        no longer
        deny|denies|denied|denying
        refute|refutes|refuted|refuting
        disprove|disproves|disproved|debunk|debunks|debunked
        fail|fails|failed|failing to
        failed|unsuccessful|abortive|aborted|abandoned {_DEAL}|attempt|attempts|effort|efforts|talks
        refuse|refuses|refused|refusing|decline|declines|declined|declining to
        declined|rejected|refused an|the|a|any offer|invitation|bid|proposal|offers
        turn|turns|turned|turning down
        unable|unwilling to
        stop|stops|stopped short of
        missed out on
        absent from
        lack|lacks|lacked|lacking
        prevent|prevents|prevented|preventing
        banned|barred|excluded|prohibited|blocked from
        far from *ing
        falsely|wrongly|erroneously|mistakenly|incorrectly believed|thought|claimed|named|credited|reported|identified|listed|attributed|said|assumed|stated|described
        rule|rules|ruled out
        dismiss|dismisses|dismissed|reject|rejects|rejected rumours|rumors|claims|reports|suggestions|allegations|accusations
        myth|misconception that
        false|untrue|unfounded|baseless claim|claims|report|reports|rumour|rumours|rumor|rumors
        {_BE} false|untrue|incorrect that
        avoid|avoids|avoided|avoiding *ing
        neglected|neglects|omitted to
    """,
    ("denied", "chunk"): """
        without|unlike|except
        instead of
        rather|other than
        as opposed to
        contrary to
    """,
    ("denied", "back"): f"""
        fell|falls|fallen through
        {_BE} called off
        {_BE} cancelled|canceled|scrapped|abandoned|aborted
        {_BE} false|untrue|incorrect|unfounded|baseless|wrong
        {_BE} denied|refuted|debunked|disproved
        {_BE} a hoax|myth|lie|fabrication
        never materialised|materialized|happened|existed|occurred
        not materialise|materialize|happen|occur|exist
        came to nothing
        talks|deal|merger|negotiations collapsed
    """,
    ("hedged", "ahead"): f"""
        may|might|could|should|will
        would|must have
        was|were to have
        would like|love|prefer to
        is|are to be|become|join|acquire|merge|open|marry|take|buy|play|star|host|lead|replace|receive|build
        perhaps|maybe|possibly|probably|presumably|apparently|supposedly|conceivably|hypothetically
        theoretically|potentially|likely|unlikely
        expect|expects|expected|expecting to
        {_BE} expected|anticipated
        anticipate|anticipates|anticipated to|that
        plan|plans|planned|planning to
        plan|plans for
        planned|proposed|possible|potential|prospective|pending|mooted {_DEAL}
        intend|intends|intended|intending to
        intention|intentions of|to
        hope|hopes|hoped|hoping to|for|that
        want|wants|wanted|wanting|wish|wishes|wished|wishing to
        aim|aims|aimed|aiming|seek|seeks|sought|seeking to
        try|tries|tried|trying|attempt|attempts|attempted|attempting to
        consider|considers|considered|considering|contemplate|contemplates|contemplated|contemplating *ing
        contemplating|mulling|exploring|weighing a|an|the {_DEAL}
        in talks to|with|about|over
        talks to|about|over
        agree|agrees|agreed|agreeing|decide|decides|decided|offer|offers|offered to
        propose|proposes|proposed to|that|*ing
        promise|promises|promised|pledge|pledges|pledged|vow|vows|vowed|threaten|threatens|threatened to
        prepare|prepares|prepared|preparing to
        set|scheduled|slated|poised|tipped|about|ready|eligible to
        due to be|open|begin|start|join|take|meet|become|launch|arrive|visit|marry|finish|return|play
        {_BE} going to
        invited to join|speak|become|play|attend|lead|perform
        believe|believes|believed|think|thinks|thought that|to|he|she|it|they
        {_BE} believed|thought
        suspect|suspects|suspected|assume|assumes|assumed|presume|presumes|presumed that|to|of|he|she|it|they
        suppose|supposes|supposed|guess|guesses|guessed
        speculate|speculates|speculated|speculating|speculation
        estimate|estimates|estimated to|that
        rumour|rumours|rumor|rumors|rumoured|rumored
        seem|seems|seemed|seemingly
        appear|appears|appeared to
        suggest|suggests|suggested|suggesting|indicate|indicates|indicated that
        doubt|doubts|doubted|doubtful
        whether|unless|assuming
        as if|though
        in case
        provided that
        unclear|uncertain|unknown if|whether|who|when|where
        wonder|wonders|wondered if|whether
        may|might|could not have
        may|might not
        not certain|clear|sure|known|confirmed|expected|likely|scheduled|planning|believed|thought|decided
        not|never deny|denies|denied
        not rule|ruled out
        not decided yet
    """,
    ("hedged", "back"): """
        remains|remain|is|was unclear|uncertain|unconfirmed|disputed|doubtful|speculative
        remains|remain|is|was to be seen|confirmed|decided
        is|are subject to
    """,
    ("hedged", "sentence"): """
        if
        had it not been for
        were it not for
    """,
    ("reported", "ahead"): f"""
        allege|alleges|alleged|alleging|allegedly|reportedly|purportedly|purported
        claim|claims|claimed|claiming that|to|{_THEY}|*ing
        say|says|said|saying
        tell|tells|told
        state|states|stated|stating|assert|asserts|asserted|asserting that
        insist|insists|insisted|insisting that|{_THEY}
        maintain|maintains|maintained|contend|contends|contended|argue|argues|argued that
        report|reports|reported|reporting that|{_THEY}
        {_BE} reported|said to|as
        testify|testifies|testified|write|writes|wrote that
        declare|declares|declared|explain|explains|explained|announce|announces|announced that
        accuse|accuses|accused|accusing|accusation|accusations|allegation|allegations
        quoted as
        legend has it
        tradition holds
    """,
    ("reported", "sentence"): """
        according to
        in the view|opinion|words of
        as reported|claimed|stated|told by
        sources say|said
    """,
    ("none", "ahead"): """
        not only|just|merely|simply|solely|least|unlike|until|without|surprisingly|infrequently
        not to mention
        not to be confused with
        not far from
        not long|much|far|even after|before|later
        no doubt
        no less|fewer|more|later|earlier|sooner|other than
        no less a
        none other than
        no stranger to
        nothing but
        nothing less|more|short than|of
        last but not least
        more often than not
        whether or not
        if not the|more
        if any
        even if
        other than
        without doubt|question|ever
        without a doubt
        not know|realise|realize|forget|mention|regret that
        not aware|surprised|ashamed that
        not alone in
        cannot|not help but
        cannot|not ignore|resist
        should not be confused with
        of said
        not|never fail|fails|failed to
        far from home|it
        a|the|his|her|their|its|this|last|free|good|ill|political|own|in|of|by|living|strong will
        the|military|his|her|its|their|economic|financial|naval|imperial|political|of might
        could speak|read|write|play|see|hear|walk|swim|trace
        that said
        having said that
        needless to say
        told|tell|tells|telling the|a|her|his|their story|tale|stories
        set to music
        thought to himself|herself
        said to himself|herself
    """,
}
"""Effect and reach to phrases."""


def _expanded(line: str) -> Iterator[tuple[str, ...]]:
    return product(*(word.split("|") for word in line.split()))


def _index() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    index: dict[str, dict[tuple[str, ...], Cue]] = {}
    for (effect, reach), lines in _LISTS.items():
        for line in filter(str.strip, lines.splitlines()):
            for phrase in _expanded(line):
                index.setdefault(phrase[0], {}).setdefault(phrase, Cue(effect, reach))
    return {
        first: sorted(phrases.items(), key=lambda item: -len(item[0]))
        for first, phrases in index.items()
    }


CUES = _index()
"""First word to the phrases that begin with it, longest first."""

_COMMON = frozenset(
    "is are was were been being a an the his her its their he she it they to of in as that for on "
    "with by or and *ing".split()
)


def _telling() -> Iterator[str]:
    for phrases in CUES.values():
        for phrase, cue in phrases:
            if cue.effect != "none":
                yield next(word for word in phrase if word not in _COMMON)


TELLING = frozenset(_telling())
"""Words of which a sentence with a cue holds at least one."""
