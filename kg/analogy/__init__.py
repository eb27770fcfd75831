"""Analogies over the graph: what stands to c as b to a, by its relations and by likeness of names."""
