"""Numbers in words: "twenty-five", "one hundred and twenty", "a million"."""

from decimal import Decimal

from kg.extraction.units import SCALES

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}


def read_words(text: str) -> tuple[Decimal, str] | None:
    """Return the number that a text begins with and what is left of it; a scale of the whole is left over."""
    words = text.casefold().replace("-", " ").split()
    total, used, last = 0, 0, 0
    for place, word in enumerate(words):
        if word in _SMALL and (place == 0 or 20 <= last < 100 or last == 100):
            value = last = _SMALL[word]
            total += value
        elif word in _TENS and (place == 0 or last == 100):
            last = _TENS[word] * 10
            total += last
        elif word in {"a", "an"} and place == 0:
            total = last = 1
        elif word == "hundred" and 0 < last < 20 and total < 100:
            total, last = total * 100, 100
        elif word == "and" and last == 100 and words[place + 1 : place + 2]:
            continue
        else:
            break
        used = place + 1
    after = " ".join(words[used:])
    if not used or (words[0] in {"a", "an"} and used == 1 and after.split(" ")[0] not in SCALES):
        return None
    return Decimal(total), after
