"""From Chinese texts alone to an encoder, and from some sentences to a model over it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.extraction.neural import NeuralExtractor
from kg.model.encoder import load_tokenizer
from kg.model.tokens import tokenize
from kg.records import Document
from kg.settings import Settings
from kg.training.args import Source, TrainArgs
from kg.training.loop import train

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/tutorials/chinese"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    """A folder with an encoder that learnt for two seconds."""
    folder = tmp_path_factory.mktemp("encoder")
    sentences = (EXAMPLE / "sentences.jsonl").read_text("utf-8")
    text = (EXAMPLE / "garden.txt").read_text("utf-8") + sentences
    with gzip.open(folder / "texts.jsonl.gz", "wt") as lines:
        lines.writelines(json.dumps({"text": text}) + "\n" for _ in range(21))
    command = [sys.executable, "-m", "bench.chinese_encoder", folder / "texts.jsonl.gz"]
    options = [folder / "encoder", "--minutes", "0.03"]
    made = subprocess.run(
        [*map(str, command), *map(str, options)], cwd=ROOT, capture_output=True, text=True
    )
    assert "masked characters guessed" in made.stdout, made.stderr
    return folder / "encoder"


@pytest.mark.long
def test_every_character_is_a_token_of_its_own(encoder):
    text = "海湾市公园条例，2021年。"

    (tokens,) = tokenize(load_tokenizer(str(encoder)), [text])

    characters = [place for place, sign in enumerate(text) if not sign.isdigit()]
    assert {(place, place + 1) for place in characters} <= set(tokens.offsets)


@pytest.mark.long
def test_a_model_is_trained_over_it_and_reads_with_it(encoder, tmp_path):
    source = Source("jsonl", EXAMPLE / "sentences.jsonl")
    out = tmp_path / "model"
    train(TrainArgs(data=(source,), out=out, encoder=str(encoder), epochs=1))

    extractor = NeuralExtractor.load(
        Settings(_env_file=None, model=out, ontology=EXAMPLE / "law.ttl")
    )
    text = "《海湾市公园条例》第三条自2021年5月1日起施行。"
    (found,) = extractor.extract([Document("1", text)])

    named = {one.span.of(text): found.entities[one.entity].name for one in found.mentions}
    assert named["第三条"] == "海湾市公园条例第三条"
    assert named["2021年5月1日"] == "2021年5月1日"
