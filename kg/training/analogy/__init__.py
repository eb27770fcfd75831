"""Training of the word-pair network: which pairs of words are related in the same way."""
