"""What a training run can be told."""

from dataclasses import dataclass
from pathlib import Path

from kg.model.encoder import BUNDLED


@dataclass(frozen=True, slots=True)
class Source:
    """One corpus: the name of its format (see `kg.training.corpora.READERS`), its file, and the share of
    it that each epoch draws."""

    format: str
    path: Path
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TrainArgs:
    """Settings of one run; the defaults suit two CPU cores."""

    data: tuple[Source, ...]
    """Corpora to learn from; each epoch goes through all of them."""
    out: Path
    """Folder for the checkpoint."""
    dev: Source | None = None
    """Corpus to measure on after each epoch."""
    split: Path | None = None
    """JSON file {"train": [ids], "dev": [ids]} that divides the first corpus, in place of `dev`."""
    init: Path | None = None
    """Checkpoint to start from instead of the bare encoder."""
    encoder: str = BUNDLED
    """Hugging Face name or path of the encoder."""
    labels: tuple[str, ...] = (
        "person",
        "organisation",
        "place",
        "time",
        "number",
        "thing",
        "concept",
    )
    """Entity types that the mention head tells apart."""
    name: str = "kg-minilm"
    """Name of the model in its config and in every statement it makes."""
    version: str = "0"
    """Version of the model; give each kept checkpoint a new one."""
    epochs: int = 10
    """Passes over the corpora."""
    batch_tokens: int = 2048
    """Tokens in a batch, padding included."""
    encoder_rate: float = 5e-5
    """Peak learning rate of the encoder."""
    head_rate: float = 3e-4
    """Peak learning rate of the heads."""
    weight_decay: float = 0.01
    """AdamW's decoupled weight decay."""
    warmup: float = 0.06
    """Share of the steps in which the rate rises."""
    average: float = 0.5
    """Share of the steps, at the end, whose weights are averaged into the checkpoint."""
    likeness_weight: float = 0.3
    """Weight of telling pairs of one relation from others by likeness alone."""
    coreference_weight: float = 0.3
    """Weight of finding each mention's antecedent."""
    seed: int = 13
    """Seed of every random choice."""
    bf16: bool = True
    """Whether matrix products run in bfloat16."""
