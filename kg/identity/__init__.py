"""Which entities of different documents are one thing, and which of them a knowledge base knows already."""
