import json

import pytest

from kg.errors import InputError
from kg.model.checkpoint import SHIPPED, load
from kg.model.config import ModelConfig
from kg.model.encoder import BUNDLED, load_tokenizer
from kg.records import Span
from kg.training.corpora.jsonl import read_jsonl
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.examples import build_examples

TEXT = "Ada Lovelace was born in London and died in Marylebone in 1852. She met Charles Babbage."


def told(text: str = TEXT, *, exhaustive: bool = True) -> LabelledText:
    """A text of which only the birth is marked."""
    london = text.index("London")
    mentions = (
        LabelledMention(Span(0, 12), "person", 0),
        LabelledMention(Span(london, london + 6), "place", 1),
    )
    born = frozenset({(0, "born", 1)})
    return LabelledText(
        "1", text, mentions, born, frozenset({"born"}), clustered=True, exhaustive=exhaustive
    )


def example(text: LabelledText, before=None):
    labels = before.config.labels if before else ("person", "place", "time")
    config = ModelConfig("tiny", "1", BUNDLED, labels, ("born",))
    tokenizer = load_tokenizer(BUNDLED)
    return build_examples([text], tokenizer, config, presuming=True, before=before)[0]


def names(made) -> list[str]:
    """What takes part as a mention, in the order of the text."""
    offsets = made.tokens.offsets
    text = made.source.text
    return [text[offsets[first - 1][0] : offsets[last - 1][1]] for first, last, *_ in made.mentions]


def pairs(made) -> dict[tuple[str, str], float]:
    """The weight of each pair, by what its ends are called first."""
    called = {}
    for row, name in zip(made.mentions, names(made), strict=True):
        called.setdefault(row[3], name)
    return {
        (called[s], called[o]): weight
        for (s, o), weight in zip(made.pairs.tolist(), made.weights.tolist(), strict=True)
    }


def test_where_all_facts_are_told_what_nobody_marked_has_none():
    made = example(told())

    weights = pairs(made)

    assert weights["Ada Lovelace", "Marylebone"] == 1.0
    assert weights["Charles Babbage", "Marylebone"] == 1.0
    assert made.gold.sum() == 1


def test_where_not_all_facts_are_told_nothing_is_known_of_others():
    made = example(told(exhaustive=False))

    assert names(made) == ["Ada Lovelace", "London"]


@pytest.fixture(scope="module")
def before():
    return load(SHIPPED)


def test_a_checkpoint_sees_what_nobody_marked(before):
    made = example(told(), before)

    assert {"Marylebone", "1852", "Charles Babbage"} <= set(names(made))
    assert not any(subject == "1852" for subject, _ in pairs(made))


def test_what_may_be_a_marked_thing_is_no_bystander(before):
    assert "She" not in names(example(told(), before))


def test_a_line_of_our_format_may_say_that_all_facts_are_told(tmp_path):
    file = tmp_path / "train.jsonl"
    line = {"text": "Ann leads Acme.", "subject": "Ann", "relation": "leads", "object": "Acme"}
    file.write_text(json.dumps({**line, "exhaustive": True}))
    assert [text.exhaustive for text in read_jsonl(file).texts] == [True]

    file.write_text(json.dumps({**line, "exhaustive": "yes"}))
    with pytest.raises(InputError, match="exhaustive"):
        read_jsonl(file)
