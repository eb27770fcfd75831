"""A tiny encoder for tests: real architecture and tokeniser, random weights, milliseconds a pass."""

from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from kg.model.encoder import BUNDLED, load_tokenizer


def save_tiny_encoder(folder: Path) -> Path:
    """Write a two-layer BERT with the bundled encoder's vocabulary; return the folder."""
    torch.manual_seed(0)
    torch.set_num_threads(1)  # for matrices this small, a second thread costs more than it gives
    tokenizer = load_tokenizer(BUNDLED)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
