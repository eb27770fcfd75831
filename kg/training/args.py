"""What a training run can be told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from typing import Literal as OneOf

from pydantic import Field

from kg.model.encoder import BUNDLED

Count = Annotated[int, Field(ge=1)]
Rate = Annotated[float, Field(gt=0, le=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=100)]


@dataclass(frozen=True, slots=True)
class Source:
    """One corpus.

    Attributes:
        format: Name of its format, see `kg.training.corpora.READERS`.
        share: Share of it that each epoch draws.
        guessed: Whether nobody has looked over its labels: it is learnt from, and never measured on.
        leave_out: Texts whose id, or whose id up to a colon, is one of these take no part: folds for measuring.
        together: How many of its texts are read as one, at most, see `kg.training.together`.
    """

    format: str
    path: Path
    share: Share = 1.0
    guessed: bool = False
    leave_out: tuple[str, ...] = ()
    together: Count = 1


@dataclass(frozen=True, slots=True)
class TrainArgs:
    """Settings of one run. Those that are None here are chosen by the size of the data, see `kg.training.settled`."""

    data: tuple[Source, ...]
    """Corpora to learn from; each epoch goes through all of them."""
    out: Path
    """Folder for the checkpoint."""
    dev: Source | None = None
    """Corpus to measure on after each epoch."""
    split: Path | None = None
    """JSON file {"train": [ids], "dev": [ids]} that divides the corpora, in place of `dev`."""
    held_out: Share = 0.0
    """Share of the texts kept for measuring where neither `dev` nor `split` says which."""
    init: Path | None = None
    """Checkpoint to start from instead of the bare encoder."""
    fitted_as: Path | None = None
    """Checkpoint whose threshold and calibration are taken where no text is left to measure on: as a rule that of
    the same run with some kept out."""
    encoder: str = BUNDLED
    """Hugging Face name or path of the encoder; that of `init`, where there is one, comes first."""
    labels: tuple[str, ...] = (
        "person",
        "organisation",
        "place",
        "time",
        "number",
        "thing",
        "concept",
    )
    """Entity types that the mention head tells apart; types that only the data have are added."""
    name: str = "kg-minilm"
    """Name of the model in its config and in every statement it makes."""
    version: str = "0"
    """Version of the model; give each kept checkpoint a new one."""
    method: OneOf["full", "top-layers", "lora", "adalora"] = "full"
    """Which weights of the encoder move."""
    top_layers: Count = 2
    """Layers of the encoder that "top-layers" trains."""
    lora_rank: Count = 16
    """Rank of the low-rank changes that "lora" and "adalora" learn."""
    optimizer: OneOf["adamw", "sgd"] = "adamw"
    """How gradients become steps."""
    epochs: Count | None = None
    """Passes over the corpora."""
    batch_tokens: Annotated[int, Field(ge=16)] | None = None
    """Tokens in a batch, padding included."""
    accumulate: Count = 1
    """Batches whose gradients make one step."""
    encoder_rate: Rate | None = None
    """Peak learning rate of the encoder."""
    head_rate: Rate | None = None
    """Peak learning rate of the heads."""
    weight_decay: Share = 0.01
    """Decoupled weight decay."""
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.1
    """Share of what the heads see that is dropped."""
    warmup: Share = 0.06
    """Share of the steps in which the rate rises."""
    average: Share = 0.5
    """Share of the steps, at the end, whose weights are averaged into the checkpoint."""
    patience: Count | None = None
    """Epochs without a better dev score after which training stops, and the best weights are kept."""
    tag_weight: Weight = 1.0
    """Weight of finding mentions."""
    likeness_weight: Weight = 0.3
    """Weight of telling pairs of one relation from others by likeness alone."""
    coreference_weight: Weight = 0.3
    """Weight of finding each mention's antecedent."""
    adversarial: OneOf["none", "fgm", "freelb"] = "none"
    """Whether word embeddings are shifted to where they hurt most, see `kg.training.adversarial`."""
    adversarial_size: Annotated[float, Field(gt=0)] = 0.3
    """Length of that shift, for each text."""
    seed: int = 13
    """Seed of every random choice."""
    precision: OneOf["auto", "bf16", "float32"] = "auto"
    """Number format of matrix products in the forward pass; "auto" is bf16 where the hardware has it."""
