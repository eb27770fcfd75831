"""Horn rules over triples: what follows, why, and what no longer does when a premise goes."""
