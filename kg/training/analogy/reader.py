"""Training the reader of pairs: the encoder's upper layers and a head, by contrast within relations."""

from torch import Tensor

from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.lowrank import change, changes_of
from kg.model.pairreader import PairHead, PairReader
from kg.training.analogy.batches import Sampler
from kg.training.analogy.loss import contrastive_loss
from kg.training.steps import run_steps

FROZEN = 2
"""Lower layers that stay as they are."""
_RELATIONS, _OF_EACH = 24, 3
_ENCODER_RATE, _HEAD_RATE = 1e-4, 1e-3
_TEMPERATURE = 0.07


def train_reader(sampler: Sampler, steps: int, rank: int) -> tuple[PairReader, dict[str, Tensor]]:
    """Return the reader as it is with changes of that rank to the encoder, and these changes."""
    encoder = load_encoder(BUNDLED)
    for name, parameter in encoder.named_parameters():
        parameter.requires_grad_(_moves(name))
    reader = PairReader(encoder, load_tokenizer(BUNDLED), PairHead())
    _train(reader, sampler, steps)
    plain = load_encoder(BUNDLED).train(False)
    changes = changes_of(dict(plain.named_parameters()), encoder.named_parameters(), rank)
    change(plain, changes)
    return PairReader(plain, reader.tokenizer, reader.head.eval()), changes


def _moves(name: str) -> bool:
    layer = name.removeprefix("encoder.layer.").partition(".")[0]
    return layer.isdigit() and int(layer) >= FROZEN


def _train(reader: PairReader, sampler: Sampler, steps: int) -> None:
    def loss() -> Tensor:
        batch = sampler.draw(_RELATIONS, _OF_EACH)
        return contrastive_loss(reader.read(batch.pairs), batch, _TEMPERATURE)

    moving = [p for p in reader.encoder.parameters() if p.requires_grad]
    reader.encoder.train()
    reader.head.train()
    run_steps(loss, [(moving, _ENCODER_RATE), (list(reader.head.parameters()), _HEAD_RATE)], steps)
