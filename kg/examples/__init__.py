"""Short documents that ship with kg: people, firms, places, works and laws, some of them invented.

They make the first start interesting, and they are what the documentation and the tests point to.
"""

from dataclasses import dataclass
from importlib.resources import files

from kg.text.reading import ReadLimits, ReadText, read


@dataclass(frozen=True, slots=True)
class ExampleDocument:
    """One bundled document.

    Attributes:
        name: File name without its ending; serves as the document's id.
        title: Its heading.
        text: The text as it is stored when the file is ingested, its heading first.
    """

    name: str
    title: str
    text: str


def example_documents() -> tuple[ExampleDocument, ...]:
    """Return every bundled document, sorted by name."""
    folder = files(__name__).joinpath("documents")
    pages = sorted(folder.iterdir(), key=lambda page: page.name)
    return tuple(_read(page.name, page.read_bytes()) for page in pages)


def _read(file_name: str, markdown: bytes) -> ExampleDocument:
    (document,) = read(file_name, markdown, limits=ReadLimits())
    assert isinstance(document, ReadText)
    name = file_name.removesuffix(".md")
    return ExampleDocument(name, document.title or name, document.text)
