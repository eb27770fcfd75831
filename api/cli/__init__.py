"""The `kg` command: one module a subcommand. What is heavy is imported only by what needs it."""

from api.cli.app import main

__all__ = ["main"]
