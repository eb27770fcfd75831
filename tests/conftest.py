"""Puts this folder on the path, for what the tests of several rooms share."""

from serving import serve

__all__ = ["serve"]
