import json
from dataclasses import replace

import pytest
import torch
from encoders import save_tiny_encoder

from kg.errors import InputError
from kg.model.checkpoint import load
from kg.model.encoder import load_tokenizer
from kg.training.args import Source, TrainArgs
from kg.training.averaging import AveragedWeights
from kg.training.calibration import expected_calibration_error, fit
from kg.training.data import load_data
from kg.training.end_to_end import Judgement
from kg.training.evaluation import gold_entity_scores
from kg.training.examples import build_examples
from kg.training.loop import train
from kg.training.recipe import SHIPPED_RECIPE, read_recipe

PEOPLE = ("Ada", "Ben", "Eva", "Max", "Tom", "Ida")
PLACES = ("London", "Paris", "Rome", "Oslo", "Bern", "Riga")


def document(person: str, place: str, verb: str, relation: str) -> dict:
    return {
        "title": f"{person} {verb} {place}",
        "sents": [[person, "was", verb, "in", place, "."]],
        "vertexSet": [
            [{"name": person, "sent_id": 0, "pos": [0, 1], "type": "PER"}],
            [{"name": place, "sent_id": 0, "pos": [4, 5], "type": "LOC"}],
        ],
        "labels": [{"h": 0, "t": 1, "r": relation, "evidence": [0]}],
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "train.json"
    kinds = (("born", "P19"), ("buried", "P20"))
    path.write_text(
        json.dumps([document(a, b, *kind) for a in PEOPLE for b in PLACES for kind in kinds])
    )
    return path


def test_what_a_source_leaves_out_takes_no_part(tmp_path):
    file = tmp_path / "train.jsonl"
    line = {"text": "Ann leads Acme.", "subject": "Ann", "relation": "leads", "object": "Acme"}
    file.write_text("\n".join(json.dumps({**line, "id": id}) for id in ("1:a", "3:b", "3", "30")))

    data = load_data(
        TrainArgs(
            data=(Source("jsonl", file, leave_out=("3",)),), out=tmp_path / "out", held_out=0.0
        )
    )

    assert [text.id for portion in data.train for text in portion.texts] == ["1:a", "30"]

    misspelt = TrainArgs(data=(Source("jsonl", file, leave_out=("fold 3",)),), out=tmp_path / "out")
    with pytest.raises(InputError, match="fold 3"):
        load_data(misspelt)


@pytest.fixture(scope="module")
def trained(corpus, tmp_path_factory):
    encoder = str(save_tiny_encoder(tmp_path_factory.mktemp("encoder")))
    args = TrainArgs(
        data=(Source("re-docred", corpus),),
        out=tmp_path_factory.mktemp("out"),
        encoder=encoder,
        epochs=30,
        average=0.2,
        batch_tokens=256,
        encoder_rate=1e-3,
        head_rate=3e-3,
        precision="float32",
    )
    steps: list[tuple[str, int, int]] = []
    train(args, on_progress=lambda *step: steps.append(step))
    return args, steps


def test_a_network_learns_to_tell_two_relations_apart(trained):
    args, _ = trained
    network = load(args.out)
    tokenizer = load_tokenizer(args.encoder)
    texts = load_data(args).train[0].texts

    scores = gold_entity_scores(
        network, build_examples(texts, tokenizer, network.config), tokenizer
    )

    assert scores.f1 > 0.95


def test_training_reports_each_step(trained):
    _, steps = trained

    assert [done for _, done, _ in steps] == list(range(1, len(steps) + 1))
    assert steps[-1][1] == steps[-1][2]


def test_an_unknown_corpus_format_is_named(tmp_path):
    args = TrainArgs(data=(Source("conll1812", tmp_path),), out=tmp_path)

    with pytest.raises(InputError, match="conll1812"):
        load_data(args)


def test_a_missing_corpus_is_named(tmp_path):
    args = TrainArgs(data=(Source("re-docred", tmp_path / "none.json"),), out=tmp_path)

    with pytest.raises(InputError, match=r"none\.json"):
        load_data(args)


def test_a_split_keeps_its_dev_texts_out_of_training(corpus, tmp_path):
    split = tmp_path / "split.json"
    split.write_text(json.dumps({"dev": ["Ada born London"]}))
    args = TrainArgs(data=(Source("re-docred", corpus),), out=tmp_path, split=split)

    data = load_data(args)

    assert [text.id for text in data.dev] == ["Ada born London"]
    assert "Ada born London" not in {text.id for text in data.train[0].texts}


def test_averaged_weights_are_the_mean_since_the_start():
    layer = torch.nn.Linear(1, 1, bias=False)
    average = AveragedWeights(layer, start=2)
    for step, value in enumerate((100.0, 2.0, 4.0), start=1):
        torch.nn.init.constant_(layer.weight, value)
        average.update(step)

    with average.applied():
        inside = layer.weight.item()

    assert inside == pytest.approx(3.0)
    assert layer.weight.item() == pytest.approx(4.0)


def test_calibration_makes_an_overconfident_model_honest():
    judgements = [Judgement(0.95, index % 10 < 6) for index in range(500)]
    judgements += [Judgement(0.6, index % 10 < 3) for index in range(500)]

    calibration = fit(judgements)

    def calibrated(confidence: float) -> float:
        margin = torch.logit(torch.tensor(confidence))
        return float(torch.sigmoid(calibration.slope * margin + calibration.offset))

    honest = [Judgement(calibrated(j.confidence), j.correct) for j in judgements]
    assert expected_calibration_error(judgements) > 0.3
    assert expected_calibration_error(honest) < 0.02


def test_the_shipped_recipe_reads_and_its_stages_follow_one_another(tmp_path):
    recipe = read_recipe(SHIPPED_RECIPE, tmp_path / "data", tmp_path / "out")

    assert recipe.stages[0].init is None
    assert recipe.stages[1].init == recipe.stages[0].out
    assert recipe.stages[-1].out == tmp_path / "out"


def test_what_ships_is_the_last_stage_with_nothing_kept_out(tmp_path):
    last = read_recipe(SHIPPED_RECIPE, tmp_path, tmp_path / "out").stages[-1]
    (whole,) = read_recipe(SHIPPED_RECIPE.with_name("whole.yaml"), tmp_path, tmp_path / "out").stages  # fmt: skip

    data = tuple(replace(source, leave_out=()) for source in last.data)
    assert whole == replace(last, data=data, split=None, init=None)


def test_what_a_recipe_starts_from_may_be_chosen_for_its_first_stage(tmp_path):
    given = {"init": tmp_path / "mine"}

    recipe = read_recipe(SHIPPED_RECIPE, tmp_path / "data", tmp_path / "out", given)

    assert recipe.stages[0].init == tmp_path / "mine"
    assert recipe.stages[1].init == recipe.stages[0].out


def test_a_recipe_with_an_unknown_setting_names_it(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text("stages: [{data: [], epoch: 3}]")

    with pytest.raises(InputError, match="epoch"):
        read_recipe(path, tmp_path, tmp_path)
