"""The bundled encoder with small changes of its own and a head, for pairs of texts that are read together."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BatchEncoding, PreTrainedModel, PreTrainedTokenizerFast

from kg.errors import CheckpointMismatch
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.lowrank import change

TextPair = tuple[str, str]
Head = TypeVar("Head", bound=nn.Module)


class TextPairs(Generic[Head]):
    """An encoder with its tokeniser and a head. Safe to share between threads.

    Attributes:
        longest: Word pieces of both texts together; of a longer pair the longer text is cut.
    """

    longest = 192

    def __init__(
        self, encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, head: Head
    ) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.head = head
        self._turn = threading.Lock()  # tokenisers are not thread-safe

    def states(self, pairs: Sequence[TextPair]) -> tuple[Tensor, BatchEncoding]:
        """Return hidden states, float (pairs, pieces, width), of one batch, and the batch itself."""
        with self._turn:
            batch = self.tokenizer(
                [first for first, _ in pairs],
                [second for _, second in pairs],
                padding=True,
                truncation=True,
                max_length=self.longest,
                return_tensors="pt",
            )
        return self.encoder(**batch).last_hidden_state, batch


def by_length(pairs: Sequence[TextPair], size: int) -> Iterator[list[int]]:
    """Yield the places of all pairs in batches of pairs that are about as long."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def save_parts(
    folder: Path, name: str, changes: Mapping[str, Tensor], head: nn.Module, **facts: object
) -> None:
    """Write an encoder's changes and a head in half precision, and beside them how they were made."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {f"encoder.{key}": tensor for key, tensor in changes.items()}
    weights |= {f"head.{key}": tensor for key, tensor in head.state_dict().items()}
    halves = {key: tensor.half().contiguous() for key, tensor in weights.items()}
    save_file(halves, folder / f"{name}.safetensors")
    text = json.dumps(facts, indent=2) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def load_parts(
    folder: Path, name: str, make: Callable[[dict[str, Any]], Head]
) -> tuple[PreTrainedModel, PreTrainedTokenizerFast, Head]:
    """Load the encoder with its changes, and the head that `make` makes of what was written beside them.

    Raises:
        CheckpointMismatch: The folder has none to read.
    """
    encoder = load_encoder(BUNDLED).train(False)
    try:
        head = make(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
        weights = load_file(folder / f"{name}.safetensors")
        head.load_state_dict(_part(weights, "head."))
        change(encoder, _part(weights, "encoder."))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as err:
        raise CheckpointMismatch(
            f"a {name} to go on the bundled encoder", f"{folder}: {err}"
        ) from err
    return encoder, load_tokenizer(BUNDLED), head.eval()


def _part(weights: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {n.removeprefix(prefix): t for n, t in weights.items() if n.startswith(prefix)}
