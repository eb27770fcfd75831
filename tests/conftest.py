"""Puts this folder on the path, for what the tests of several rooms share."""

from hypothesis import settings
from serving import serve

# How long an example takes says more about the machine than about the code.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

__all__ = ["serve"]
