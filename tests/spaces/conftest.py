"""Real servers for workspaces that are spread over processes."""

from tests.services import postgresql, redis_in_private

__all__ = ["postgresql", "redis_in_private"]
