"""The network: one encoder, one pass, mention tags and relation vectors."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from kg.model.config import ModelConfig
from kg.model.heads import Mentions, RelationHead, TagHead
from kg.model.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Encoded:
    """What one pass of the encoder leaves behind.

    Attributes:
        states: Float (batch, tokens, hidden).
        attention: The last layer's, float (batch, heads, tokens, tokens).
    """

    states: Tensor
    attention: Tensor


class ExtractionNetwork(nn.Module):
    """Reads windows of tokens; `encode` once, then `tags` and, with mentions at hand, `relations`."""

    def __init__(self, config: ModelConfig, encoder: PreTrainedModel) -> None:
        super().__init__()
        hidden = int(encoder.config.hidden_size)
        self.config = config
        self.encoder = encoder
        self.shape = nn.Embedding(len(SHAPES), hidden)
        self.tag_head = TagHead(hidden, len(config.labels))
        self.relation_head = RelationHead(
            hidden, len(config.labels), len(config.relations), config.relation_width, config.block
        )
        nn.init.zeros_(self.shape.weight)  # training starts from exactly the pre-trained encoder

    def encode(self, tokens: Tensor, shapes: Tensor, mask: Tensor) -> Encoded:
        """Run the encoder.

        Args:
            tokens: Token ids, long (batch, tokens).
            shapes: Index of each token's shape, long (batch, tokens).
            mask: 1 for a token, 0 for padding, long (batch, tokens).
        """
        embedded = self.encoder.get_input_embeddings()(tokens) + self.shape(shapes)
        output = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_attentions=True)
        return Encoded(output.last_hidden_state, output.attentions[-1])

    def tags(self, encoded: Encoded) -> Tensor:
        """Return tag logits, float (batch, tokens, 1 + 2·labels)."""
        logits: Tensor = self.tag_head(encoded.states)
        return logits

    def relations(self, encoded: Encoded, item: int, mentions: Mentions, pairs: Tensor) -> Tensor:
        """Return the logits of one window's pairs, float (pairs, 1 + relations)."""
        vectors = self.relation_head.vectors(
            encoded.states[item], encoded.attention[item], mentions, pairs
        )
        logits: Tensor = self.relation_head(vectors)
        return logits


def all_pairs(entities: int, device: torch.device | None = None) -> Tensor:
    """Return every ordered pair of different entities, long (entities · (entities - 1), 2)."""
    index = torch.arange(entities, device=device)
    pairs = torch.cartesian_prod(index, index)
    return pairs[pairs[:, 0] != pairs[:, 1]].view(-1, 2)
