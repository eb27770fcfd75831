"""The token classifier of the article that kg goes back to, for any encoder of Hugging Face's.

Nothing else of kg uses it: `kg.model.network` does what it did, and relations too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset
from transformers import AutoConfig, AutoModel, PreTrainedConfig, PreTrainedModel
from transformers.modeling_outputs import TokenClassifierOutput

from kg.model.encoder import BUNDLED, encoder_source

IGNORED = -100
"""Label of a token that takes no part in the loss: special tokens, padding, and later pieces of a word."""


class OntologicalReasoningConfig(PreTrainedConfig):  # type: ignore[no-untyped-call]
    """An encoder, by its own configuration, and the number of tags."""

    model_type = "kg-ontological-reasoning"

    def __init__(
        self,
        encoder: Mapping[str, Any] | None = None,
        num_labels: int = 5,
        dropout: float = 0.1,
        **rest: Any,
    ) -> None:
        super().__init__(**{"num_labels": num_labels, **rest})
        self.encoder = dict(encoder or {})
        self.dropout = dropout


class OntologicalReasoningModel(PreTrainedModel):  # type: ignore[no-untyped-call]
    """An encoder with a linear layer over its states, one score for each tag."""

    config_class = OntologicalReasoningConfig
    base_model_prefix = "encoder"

    def __init__(self, config: OntologicalReasoningConfig) -> None:
        super().__init__(config)
        about = (
            dict(config.encoder) or AutoConfig.from_pretrained(encoder_source(BUNDLED)).to_dict()
        )
        shape = AutoConfig.for_model(about.pop("model_type"), **about)
        config.encoder = shape.to_dict()
        self.encoder = AutoModel.from_config(shape)  # type: ignore[no-untyped-call]
        self.dropout = nn.Dropout(config.dropout)
        self.classifier = nn.Linear(int(shape.hidden_size), int(config.num_labels or 0))
        self.post_init()  # type: ignore[no-untyped-call]

    @classmethod
    def from_encoder(cls, name: str = BUNDLED, num_labels: int = 5) -> "OntologicalReasoningModel":
        """Start from a pre-trained encoder, by its Hugging Face name or path; the classifier is new."""
        source = encoder_source(name)
        encoder = AutoModel.from_pretrained(source, trust_remote_code=False)
        model = cls(OntologicalReasoningConfig(encoder.config.to_dict(), num_labels))
        model.encoder.load_state_dict(encoder.state_dict(), strict=False)
        return model

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None
    ) -> TokenClassifierOutput:
        """Score tokens.

        Args:
            input_ids, attention_mask: As a tokeniser gives them, long (batch, tokens).
            labels: Tag of each token, `IGNORED` where there is none, long (batch, tokens).

        Returns:
            `logits`, float (batch, tokens, tags), and `loss` if labels are given.
        """
        states = self.encoder(input_ids, attention_mask=attention_mask).last_hidden_state
        logits = self.classifier(self.dropout(states))
        loss = None
        if labels is not None:
            loss = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        return TokenClassifierOutput(loss=loss, logits=logits)


class OntologicalDataset(Dataset[dict[str, Tensor]]):
    """Texts with a tag for each word, as tensors of one length; tags go to the first piece of their word.

    Args:
        texts: Each a text whose words are parted by spaces, or a list of words.
        tags: Tags of each text's words.
        tag2id: Number of each tag.
        max_len: Tokens of each item, special ones included; what is longer is cut off.
    """

    def __init__(
        self,
        texts: Sequence[str | Sequence[str]],
        tags: Sequence[Sequence[str]],
        tokenizer: Any,
        tag2id: Mapping[str, int],
        max_len: int = 128,
    ) -> None:
        self._items = [
            _item(text.split() if isinstance(text, str) else text, own, tokenizer, tag2id, max_len)
            for text, own in zip(texts, tags, strict=True)
        ]

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        return self._items[index]


def _item(
    words: Sequence[str],
    tags: Sequence[str],
    tokenizer: Any,
    tag2id: Mapping[str, int],
    max_len: int,
) -> dict[str, Tensor]:
    ids, labels = [tokenizer.cls_token_id], [IGNORED]
    for word, tag in zip(words, tags, strict=True):
        pieces = tokenizer.encode(word, add_special_tokens=False)
        ids += pieces
        labels += [tag2id[tag], *[IGNORED] * (len(pieces) - 1)][: len(pieces)]
    ids, labels = [*ids[: max_len - 1], tokenizer.sep_token_id], [*labels[: max_len - 1], IGNORED]
    missing = max_len - len(ids)
    return {
        "input_ids": torch.tensor(ids + [tokenizer.pad_token_id] * missing),
        "attention_mask": torch.tensor([1] * len(ids) + [0] * missing),
        "labels": torch.tensor(labels + [IGNORED] * missing),
    }
