"""The model's space of relations, for questions: sentence embeddings of the encoder as it was pre-trained."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from kg.answers.relations import Vectors

_KEPT = 4_096
"""Texts whose vectors are kept."""


class SentenceSpace:
    """Implements `Space`; loads the encoder at its first use, and safe to share between threads.

    Args:
        encoder: "bundled", or a Hugging Face name or path.
    """

    def __init__(self, encoder: str) -> None:
        self._encoder = encoder
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._embed: object | None = None

    def vectors(self, texts: Sequence[str]) -> Vectors:
        with self._turn:
            new = [text for text in dict.fromkeys(texts) if text not in self._kept]
            made = dict(zip(new, self._made(new), strict=True))
            found = [made[text] if text in made else self._kept[text] for text in texts]
            self._kept |= made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return np.stack(found) if found else np.zeros((0, 0), np.float32)

    def asked_for(self, question: str, names: Vectors, described: Vectors) -> Vectors | None:
        import torch

        from kg.model.encoder import BUNDLED
        from kg.model.questions import relation_points, shipped_question_reader

        if self._encoder != BUNDLED:  # the reader belongs to that one
            return None
        points = relation_points(torch.from_numpy(names), torch.from_numpy(described))
        likely: Vectors = shipped_question_reader().read([question], points)[0].numpy()
        return likely

    def _made(self, texts: Sequence[str]) -> Sequence[Vectors]:
        if not texts:
            return []
        # torch is loaded here and not with this module: the web process starts without it
        from kg.model.meaning import Meaning

        if not isinstance(self._embed, Meaning):
            self._embed = Meaning(self._encoder)
        made: Vectors = self._embed.of([(text,) for text in texts])[:, 0].numpy()
        return list(made)
