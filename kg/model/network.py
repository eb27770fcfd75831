"""The network: one encoder, one pass, mention tags and relation vectors."""

from dataclasses import dataclass

from torch import Tensor, nn
from transformers import PreTrainedModel

from kg.model.config import ModelConfig
from kg.model.coreference import CoreferenceHead
from kg.model.heads import PairHead, TagHead
from kg.model.layout import Mentions
from kg.model.prototypes import Prototypes
from kg.model.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Encoded:
    """What one pass of the encoder leaves behind.

    Attributes:
        states: Float (batch, tokens, hidden).
        below: States of the last layer but one, of the same shape.
        mask: 1 for a token, 0 for padding, long (batch, tokens).
    """

    states: Tensor
    below: Tensor
    mask: Tensor


class ExtractionNetwork(nn.Module):
    """Reads windows of tokens: `encode` once, then `tags` and, with mentions at hand, `vectors`."""

    def __init__(self, config: ModelConfig, encoder: PreTrainedModel) -> None:
        super().__init__()
        hidden = int(encoder.config.hidden_size)
        heads = int(encoder.config.num_attention_heads)
        self.config = config
        self.encoder = encoder
        self.shape = nn.Embedding(len(SHAPES), hidden)
        self.tag_head = TagHead(hidden, len(config.labels))
        self.coreference_head = CoreferenceHead(hidden, len(config.labels))
        self.pair_head = PairHead(
            hidden, heads, len(config.labels), config.relation_width, config.block
        )
        self.prototypes = Prototypes(len(config.relations), hidden, config.relation_width)
        nn.init.zeros_(self.shape.weight)  # training starts from exactly the pre-trained encoder
        _take_attention(self.pair_head, encoder)

    def encode(self, tokens: Tensor, shapes: Tensor, mask: Tensor) -> Encoded:
        """Run the encoder.

        Args:
            tokens: Token ids, long (batch, tokens).
            shapes: Index of each token's shape, long (batch, tokens).
            mask: 1 for a token, 0 for padding, long (batch, tokens).
        """
        embedded = self.encoder.get_input_embeddings()(tokens) + self.shape(shapes)
        output = self.encoder(
            inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True
        )
        return Encoded(output.last_hidden_state, output.hidden_states[-2], mask)

    def tags(self, encoded: Encoded) -> Tensor:
        """Return tag logits, float (batch, tokens, 1 + 2·labels)."""
        logits: Tensor = self.tag_head(encoded.states)
        return logits

    def coreference(
        self, encoded: Encoded, item: int, mentions: Tensor, likeness: Tensor
    ) -> Tensor:
        """Return how likely each mention of one window is another's antecedent, float (mentions, mentions).

        Args:
            mentions: First token, last token and type of each, in the order of the text, long (mentions, 3).
            likeness: See `kg.model.likeness`, long (mentions, mentions).
        """
        first, last, label = mentions.unbind(-1)
        ends = (encoded.states[item, first] + encoded.states[item, last]) / 2
        logits: Tensor = self.coreference_head(ends, label, likeness)
        return logits

    def vectors(self, encoded: Encoded, mentions: Mentions, pairs: Tensor) -> Tensor:
        """Return the relation vector of each pair of entities, float (pairs, width)."""
        vectors: Tensor = self.pair_head(
            encoded.states, encoded.below, encoded.mask, mentions, pairs
        )
        return vectors


def _take_attention(head: PairHead, encoder: PreTrainedModel) -> None:
    # The pair head's attention starts as that of the last layer, where the encoder has one of BERT's kind.
    layers = getattr(getattr(encoder, "encoder", None), "layer", None)
    attention = getattr(getattr(layers[-1] if layers else None, "attention", None), "self", None)
    if attention is None or not hasattr(attention, "query"):
        return
    for name in ("query", "key"):
        getattr(head, name).load_state_dict(getattr(attention, name).state_dict())
