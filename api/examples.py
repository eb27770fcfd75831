"""The first start of a service: it reads the bundled documents, so that there is a graph to look at."""

import logging

from kg.catalog.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.examples import example_documents

log = logging.getLogger(__name__)

SOURCE = "examples"


def read_examples(catalog: Catalog) -> None:
    """Queue the bundled documents, unless the catalog has ever had a job."""
    if catalog.jobs.page(limit=1).items:
        return
    job = catalog.jobs.create(SOURCE)
    documents = [
        NewDocument(text=example.text, id=example.name, title=example.title)
        for example in example_documents()
    ]
    catalog.documents.add(documents, job=job)
    log.info("queued %d example documents as job %s", len(documents), job)
