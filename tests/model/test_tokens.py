import pytest

from kg.model.encoder import BUNDLED, load_tokenizer
from kg.model.shapes import SHAPES, shape
from kg.model.tokens import PAD_TO, pad, tokenize

TOKENIZER = load_tokenizer(BUNDLED)


def test_offsets_are_code_points_whatever_stands_before():
    text = "😀 née Ghadamès"

    (tokens,) = tokenize(TOKENIZER, [text])

    assert "".join(text[start:end] for start, end in tokens.offsets) == "😀néeGhadamès"


def test_pieces_of_one_word_say_so():
    (tokens,) = tokenize(TOKENIZER, ["Ghadamès-born"])

    words = [i for i, goes_on in enumerate(tokens.continues) if not goes_on]
    assert len(tokens) > len(words) == 3


@pytest.mark.parametrize("word", ["F.C.", "U.S.A", "S.p.A.", "O'Brien", "Hook'em"])
def test_what_is_cut_at_stops_and_apostrophes_is_one_word_all_the_same(word):
    (tokens,) = tokenize(TOKENIZER, [word])

    assert len(tokens) > 1
    assert tokens.continues == [False] + [True] * (len(tokens) - 1)


@pytest.mark.parametrize("words", ["Ann's", "CURIE'S", "He'll", "A. Smith", "didn't", "end.Then"])
def test_endings_and_initials_are_words_of_their_own(words):
    (tokens,) = tokenize(TOKENIZER, [words])

    assert tokens.continues.count(False) > 1


def test_no_text_is_no_tokens():
    assert tokenize(TOKENIZER, []) == []
    assert len(tokenize(TOKENIZER, [""])[0]) == 0


def test_letter_case_is_kept_beside_the_uncased_tokens():
    names = [
        SHAPES[shape(word)] for word in ("Ada", "NASA", "lower", "McCoy", "1815", "-", "A", "")
    ]

    assert names == ["title", "upper", "lower", "mixed", "digits", "other", "title", "none"]


def test_windows_are_padded_to_round_lengths_between_their_special_tokens():
    short, long = tokenize(TOKENIZER, ["Ada wrote.", "word " * 40])

    batch = pad([short, long], TOKENIZER)

    assert batch.tokens.shape == (2, 2 * PAD_TO)
    assert batch.mask.sum(1).tolist() == [len(short) + 2, len(long) + 2]
    assert batch.tokens[0, 0] == TOKENIZER.cls_token_id
    assert batch.tokens[0, len(short) + 1] == TOKENIZER.sep_token_id
