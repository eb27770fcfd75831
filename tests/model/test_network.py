import json

import pytest
import torch
from encoders import save_tiny_encoder
from safetensors.torch import load_file, save_file

from kg.errors import CheckpointMismatch
from kg.model.checkpoint import load, load_config, save
from kg.model.config import Calibration, ModelConfig
from kg.model.encoder import load_encoder, load_tokenizer
from kg.model.layout import all_pairs, lay_out
from kg.model.likeness import likeness
from kg.model.network import ExtractionNetwork
from kg.model.tokens import pad, tokenize


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return str(save_tiny_encoder(tmp_path_factory.mktemp("encoder")))


@pytest.fixture
def network(encoder):
    config = ModelConfig(
        "tiny", "3", encoder, ("person", "place"), ("urn:a", "urn:b"), max_tokens=128
    )
    torch.manual_seed(1)
    return ExtractionNetwork(config, load_encoder(encoder)).eval()


def encode(network, *texts):
    tokenizer = load_tokenizer(network.config.encoder)
    batch = pad(tokenize(tokenizer, texts), tokenizer)
    with torch.inference_mode():
        return network.encode(batch.tokens, batch.shapes, batch.mask)


def relate(network, encoded, *windows):
    layout = lay_out(windows)
    pairs = all_pairs(layout.home)
    with torch.inference_mode():
        vectors = network.vectors(encoded, layout, pairs)
        return network.prototypes.score(vectors, network.prototypes.trained())


def test_every_token_gets_a_score_for_each_tag(network):
    encoded = encode(network, "Ada went to Paris.")

    with torch.inference_mode():
        tags = network.tags(encoded)

    assert tags.shape == (1, 32, 5)


def test_every_pair_gets_a_score_for_each_relation_and_the_threshold(network):
    encoded = encode(network, "Ada went to Paris with Ben.")
    marked = [(1, 1, 0, 0), (4, 4, 1, 1), (6, 6, 0, 2), (1, 1, 0, 0)]

    logits = relate(network, encoded, marked)

    assert logits.shape == (6, 3)
    assert bool(logits.isfinite().all())


def test_a_pair_is_directed(network):
    encoded = encode(network, "Ada went to Paris.")

    there, back = relate(network, encoded, [(1, 1, 0, 0), (4, 4, 1, 1)])

    assert not torch.allclose(there, back)


def test_pairs_of_one_window_score_the_same_beside_other_windows(network):
    short, long = "Ada went to Paris.", "Ben and Cleo stayed in Rome all the long winter."
    marked = [(1, 1, 0, 0), (4, 4, 1, 1)]
    others = [(1, 1, 0, 0), (3, 3, 0, 1), (6, 6, 1, 2), (3, 3, 0, 0)]

    alone = relate(network, encode(network, short), marked)
    together = relate(network, encode(network, short, long), marked, others)

    assert torch.allclose(alone, together[: len(alone)], atol=1e-5)


def test_a_window_without_mentions_leaves_the_others_as_they_are(network):
    texts = ("Ada went to Paris.", "Nothing.", "Ada went to Paris.")
    marked = [(1, 1, 0, 0), (4, 4, 1, 1)]

    logits = relate(network, encode(network, *texts), marked, [], marked)

    assert torch.allclose(logits[:2], logits[2:], atol=1e-5)


def test_every_mention_is_compared_with_those_before_it(network):
    encoded = encode(network, "Ada went to Paris. Ada stayed.")
    mentions = torch.tensor([(1, 1, 0), (4, 4, 1), (6, 6, 0)])

    with torch.inference_mode():
        logits = network.coreference(encoded, 0, mentions, likeness(["Ada", "Paris", "Ada"]))

    assert logits.shape == (3, 3)


def test_what_a_window_says_does_not_hang_on_its_batch(network):
    alone = encode(network, "Ada went to Paris.").states[0]
    together = encode(network, "Ada went to Paris.", "word " * 50).states[0]

    assert torch.equal(alone[:6], together[:6])


def test_letter_case_reaches_the_encoder_once_it_is_trained(network):
    torch.nn.init.normal_(network.shape.weight)

    title, lower = encode(network, "Ada went.").states, encode(network, "ada went.").states

    assert not torch.allclose(title, lower)


def test_a_saved_network_loads_with_what_was_trained_and_takes_the_rest_from_the_encoder(
    network, tmp_path
):
    for parameter in network.encoder.get_submodule("embeddings").parameters():
        parameter.requires_grad = False

    save(network, tmp_path)
    loaded = load(tmp_path)

    assert not any(
        name.startswith("encoder.embeddings") for name in load_file(tmp_path / "model.safetensors")
    )
    for name, value in network.state_dict().items():
        assert torch.allclose(value, loaded.state_dict()[name], atol=2e-3), name


def test_a_config_survives_the_file(network, tmp_path):
    save(network, tmp_path)

    assert load_config(tmp_path) == network.config
    assert load_config(tmp_path).calibration == Calibration()


def test_a_checkpoint_of_another_format_is_refused(network, tmp_path):
    save(network, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "format": "other-9"}))

    with pytest.raises(CheckpointMismatch, match="other-9"):
        load(tmp_path)


def test_weights_that_the_network_has_no_place_for_are_refused(network, tmp_path):
    save(network, tmp_path)
    save_file({"stray": torch.zeros(1)}, tmp_path / "model.safetensors")

    with pytest.raises(CheckpointMismatch, match="stray"):
        load(tmp_path)


def test_weights_that_leave_a_head_untrained_are_refused(network, tmp_path):
    save(network, tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    del weights["tag_head.score.bias"]
    save_file(weights, tmp_path / "model.safetensors")

    with pytest.raises(CheckpointMismatch, match=r"tag_head\.score\.bias"):
        load(tmp_path)


def test_a_folder_without_a_checkpoint_is_refused(tmp_path):
    with pytest.raises(CheckpointMismatch, match=r"config\.json"):
        load(tmp_path)
