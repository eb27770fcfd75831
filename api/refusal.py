"""The error of a request that held nothing to take; server and client share it."""

from collections.abc import Sequence

from api.schemas.documents import DocumentTaken
from kg.errors import InputError


class NothingTaken(InputError):
    """Raised when not one document of a request could be taken.

    Attributes:
        status, type: HTTP status and problem type: those of the first reason.
        documents: The rejections that the answer lists.
    """

    def __init__(
        self, detail: str, status: int, type: str, documents: Sequence[DocumentTaken]
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.type = type
        self.documents = tuple(documents)
