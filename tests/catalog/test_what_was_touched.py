"""Touched: which documents changed since the last look."""

from kg.catalog import Catalog
from kg.records import DEFAULT_WORKSPACE
from tests.catalog.given import ADA, BOB, Clock, follow, post, read


def test_what_changed_is_told_once(catalog: Catalog):
    touched = catalog.worlds.touched(DEFAULT_WORKSPACE)
    ada, bob = (one.id for one in post(catalog, ADA, BOB))
    read(catalog)

    assert set(touched.look().seqs) == {ada, bob}
    assert not touched.look().seqs


def test_a_document_whose_row_another_one_has_taken_is_gone(catalog: Catalog, clock: Clock):
    touched = catalog.worlds.touched(DEFAULT_WORKSPACE)
    post(catalog, ADA)
    read(catalog)
    bob = post(catalog, BOB)[0].id
    read(catalog)
    follow(catalog)
    touched.look()

    catalog.documents.delete(bob)
    follow(catalog)
    clock.turn(1)
    cyd = post(catalog, "Cyd was born in Rome.")[0].id
    read(catalog)

    changes = touched.look()
    assert (set(changes.seqs), changes.gone) == ({cyd}, {bob})
