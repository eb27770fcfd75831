"""What docs/ontologies.md shows, held against the code."""

import re
from pathlib import Path

from kg.extraction.examples import read_examples
from kg.extraction.literals import typed_literal
from kg.iris import XSD
from kg.ontology.reading import read_ontology

PAGE = (Path(__file__).parents[2] / "docs" / "ontologies.md").read_text()


def shown(language: str) -> bytes:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    assert found
    return found[1].encode()


def test_the_ontology_on_the_page_reads_as_the_page_says():
    rents, rent = read_ontology(shown("turtle"), "law.ttl").properties

    assert (rents.label, rents.domain) == ("rents", ("organisation", "person"))
    assert (rent.label, rent.datatype, rent.functional) == ("monthly rent", XSD + "decimal", True)


def test_the_example_on_the_page_teaches():
    (example,) = read_examples(shown("json"), read_ontology(shown("turtle"), "law.ttl"))

    assert example.relation.endswith("#rents")


def test_every_value_on_the_page_is_read_as_it_says():
    rows = re.findall(
        r"^\| `(.+)` \| `xsd:(\w+)` \| (?:`(.+)`|none.*) \|$", PAGE, flags=re.MULTILINE
    )
    assert len(rows) == 20

    for text, datatype, value in rows:
        literal = typed_literal(text, XSD + datatype)
        assert (literal.value if literal else "") == value, text
