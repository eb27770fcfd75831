"""The network that a run starts from."""

from collections.abc import Sequence

import torch

from kg.model.checkpoint import load
from kg.model.config import ModelConfig
from kg.model.encoder import load_encoder
from kg.model.meaning import meanings, texts_of
from kg.model.network import ExtractionNetwork
from kg.ontology.records import Property
from kg.training.adapters import all_but_embeddings
from kg.training.args import TrainArgs


def build_network(
    args: TrainArgs,
    relations: Sequence[Property],
    labels: Sequence[str] = (),
    marked: Sequence[str] = (),
) -> ExtractionNetwork:
    """Make the network, from the bare encoder or from `args.init`, with frozen embeddings.

    Relations and types that `args.init` knows and the data do not are kept: to learn more is not to forget.
    Types in `labels` that neither has are added; `marked` are those of which the data mark every mention.
    """
    earlier = load(args.init) if args.init is not None else None
    kept = earlier.config.relations if earlier else ()
    types = earlier.config.labels if earlier else args.labels
    types = (*types, *(label for label in labels if label not in types))
    encoder = earlier.config.encoder if earlier else args.encoder
    new = [property for property in relations if property.iri not in kept]
    config = ModelConfig(
        args.name,
        args.version,
        encoder,
        types,
        (*kept, *(p.iri for p in new)),
        marked=tuple(marked),
    )
    network = ExtractionNetwork(config, load_encoder(encoder))
    if earlier is not None:
        _continue_from(network, earlier)
    if new:
        texts = [texts_of(property.label, property.description) for property in new]
        with torch.no_grad():
            network.prototypes.meaning[len(kept) :] = meanings(encoder, texts)
    all_but_embeddings(network)
    return network


def _continue_from(network: ExtractionNetwork, earlier: ExtractionNetwork) -> None:
    """Take over everything; the relations and types of `earlier` come first in both."""
    here, there = len(network.config.labels), len(earlier.config.labels)
    rows = {
        "pair_head.label.weight": [*range(there), here],  # the last row is for an unknown type
        "coreference_head.label.weight": [
            one * (here + 1) + other
            for one in [*range(there), here]
            for other in [*range(there), here]
        ],
    }
    own = dict(network.named_parameters())
    with torch.no_grad():
        for name, value in earlier.named_parameters():
            if name in rows:
                own[name][rows[name]] = value
            elif value.ndim:
                own[name][: len(value)] = value
            else:
                own[name].copy_(value)
