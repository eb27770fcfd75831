"""What a checkpoint knows of the types that its training texts mark in full."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from encoders import save_tiny_encoder
from small_corpus import small_args

from kg.extraction.reader import WindowReader
from kg.extraction.schema import schema_for
from kg.extraction.windows import Window
from kg.model.checkpoint import load, load_config
from kg.model.encoder import load_tokenizer
from kg.model.tokens import tokenize
from kg.records import Document
from kg.training.args import Source
from kg.training.data import load_data
from kg.training.device import mixed
from kg.training.loop import train

TEXT = "Ada's aunt lives in Rome , Lazio ."


def corpus(folder: Path, *, partial: bool) -> Source:
    """Texts that mark every person and place; with `partial`, one besides that marks a pair only."""
    mentions = [
        {"start": 0, "end": 3, "type": "person"},
        {"start": 20, "end": 24, "type": "place"},
    ]
    relation = {"subject": 0, "relation": "lives in", "object": 1}
    rows: list[dict] = [{"text": TEXT, "mentions": mentions, "relations": [relation]}] * 4
    if partial:
        rows.append({"text": TEXT, "subject": "Ada", "relation": "lives in", "object": "Rome"})
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Source("jsonl", file)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marked")
    encoder = save_tiny_encoder(folder / "encoder")
    args = small_args(folder, encoder, data=(corpus(folder, partial=False),), epochs=1)
    train(args)
    return args.out


def found(network, text: str, tags: list[int]) -> list[tuple[str, str]]:
    """What a reader makes of a text of which the tagger is sure."""
    tokenizer = load_tokenizer(network.config.encoder)
    (tokens,) = tokenize(tokenizer, [text])
    likely = torch.nn.functional.one_hot(torch.tensor(tags), 1 + 2 * len(network.config.labels))
    network.tags = lambda _: torch.cat(
        [
            torch.zeros(1, 1, likely.shape[1]),
            20.0 * likely[None],
            torch.zeros(1, 40, likely.shape[1]),
        ],
        dim=1,
    )[:, :32]
    reader = WindowReader(network, tokenizer, schema_for(network, ()), 0.0, by_mention=True)
    window = Window(0, 0, len(tokens), tokens, frozenset({0}))
    (findings,) = reader.read([window], [Document("d", text)])
    return [(mention.span.of(text), mention.label) for mention in findings.mentions]


def test_a_checkpoint_names_the_types_of_which_its_texts_mark_every_mention(checkpoint):
    assert load_config(checkpoint).marked == ("person", "place")


def test_one_text_that_marks_a_pair_only_is_enough_for_no_type_to_be_so(tmp_path):
    args = small_args(tmp_path, tmp_path, data=(corpus(tmp_path, partial=True),))

    assert load_data(args).marked == ()


def test_the_tagger_has_the_last_word_on_types_that_were_marked_in_full(checkpoint):
    network = load(checkpoint)
    tokenizer = load_tokenizer(network.config.encoder)
    (tokens,) = tokenize(tokenizer, [TEXT])
    person = 1 + 2 * network.config.labels.index("person")
    # the tagger takes "Ada's" for the name
    tags = [
        0 if start >= 5 else person + (index > 0) for index, (start, _) in enumerate(tokens.offsets)
    ]

    kept = found(network, TEXT, tags)
    network.config = replace(network.config, marked=())
    repaired = found(network, TEXT, tags)

    assert kept == [("Ada's", "person")]
    assert repaired == [("Ada", "person")]


def test_without_hardware_that_multiplies_in_bfloat16_training_does_not(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True})
    product = torch.randn(2, 2)

    with mixed(torch.device("cpu"), "auto"):
        plain = product @ product
    with mixed(torch.device("cpu"), "bf16"):
        half = product @ product

    assert (plain.dtype, half.dtype) == (torch.float32, torch.bfloat16)
