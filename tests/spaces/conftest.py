"""Real servers for workspaces that are spread over processes."""

from tests.services import redis_in_private

__all__ = ["redis_in_private"]
