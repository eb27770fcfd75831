"""Statements that differ in one end alone, of which perhaps one only can hold."""

from kg.catalog import Catalog
from tests.catalog.given import post, read


def ends(catalog: Catalog, most: int = 100) -> list[set[tuple[str, str]]]:
    """Return the rivals by the names of their ends."""
    pairs = catalog.facts.rivals(most=most)
    return [{(row.subject_name, row.object_name) for row in two} for two in pairs]


def test_two_birthplaces_are_rivals_and_so_are_two_capitals(catalog: Catalog):
    post(catalog, "Ada Bell was born in Paris. Ada Bell was born in London.")
    post(catalog, "Lyon is the capital of France. Paris is the capital of France.")
    post(catalog, "Bob Stone was born in Oslo.")
    read(catalog)

    found = ends(catalog)

    assert {("Ada Bell", "Paris"), ("Ada Bell", "London")} in found
    assert {("Lyon", "France"), ("Paris", "France")} in found
    assert len(found) == 2
    assert len(ends(catalog, most=1)) == 1


def test_what_many_have_in_common_is_no_rivalry(catalog: Catalog):
    names = ["Ann", "Ben", "Cy", "Dee", "Eve"]
    post(catalog, " ".join(f"{name} Stone works for Acme." for name in names))
    read(catalog)

    assert ends(catalog) == []


def test_another_workspace_has_no_part_in_it(catalog: Catalog):
    post(catalog, "Ada Bell was born in Paris.")
    post(catalog, "Ada Bell was born in London.", workspace="other")
    read(catalog)

    assert ends(catalog) == []
