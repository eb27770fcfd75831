"""Whether a full stop ends its sentence: English abbreviations, initials, numbers, enumerators.

As in Punkt (Kiss and Strunk 2006), but with fixed lists: after an abbreviation a sentence ends only
where the next word is one that often begins a sentence and never a name.
"""

import re

_LONGEST_WORD = 24
"""Characters looked at before and after a stop; no abbreviation is longer."""

_BEFORE_A_NAME = frozenset(
    "adm. amb. brig. capt. cdr. cmdr. col. cpl. dr. fr. gen. gov. hon. lt. maj. messrs. mlle. mme. "
    "mr. mrs. ms. msgr. pres. prof. pvt. rep. rev. sen. sgt. ste. supt. cf. eg. ie. viz. vs.".split()
)
_BEFORE_A_NUMBER = frozenset(
    "app. art. arts. bk. ca. ch. chap. cl. eq. eqs. fig. figs. no. nos. nr. p. para. pp. pt. sec. "
    "secs. vol. vols.".split()
)
_ABBREVIATIONS = frozenset(
    "al. approx. ed. eds. esp. est. op. trans. "
    "Ave. B.Sc. Bldg. Blvd. Bros. Co. Corp. Dept. Dist. Ed. Ft. Inc. Jr. Ltd. M.Sc. Mt. Op. Ph.D. "
    "Plc. Pty. Rd. Sq. Sr. St. Univ. "
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. "
    "Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat. Sun.".split()
)
_STARTERS = frozenset(
    "a according after all also although an and another as at born both but by during each for from he "
    "her here his how however i if in into is it its later many most my no nor not on one or our she "
    "since so some soon such that the their then there these they this those though thus to today two "
    "under until upon we what when where which while who why with yet you your".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_NEVER_LAST = frozenset({"e.g.", "i.e.", "a.k.a.", "c.f."})
_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})\.", re.IGNORECASE)
_OPENING = "\"'“”‘’«([{¿¡*_"
_NEXT_WORD = re.compile(rf"[{re.escape(_OPENING)}]{{0,3}}(\w{{1,{_LONGEST_WORD}}})(\.?)")
_CONTINUING = (",", ";", ":", ")", "]", "%", "/")


def stop_ends_sentence(text: str, start: int, stop: int, following: int) -> bool:
    """Tell whether the full stop at `stop` ends the sentence that begins at `start`.

    Args:
        text: All of the text.
        start: Offset of the sentence's first character.
        stop: Offset of the full stop.
        following: Offset of what comes after the stop, its closing quotes and the spaces.
    """
    ahead = _NEXT_WORD.match(text, following)
    next_word, dotted = ahead.groups() if ahead else ("", "")
    if next_word[:1].islower() or text.startswith(_CONTINUING, following):
        return False
    word = text[max(start, stop - _LONGEST_WORD) : stop + 1].split()[-1]
    if stop - start < len(word) and _ENUMERATOR.fullmatch(word):
        return False
    word = word.lstrip(_OPENING)
    if word.lower() in _BEFORE_A_NAME or word.lower() in _NEVER_LAST:
        return False
    if word.lower() in _BEFORE_A_NUMBER and next_word[:1].isdecimal():
        return False
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return next_word.lower() in _STARTERS and not dotted
    return True
