"""How well a checkpoint tells apart relations of which it is shown a few sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from kg.model.meaning import meanings, texts_of
from kg.model.network import ExtractionNetwork
from kg.ontology.records import Property
from kg.records import Progress, ignore_progress
from kg.training.corpora import LabelledText
from kg.training.measures.episodes import QUERIES, Accuracy, Episodes, accuracy, embedded


@dataclass(frozen=True, slots=True)
class FewShot:
    """Accuracies over episodes.

    Attributes:
        plain: From sentences alone.
        named: From sentences, names and descriptions; None where nobody asked.
        unseen: As `plain`, over relations that the checkpoint was not trained on; None where those are too few.
        trained: Relations of the corpus that it was trained on.
    """

    episodes: Episodes
    plain: Accuracy
    named: Accuracy | None
    unseen: Accuracy | None
    relations: tuple[str, ...]
    trained: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return all figures, with what they were measured on."""
        named = {"with_names": self.named, "unseen_only": self.unseen}
        return {
            "way": self.episodes.way,
            "shot": self.episodes.shot,
            "episodes": self.episodes.count,
            "queries": QUERIES,
            "seed": self.episodes.seed,
            "relations": len(self.relations),
            "trained_relations": list(self.trained),
            **self.plain.to_json(),
            **{name: one.to_json() for name, one in named.items() if one is not None},
        }


def few_shot(
    network: ExtractionNetwork,
    texts: Sequence[LabelledText],
    properties: Sequence[Property],
    episodes: Episodes,
    *,
    with_names: bool = False,
    on_progress: Progress = ignore_progress,
) -> FewShot:
    """Embed every sentence once, then draw episodes from the vectors.

    Raises:
        InputError: The corpus is too small for such episodes.
    """
    vectors = embedded(network, texts, on_progress=on_progress)
    trained = tuple(iri for iri in vectors if iri in network.config.relations)
    unseen = {iri: rows for iri, rows in vectors.items() if iri not in trained}
    words = _described(network, vectors, properties) if with_names else None
    return FewShot(
        episodes,
        plain=accuracy(vectors, episodes),
        named=accuracy(vectors, episodes, words) if words is not None else None,
        unseen=accuracy(unseen, episodes) if len(unseen) >= episodes.way else None,
        relations=tuple(vectors),
        trained=trained,
    )


def _described(
    network: ExtractionNetwork, relations: Mapping[str, Tensor], properties: Sequence[Property]
) -> dict[str, Tensor]:
    """Return prototypes from words alone, also for relations that were trained: an episode's are all new."""
    known = {property.iri: property for property in properties}
    named = [known.get(iri, Property(iri, iri)) for iri in relations]
    meaning = meanings(network.config.encoder, [texts_of(p.label, p.description) for p in named])
    described = network.prototypes.described(meaning.to(network.prototypes.threshold.device))
    return dict(zip(relations, described.detach().float().cpu(), strict=True))
