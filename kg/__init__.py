"""Knowledge graphs from documents with a small local model."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model.article import (
        OntologicalDataset,
        OntologicalReasoningConfig,
        OntologicalReasoningModel,
    )

__all__ = ["OntologicalDataset", "OntologicalReasoningConfig", "OntologicalReasoningModel"]


def __getattr__(name: str) -> Any:
    # torch takes seconds to import, and most of kg does without it
    if name in __all__:
        from kg.model import article

        return getattr(article, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
