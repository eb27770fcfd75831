"""The SQL record of documents, jobs, the queue and the findings."""

from kg.catalog.catalog import Catalog

__all__ = ["Catalog"]
