"""A catalog that is saved and put back while documents are being read."""

from pathlib import Path

from kg.catalog import Catalog
from tests.catalog.given import ADA, BOB, claim, extractions, post


def test_what_was_being_read_when_it_was_saved_is_due_where_it_is_put_back(tmp_path: Path):
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    post(catalog, ADA, BOB)
    held = claim(catalog, limit=1)
    catalog.save(tmp_path / "saved")
    catalog.restore(tmp_path / "saved")

    assert catalog.queue.finish("worker", extractions(held)) == 0, "it was read for the original"
    again = claim(catalog)
    assert {one.document.text for one in again} == {ADA, BOB}
    assert {one.attempt for one in again} == {held[0].attempt}
    assert catalog.queue.finish("worker", extractions(again)) == 2
    catalog.close()
