"""Which entity types a base's own classes stand for."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.identity.base_classes import Classes

KIND_OF = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
PERSON = "http://xmlns.com/foaf/0.1/Person"


@pytest.fixture
def classes(tmp_path: Path) -> Iterator[Classes]:
    lines = tmp_path / "base.nt"
    lines.write_text(
        f"<urn:poet> {KIND_OF} <urn:writing> .\n"
        f"<urn:writing> {KIND_OF} <urn:poet> .\n"
        f"<urn:writing> {KIND_OF} <{PERSON}> .\n"
        f"<urn:tall> {KIND_OF} _:unnamed .\n"
        f'<urn:poet> <http://www.w3.org/2000/01/rdf-schema#label> "poet" .\n'
    )
    with closing(Classes.read(lines)) as found:
        yield found


def test_a_class_is_what_it_is_a_kind_of(classes: Classes):
    assert classes.labels("urn:writing") == {"person"}
    assert classes.labels("urn:poet") == {"person"}


def test_a_class_that_leads_nowhere_says_nothing(classes: Classes):
    assert classes.labels("urn:tall") == frozenset()
    assert classes.labels("urn:unheard-of") == frozenset()


def test_the_nearest_class_that_tells_is_taken(classes: Classes):
    assert classes.labels(PERSON) == {"person"}


def test_a_class_counts_however_many_came_before_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kg.identity.base_classes._MEMORY_KIB", 200)  # most of it goes to the disk
    others = ((f"urn:class:{number}", f"urn:class:{number // 2}") for number in range(60_000))

    with closing(Classes([*others, ("urn:last", PERSON)])) as found:
        assert found.labels("urn:last") == {"person"}
        assert found.labels("urn:class:59999") == frozenset()
