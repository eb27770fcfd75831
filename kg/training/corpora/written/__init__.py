"""Passages written by a grammar: several things and people in one paragraph, and of every fact whether it is said."""
