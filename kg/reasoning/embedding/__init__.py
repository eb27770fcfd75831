"""A vector for each entity and relation, from which facts can be guessed. Only `training` and `loss` load torch."""
