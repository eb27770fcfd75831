"""What is read off the encoder's states: mention tags, and one vector for each ordered pair of entities."""

import torch
from torch import Tensor, nn

from kg.model.layout import Mentions, padded, places

_DISTANCES = 10  # buckets of powers of two: 0, 1, 2–3, 4–7 … 256 and more
_FAR = 1 << 20
_AT_ONCE = 512  # pairs on a CPU: what is laid out for them stays in its cache


class TagHead(nn.Module):
    """Scores each token as outside (0), or as the first (1 + 2·label) or a later (2 + 2·label) of a mention."""

    def __init__(self, hidden: int, labels: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.score = nn.Linear(hidden, 1 + 2 * labels)

    def forward(self, states: Tensor) -> Tensor:
        """Return logits, float (batch, tokens, 1 + 2·labels), from states (batch, tokens, hidden)."""
        scores: Tensor = self.score(self.dropout(states))
        return scores


class PairHead(nn.Module):
    """Turns ordered pairs of entities into relation vectors.

    Entities pool their mentions by logsumexp; the context of a pair is what both attend to; the two meet
    in a grouped bilinear form (ATLOP, arXiv 2010.11304). The attention is one of the head's own, over the
    last layer but one, so that the encoder may run on fused kernels, which keep theirs to themselves.
    """

    def __init__(self, hidden: int, heads: int, labels: int, width: int, block: int) -> None:
        super().__init__()
        self.heads = heads
        self.block = block
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.label = nn.Embedding(labels + 1, 32)  # the last stands for a type that nobody knows
        self.subject = nn.Linear(hidden + 32, hidden)
        self.object = nn.Linear(hidden + 32, hidden)
        self.subject_context = nn.Linear(hidden, hidden, bias=False)
        self.object_context = nn.Linear(hidden, hidden, bias=False)
        self.pair = nn.Linear(hidden * block, width)
        self.distance = nn.Embedding(_DISTANCES, width)
        # Without it vectors start tiny, and the prototypes crawl: after 12 passes only the easiest
        # relations had been learnt.
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(0.1)
        nn.init.zeros_(self.distance.weight)

    def forward(
        self, states: Tensor, below: Tensor, mask: Tensor, mentions: Mentions, pairs: Tensor
    ) -> Tensor:
        """Return the relation vector of each pair, float (pairs, width).

        Args:
            states: Encoder states, float (batch, tokens, hidden).
            below: Those of the last layer but one, of the same shape.
            mask: 1 for a token, 0 for padding, long (batch, tokens).
            mentions: The mentions of the batch.
            pairs: Subject and object entity of each pair, by ascending window, long (pairs, 2).
        """
        window = mentions.window
        ends = (states[window, mentions.first] + states[window, mentions.last]) / 2
        entities = _logsumexp(ends, mentions.entity, len(mentions.home)).to(ends.dtype)  # (E, H)
        known = torch.cat([entities, self.label(mentions.labels()).to(ends.dtype)], dim=-1)
        subjects, objects = self.subject(known), self.object(known)  # (E, H)
        places_, near = places(mentions.home), _distances(mentions)
        about_subject, about_object, context = self._contexts(states, below, mask, mentions, pairs)

        def some(pairs: Tensor, context: Tensor) -> Tensor:
            subject, object_ = pairs.unbind(-1)
            left = self._side(subjects[subject] + about_subject[context])
            right = self._side(objects[object_] + about_object[context])
            product = left.unsqueeze(-1) * right.unsqueeze(-2)  # (P, G, b, b)
            apart = self.distance(near[subject, places_[object_]])
            vectors: Tensor = self.norm(self.pair(product.flatten(1)) + apart)
            return vectors

        parts = zip(_in_pieces(pairs), _in_pieces(context), strict=True)
        return torch.cat([some(*part) for part in parts])

    def _contexts(
        self, states: Tensor, below: Tensor, mask: Tensor, mentions: Mentions, pairs: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return what both ends attend to, as a subject's and an object's, and which row is each pair's.

        It is the same in both directions: float (C, H), float (C, H), long (pairs,), C ≤ pairs.
        """
        looks = self._looks(below, mask, mentions)  # (E, heads, T)
        count = len(mentions.home)
        ends = pairs.sort(-1).values
        either, row = torch.unique(ends[:, 0] * count + ends[:, 1], return_inverse=True)
        one, other = either // count, either % count
        ends_in_pieces = zip(_in_pieces(one), _in_pieces(other), strict=True)
        context = torch.cat(
            [_pooled(looks[a], looks[b], states, mentions.home[a]) for a, b in ends_in_pieces]
        )
        return self.subject_context(context), self.object_context(context), row

    def _looks(self, below: Tensor, mask: Tensor, mentions: Mentions) -> Tensor:
        """Return how much each entity, by the mean over its mentions, attends to each token of its window."""
        window, slot = mentions.window, places(mentions.window)
        queries = self.query((below[window, mentions.first] + below[window, mentions.last]) / 2)
        queried = self._by_head(padded(queries, window, slot, len(below)))  # (B, heads, M, d)
        keys = self._by_head(self.key(below))  # (B, heads, T, d)
        scores = queried @ keys.transpose(-1, -2) * queried.shape[-1] ** -0.5
        hidden = (mask == 0)[:, None, None, :]
        weights = scores.masked_fill(hidden, torch.finfo(scores.dtype).min).softmax(-1)
        weights = weights.transpose(1, 2)[window, slot]  # (M, heads, T)
        total = weights.new_zeros(len(mentions.home), *weights.shape[1:])
        total = total.index_add(0, mentions.entity, weights)
        counts = torch.bincount(mentions.entity, minlength=len(mentions.home))
        mean: Tensor = total / counts.clamp(min=1)[:, None, None].to(total.dtype)
        return mean

    def _by_head(self, rows: Tensor) -> Tensor:
        return rows.view(*rows.shape[:2], self.heads, -1).transpose(1, 2)

    def _side(self, sums: Tensor) -> Tensor:
        sides: Tensor = self.dropout(torch.tanh(sums))
        return sides.view(len(sides), -1, self.block)  # (P, G, b)


def _logsumexp(ends: Tensor, entity: Tensor, entities: int) -> Tensor:
    # (M, H) -> (E, H), in float32: exponentials of bfloat16 would be coarse
    ends = ends.float()
    index = entity.unsqueeze(-1).expand_as(ends)
    most = ends.new_full((entities, ends.shape[1]), torch.finfo(ends.dtype).min)
    most = most.scatter_reduce(0, index, ends.detach(), "amax")
    sums = torch.zeros_like(most).index_add(0, entity, (ends - most[entity]).exp())
    return most + sums.clamp(min=1e-9).log()


def _in_pieces(rows: Tensor) -> tuple[Tensor, ...]:
    # an accelerator is fastest with all at once
    pieces: tuple[Tensor, ...] = torch.split(
        rows, _AT_ONCE if rows.device.type == "cpu" else max(len(rows), 1)
    )
    return pieces


def _pooled(subject: Tensor, object: Tensor, states: Tensor, home: Tensor) -> Tensor:
    # what both ends attend to, as weights over the tokens of their window: (P, T), then (P, H)
    both = (subject * object).sum(1)
    both = both / (both.sum(-1, keepdim=True) + 1e-8)
    first, last = int(home[0]), int(home[-1])
    here, place = home - first, places(home)
    wide = padded(both, here, place, last - first + 1).to(states.dtype)  # (B, most pairs, T)
    return (wide @ states[first : last + 1])[here, place]


def _distances(mentions: Mentions) -> Tensor:
    # fewest tokens between any two mentions, in buckets: long (E, most entities of a window)
    window, slot = mentions.window, places(mentions.window)
    windows = int(window.max()) + 1
    first = padded(mentions.first, window, slot, windows)[window]  # (M, most)
    last = padded(mentions.last, window, slot, windows)[window]
    gap = torch.maximum(mentions.first[:, None] - last, first - mentions.last[:, None])
    real = padded(torch.ones_like(window), window, slot, windows)[window]
    gap = gap.clamp(min=0).masked_fill(real == 0, _FAR)
    rows = gap.new_full((len(mentions.home), gap.shape[1]), _FAR)
    rows = rows.scatter_reduce(0, mentions.entity[:, None].expand_as(gap), gap, "amin")
    columns = padded(places(mentions.home)[mentions.entity], window, slot, windows)[mentions.home]
    most = int(columns.max()) + 1
    near = rows.new_full((len(rows), most), _FAR).scatter_reduce(1, columns, rows, "amin")
    return torch.log2(near.float() + 1).long().clamp(max=_DISTANCES - 1)
