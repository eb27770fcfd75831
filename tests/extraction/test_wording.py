from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.extraction.wording import EXPECTED, Wording, _stem, stems
from kg.ontology.records import Property
from tests.extraction.windowed import marked, window


def beside(text: str, labels: tuple[str, ...], *names: str) -> list[list[float]]:
    """How much of each label stands beside each name."""
    wording = Wording([Property(f"urn:{label}", label) for label in labels])
    mentions = marked(text, *((name, "thing") for name in names))
    return wording.beside(mentions, range(len(mentions)), window(text), text).tolist()


def test_a_verb_speaks_for_a_name_of_the_same_stem():
    text = "Aida is operated by Costa and owned by Carnival."

    aida, costa, carnival = beside(text, ("operator", "owner"), "Aida", "Costa", "Carnival")

    assert aida == [1.0, 0.0]
    assert costa == [1.0, 1.0]
    assert carnival == [0.0, 1.0]


def test_a_word_that_many_names_have_counts_for_less():
    ((length, name),) = beside("It has a runway of 497.", ("runwayLength", "runwayName"), "497")

    assert 0 < length == name < 0.5


def test_what_another_sentence_says_is_not_beside():
    text = "Aida sailed."

    assert beside(text, ("operator",), "Aida") == [[0.0]]


def test_in_a_chinese_text_no_name_counts_either_way():
    assert beside("他生于 北京 。", ("place of birth",), "北京") == [[pytest.approx(EXPECTED)]]


def test_names_in_chinese_are_not_looked_for():
    assert Wording([Property("urn:a", "出生地"), Property("urn:b", "born")]).named.tolist() == [
        False,
        True,
    ]


def test_words_are_stemmed_alike_whoever_else_stems():
    words = [
        f"{stem}{ending}"
        for stem in ("operat", "own", "build", "creat")
        for ending in ("ed", "ing", "ion", "er")
    ]
    alone = {word: stems(word) for word in words}
    _stem.cache_clear()

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(stems, words * 50))

    assert together == [alone[word] for word in words * 50]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("netIncome", {"net", "incom"}),
        ("place of birth", {"place", "birth"}),
        ("出生地", {"出生地"}),
        ("of", set()),
    ],
)
def test_names_are_taken_apart(label, expected):
    assert stems(label) == expected


def test_no_mention_is_beside_nothing():
    wording = Wording([Property("urn:a", "operator")])

    assert wording.beside([], [], window("It rained."), "It rained.").shape == (0, 1)
