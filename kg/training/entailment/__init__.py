"""How the head for pairs of sentences is trained: sentences made of our own phrases, and real ones with a known fact."""
