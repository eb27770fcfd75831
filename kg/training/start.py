"""The network that a run starts from."""

import torch

from kg.model.checkpoint import load
from kg.model.config import ModelConfig
from kg.model.encoder import load_encoder
from kg.model.network import ExtractionNetwork
from kg.training.args import TrainArgs


def build_network(args: TrainArgs, relations: tuple[str, ...]) -> ExtractionNetwork:
    """Make the network, from the bare encoder or from `args.init`, with frozen embeddings."""
    config = ModelConfig(args.name, args.version, args.encoder, args.labels, relations)
    network = ExtractionNetwork(config, load_encoder(args.encoder))
    if args.init is not None:
        _continue_from(network, load(args.init))
    for parameter in network.encoder.get_submodule("embeddings").parameters():
        parameter.requires_grad = False
    return network


def _continue_from(network: ExtractionNetwork, earlier: ExtractionNetwork) -> None:
    """Take over everything, the prototypes by the relation they stand for."""
    weights = earlier.state_dict()
    old = weights.pop("relation_head.prototypes")
    network.load_state_dict(weights, strict=False)
    column = {relation: index for index, relation in enumerate(earlier.config.relations, start=1)}
    with torch.no_grad():
        network.relation_head.prototypes[0] = old[0]
        for index, relation in enumerate(network.config.relations, start=1):
            if relation in column:
                network.relation_head.prototypes[index] = old[column[relation]]
