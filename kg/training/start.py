"""The network that a run starts from."""

from collections.abc import Sequence

import torch

from kg.model.checkpoint import load
from kg.model.config import ModelConfig
from kg.model.encoder import load_encoder
from kg.model.meaning import meanings, texts_of
from kg.model.network import ExtractionNetwork
from kg.ontology.records import Property
from kg.training.args import TrainArgs


def build_network(args: TrainArgs, relations: Sequence[Property]) -> ExtractionNetwork:
    """Make the network, from the bare encoder or from `args.init`, with frozen embeddings.

    Relations that `args.init` knows and the data do not are kept: to learn more is not to forget.
    """
    earlier = load(args.init) if args.init is not None else None
    kept = earlier.config.relations if earlier else ()
    new = [property for property in relations if property.iri not in kept]
    config = ModelConfig(
        args.name, args.version, args.encoder, args.labels, (*kept, *(p.iri for p in new))
    )
    network = ExtractionNetwork(config, load_encoder(args.encoder))
    if earlier is not None:
        _continue_from(network, earlier)
    if new:
        texts = [texts_of(property.label, property.description) for property in new]
        with torch.no_grad():
            network.prototypes.meaning[len(kept) :] = meanings(args.encoder, texts)
    for parameter in network.encoder.get_submodule("embeddings").parameters():
        parameter.requires_grad = False
    return network


def _continue_from(network: ExtractionNetwork, earlier: ExtractionNetwork) -> None:
    """Take over everything; the relations of `earlier` come first in both."""
    weights = earlier.state_dict()
    rows = {name: weights.pop(f"prototypes.{name}") for name in ("meaning", "correction")}
    network.load_state_dict(weights, strict=False)
    with torch.no_grad():
        for name, values in rows.items():
            getattr(network.prototypes, name)[: len(values)] = values
