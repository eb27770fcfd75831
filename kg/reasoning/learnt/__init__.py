"""What is learnt from a graph as a whole: vectors, the map between relations, and how far both can be trusted."""
