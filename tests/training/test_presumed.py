import pytest

from kg.model.config import ModelConfig
from kg.model.encoder import BUNDLED, load_tokenizer
from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.examples import build_examples
from kg.training.presumed import unmarked_names

LABELS = ("person", "place", "thing", "concept")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Looney Tunes: Back in Action was filmed in Burbank.",
            ["Looney Tunes: Back", "Action", "Burbank"],
        ),
        ("The Bank of England stands in London.", ["Bank of England", "London"]),
        ("In 1912 she moved to New York.", ["1912", "New York"]),
        ("it rained all day", []),
    ],
)
def test_runs_of_capitals_and_years_are_names(text, names):
    assert [span.of(text) for span in unmarked_names(text, [])] == names


def test_what_is_marked_is_no_unmarked_name():
    text = "Ada Lovelace met Charles Babbage."

    spans = unmarked_names(text, [Span(0, 12)])

    assert [span.of(text) for span in spans] == ["Charles Babbage"]


def example(text="Ada was born in London and met Charles Babbage."):
    mentions = (
        LabelledMention(Span(0, 3), "person", 0),
        LabelledMention(Span(16, 22), "place", 1),
    )
    relations = frozenset({(0, "born", 1)})
    judged = frozenset({"born"})
    source = LabelledText("1", text, mentions, relations, judged, pairs=((0, 1), (1, 0)))
    config = ModelConfig("tiny", "1", BUNDLED, LABELS, ("born",))
    return build_examples([source], load_tokenizer(BUNDLED), config, presuming=True)[0]


def test_a_script_without_capitals_presumes_nothing():
    made = example("ada was born in london and met charles babbage.")

    assert len(made.mentions) == 2
    assert tag_of(made, "met").min() == 1


def tag_of(example, word: str):
    start = example.source.text.index(word)
    index = [begin for begin, _ in example.tokens.offsets].index(start)
    return example.tags[index]


def test_small_words_outside_of_marked_mentions_are_taught_as_outside():
    tags = tag_of(example(), "was")

    assert tags[0] == 1
    assert tags[1:].max() < 0.5


def test_a_name_nobody_marked_is_taught_as_one_mention_of_any_type():
    first, second = tag_of(example(), "Charles"), tag_of(example(), "Babbage")

    assert first[1::2].min() == 1
    assert first[0] < 0.5
    assert first[2::2].max() < 0.5
    assert second[2::2].min() == 1
    assert second[0] < 0.5
    assert second[1::2].max() < 0.5


def test_names_nobody_marked_are_presumed_unrelated_and_count_for_less():
    made = example()

    presumed = made.weights < 1

    assert len(made.mentions) == 3
    assert presumed.sum() == 4  # both marked names with the third, both ways
    assert not made.gold[presumed].any()
    assert made.gold[~presumed].sum() == 1
