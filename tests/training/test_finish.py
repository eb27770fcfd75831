import json

import pytest
from measuring import small_checkpoint

from kg.iris import WIKIDATA_DIRECT
from kg.model.checkpoint import load_config
from kg.model.config import Calibration
from kg.ontology.records import Property
from kg.training.args import Source, TrainArgs
from kg.training.calibration import calibrated, fit, held_out_error
from kg.training.finish import finish
from kg.training.measures.judgements import Judgement


def document(title: str) -> dict:
    return {
        "title": title,
        "sents": [["Ada", "was", "born", "in", "London", "."]],
        "vertexSet": [
            [{"name": "Ada", "sent_id": 0, "pos": [0, 1], "type": "PER"}],
            [{"name": "London", "sent_id": 0, "pos": [4, 5], "type": "LOC"}],
        ],
        "labels": [{"h": 0, "t": 1, "r": "P19", "evidence": [0]}],
    }


@pytest.fixture
def args(tmp_path):
    model = small_checkpoint(tmp_path, (Property(WIKIDATA_DIRECT + "P19", "place of birth"),))
    data = tmp_path / "dev.json"
    data.write_text(json.dumps([document(title) for title in "abcd"]))
    source = Source("re-docred", data)
    return TrainArgs(data=(source,), dev=source, out=model)


def test_finishing_writes_figures_and_a_threshold_that_finds_what_is_there(args):
    report = finish(args)

    written = json.loads((args.out / "dev.json").read_text())
    assert written == report.to_json()
    assert {"mentions", "coreference", "relations", "gold_entities", "ece"} <= set(written)
    # one pair of two is right, the other is alike in all texts: the best threshold finds every fact
    assert written["gold_entities"]["recall"] == 1
    assert load_config(args.out).threshold != 0


def test_without_dev_texts_a_checkpoint_is_left_as_it_is(args, tmp_path):
    empty = tmp_path / "none.json"
    empty.write_text("[]")
    before = load_config(args.out)

    report = finish(TrainArgs(data=args.data, dev=Source("re-docred", empty), out=args.out))

    assert report.scores == {}
    assert load_config(args.out) == before


def test_without_dev_texts_the_fit_of_another_checkpoint_may_be_taken(args, tmp_path):
    finish(args)
    fitted = load_config(args.out)
    (tmp_path / "whole").mkdir()
    whole = small_checkpoint(tmp_path / "whole", (Property(WIKIDATA_DIRECT + "P19", "place of birth"),))  # fmt: skip

    finish(TrainArgs(data=args.data, out=whole, fitted_as=args.out))

    assert load_config(whole).threshold == fitted.threshold
    assert load_config(whole).calibration == fitted.calibration


def test_a_fit_on_one_half_is_measured_on_the_other():
    # of each half, statements of confidence 0.8 are right four times in five: a fit carries over
    half = [Judgement(0.8, number % 5 > 0) for number in range(500)]
    half += [Judgement(0.3, number % 10 < 3) for number in range(500)]
    opposite = [Judgement(one.confidence, not one.correct) for one in half]

    assert held_out_error(half, half) < 0.01
    assert held_out_error(half, opposite) > 0.3


def test_judgements_that_all_agree_leave_confidence_as_it_is():
    assert fit([Judgement(0.9, True)] * 10) == Calibration()


def test_calibrating_moves_confidence_and_no_verdict():
    (one,) = calibrated([Judgement(0.5, True)], Calibration(1.0, 2.0))

    assert one == Judgement(0.881, True)
