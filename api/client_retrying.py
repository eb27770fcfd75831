"""Calls about documents that could not be read."""

from api.client_calls import Calls
from api.client_paths import at
from api.schemas.documents import DocumentOut


class RetryCalls(Calls):
    """The part of the client that tries documents again."""

    def retry_document(self, id: str) -> DocumentOut:
        """Queue a failed or cancelled document again; returns it as it is then."""
        response = self._ask("POST", at("/documents", id, "retry"))
        return DocumentOut.model_validate_json(response.content)
