"""`python -m kg.training.questions OUT --data DIR`: make the head that says which relation a question asks for."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from kg.errors import InputError
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.lowrank import changes_of
from kg.model.meaning import Meaning, texts_of
from kg.model.namepairs import PART
from kg.model.questions import QuestionHead, QuestionReader, relation_points, save_question_head
from kg.ontology.shipped import shipped_properties
from kg.training.lowrank import low_rank
from kg.training.questions.batches import Batches
from kg.training.questions.labels import Described, Labels, asked_about, read_descriptions
from kg.training.questions.measuring import measure, points_of
from kg.training.questions.records import Asking
from kg.training.questions.simple import Drawn, read_simple_questions
from kg.training.questions.ways import Ways, read_ways
from kg.training.steps import run_steps

_BATCH = 48
_HEAD_RATE = 1e-3


def main() -> None:
    """Train, write the head, and print how it does on questions that it was not trained on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--hold", action="store_true", help="keep every fifth relation out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    try:
        known = asked_about(read_descriptions(args.data))
        train, valid = (
            [one for one in read_simple_questions(args.data, part) if one.property in known]
            for part in ("train", "valid")
        )
    except InputError as err:
        parser.error(str(err))
    common = sorted(_common(train) & known.keys())
    held = set(common[3::5]) if args.hold else set()
    places, points = _points(known)
    chance = Random(args.seed)
    labels = Labels(known, common, held, chance)
    batches = Batches(
        [
            (Drawn(train, held, chance).draw, 0.45),
            (Ways(held, chance).draw, 0.2),
            (labels.draw, 0.2),
            (labels.draw_two, 0.15),
        ],
        points, places, set(common) - held, labels.others, chance,
    )  # fmt: skip
    wrapped = low_rank(load_encoder(BUNDLED), args.rank)
    reader = QuestionReader(wrapped, load_tokenizer(BUNDLED), QuestionHead(PART))
    _train(reader, batches, args.steps, args.rate)
    reader.encoder = wrapped.merge_and_unload().train(False)
    before = dict(load_encoder(BUNDLED).named_parameters())
    changes = changes_of(before, reader.encoder.named_parameters(), args.rank)
    save_question_head(
        changes, reader.head, args.out, seed=args.seed, steps=args.steps, rank=args.rank
    )
    _report(reader, valid, held, common, (points, places))


def _common(train: Sequence[Asking]) -> set[str]:
    """The relations that questions are about here, and those that ship with kg."""
    shipped = {one.iri.rpartition("/")[2] for one in shipped_properties()}
    asked = {one.property for one in (*train, *read_ways()) if one.property}
    return shipped | asked


def _points(known: Mapping[str, Described]) -> tuple[dict[str, int], Tensor]:
    texts = [texts_of(one.label, one.description) for one in known.values()]
    vectors = Meaning(BUNDLED).of(texts).clone()
    places = {code: n for n, code in enumerate(known)}
    return places, relation_points(vectors[:, 0], vectors[:, 1])


def _train(reader: QuestionReader, batches: Batches, steps: int, rate: float) -> None:
    def loss() -> Tensor:
        batch = batches.draw(_BATCH)
        logits = reader.logits(batch.questions, batch.points)
        return cross_entropy(logits.masked_fill(batch.hidden, -torch.inf), batch.right)

    moving = [p for p in reader.encoder.parameters() if p.requires_grad]
    reader.encoder.train()
    reader.head.train()
    run_steps(loss, [(moving, rate), (list(reader.head.parameters()), _HEAD_RATE)], steps)
    reader.head.eval()


def _report(
    reader: QuestionReader,
    valid: Sequence[Asking],
    held: set[str],
    common: Sequence[str],
    space: tuple[Tensor, Mapping[str, int]],
) -> None:
    points, places = space
    every = points_of(common, points, places)
    kept = [code for code in common if code not in held]
    seen = [one for one in valid if one.property in places and one.property not in held]
    unseen = [one for one in valid if one.property in held]
    parts = [("valid", seen, common, every)]
    if held:
        less = points_of(kept, points, places)
        nothing = [Asking(one.question, None) for one in unseen]
        parts += [
            ("valid, relations kept out", unseen, common, every),
            ("the same, which no relation answers", nothing, kept, less),
        ]
    for name, askings, properties, rows in parts:
        sys.stdout.write(f"{name}\t{measure(reader, askings, properties, rows)}\n")


if __name__ == "__main__":
    main()
