import torch

from kg.extraction.decode import decode
from kg.extraction.windows import Window
from kg.model.tokens import Tokens

LABELS = ("person", "place")
OUTSIDE, PERSON, IN_PERSON, PLACE, IN_PLACE = range(5)


def window(*pieces: str, sentences: frozenset[int] = frozenset()) -> Window:
    """A window of word pieces; one that starts with ## goes on with the word before."""
    offsets, continues, position = [], [], 0
    for piece in pieces:
        inside = piece.startswith("##")
        length = len(piece.removeprefix("##"))
        position += 0 if inside or not offsets else 1
        offsets.append((position, position + length))
        continues.append(inside)
        position += length
    tokens = Tokens([0] * len(pieces), offsets, [1] * len(pieces), continues)
    return Window(0, 0, len(pieces), tokens, sentences)


def found(tags: list[int], *pieces: str) -> list[tuple[int, int, str]]:
    sure = torch.nn.functional.one_hot(torch.tensor(tags), 5).float()
    return [(m.span.start, m.span.end, m.label) for m in decode(sure, window(*pieces), LABELS)]


def test_a_mention_runs_from_its_first_to_its_last_word():
    assert found([PERSON, IN_PERSON, OUTSIDE], "Ada", "Lovelace", "wrote") == [(0, 12, "person")]


def test_two_mentions_may_touch():
    assert found([PERSON, PERSON], "Ada", "Ben") == [(0, 3, "person"), (4, 7, "person")]


def test_a_change_of_type_ends_a_mention():
    assert found([PERSON, IN_PLACE], "Ada", "Paris") == [(0, 3, "person"), (4, 9, "place")]


def test_a_word_is_never_cut_in_two():
    tags = [PLACE, OUTSIDE, PERSON]

    assert found(tags, "Ghad", "##am", "##es") == [(0, 8, "place")]


def test_a_continuation_without_a_beginning_still_counts():
    assert found([OUTSIDE, IN_PLACE], "in", "Rome") == [(3, 7, "place")]


def test_a_mention_does_not_run_on_into_the_next_sentence():
    tags = torch.tensor([PERSON, IN_PERSON, IN_PERSON])
    sure = torch.nn.functional.one_hot(tags, 5).float()
    heading = window("Ada", "Lovelace", "Ada", sentences=frozenset({0, 2}))

    mentions = decode(sure, heading, LABELS)

    assert [(m.span.start, m.span.end) for m in mentions] == [(0, 12), (13, 16)]


def test_the_score_is_the_probability_of_the_type():
    probability = torch.tensor([[0.1, 0.5, 0.2, 0.1, 0.1]])

    (mention,) = decode(probability, window("Ada"), LABELS)

    assert abs(mention.score - 0.7) < 1e-6


def test_a_name_of_a_wavering_type_stays_whole_if_its_tags_are_chosen_together():
    likely = torch.tensor([[0.0, 0.0, 0.0, 0.9, 0.1], [0.0, 0.0, 0.5, 0.1, 0.4]])
    row = window("New", "York")

    alone = decode(likely, row, LABELS)
    together = decode(likely, row, LABELS, together=True)

    assert [m.label for m in alone] == ["place", "person"]
    assert [(m.span.start, m.span.end, m.label) for m in together] == [(0, 8, "place")]


def test_tags_chosen_together_keep_words_and_sentences_apart():
    tags = torch.tensor([PERSON, OUTSIDE, IN_PERSON, IN_PERSON])
    sure = torch.nn.functional.one_hot(tags, 5).float()
    row = window("Ada", "##m", "Smith", "Ada", sentences=frozenset({0, 3}))

    mentions = decode(sure, row, LABELS, together=True)

    assert [(m.span.start, m.span.end) for m in mentions] == [(0, 10)]
