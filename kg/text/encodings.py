"""Guesses at a text's encoding where nothing says what it is, each with its own floor of evidence."""

import re

from charset_normalizer import CharsetMatch, from_bytes

MOST_CHAOS = 0.1
"""Confidence floor of a guess: charset-normalizer's share of implausible neighbours in the decoded text."""

_LEGACY = tuple(  # in the order in which a tie is decided: how common each is on the web
    "cp1252 cp1251 gb18030 cp932 big5 euc_jp cp949 cp1250 iso8859_2 cp1254 cp1253 cp1255 cp1256 koi8_r "
    "cp874".split()
)
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-¬®-¶¸-¿×÷][^\W\d_]")
_SAMPLE = 100_000  # characters
_MOST_DAMAGE = 0.001  # share of the characters that may be broken in what is else UTF-8


def strictly(content: bytes, codec: str) -> str | None:
    """Return the characters, or None where a single byte does not fit the codec."""
    try:
        return content.decode(codec)
    except UnicodeError:
        return None


def unmarked_utf_16(content: bytes) -> str | None:
    """Return the codec whose zero bytes stand where UTF-16 puts them for mostly Latin text."""
    high, low = content[0::2].count(0), content[1::2].count(0)
    units = len(content) / 2
    if len(content) % 2 or max(high, low) < 0.2 * units or min(high, low) > 0.05 * units:
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def nearly_utf_8(content: bytes) -> str | None:
    """Return UTF-8 in which a few bytes are broken, as a cut or a bad join leaves it."""
    text = content.decode("utf-8", errors="replace")
    damage = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", errors="ignore")) - damage
    return text if damage <= _MOST_DAMAGE * len(text) and sound > 10 * damage else None


def legacy(content: bytes) -> str | None:
    """Return the most plausible reading in an encoding older than UTF-8, None where none is plausible.

    Long texts are judged by samples. Short ones in a single-byte encoding that is not Western
    European may be misread: only a declared charset tells those apart.
    """
    matches = from_bytes(content, cp_isolation=list(_LEGACY))
    plausible = [match for match in matches if match.chaos <= MOST_CHAOS]
    texts = (strictly(content, match.encoding) for match in sorted(plausible, key=_doubt))
    return next((text for text in texts if text is not None), None)


def _doubt(match: CharsetMatch) -> tuple[int, float, int]:
    """Order guesses: signs inside words are misread letters, then likeness to a language, then the tie-break."""
    misread = len(_SIGN_IN_WORD.findall(str(match)[:_SAMPLE]))
    candidates = {match.encoding, *match.could_be_from_charset}
    common = min(_LEGACY.index(name) for name in candidates if name in _LEGACY)
    return misread, -round(match.coherence, 1), common
