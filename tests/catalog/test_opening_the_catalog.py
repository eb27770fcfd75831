"""Catalog.open: from nothing, from any state, by many at once; and what happens when it cannot be."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from forking import fork
from serving import kg_environment

from kg.catalog import Catalog
from kg.catalog.tables import metadata
from kg.errors import CatalogUnavailable
from tests.catalog.given import ADA, opened, post
from tests.services import free_port, postgresql_server

ROOT = Path(__file__).parents[2]
OPEN = "import sys; from kg.catalog import Catalog; Catalog.open(sys.argv[1]).jobs.create('test')"


def test_the_migrations_make_the_tables_that_the_code_describes(empty_url: str):
    Catalog.open(empty_url).close()

    with opened(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        found = {index["name"] for index in sa.inspect(connection).get_indexes("documents")}
    described = {index.name for index in metadata.tables["documents"].indexes}
    assert described - found == set()


def test_a_new_catalog_has_the_very_tables_of_one_that_was_upgraded_step_by_step(tmp_path: Path):
    new, old = (f"sqlite:///{tmp_path / name}" for name in ("new.sqlite", "old.sqlite"))
    Catalog.open(new).close()
    made = Config()
    made.set_main_option("script_location", "kg.catalog:migrations")
    with opened(old) as connection:
        made.attributes["connection"] = connection
        command.upgrade(made, "0001")
    Catalog.open(old).close()

    assert everything_in(new) == everything_in(old)


def everything_in(url: str) -> set[tuple[str, ...]]:
    with opened(url) as connection:
        tables = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
        number = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        return {tuple(row) for rows in (tables, number) for row in rows}


def test_several_processes_may_open_a_new_database_at_once(empty_url: str):
    openers = [fork(OPEN, [empty_url], cwd=ROOT, env=kg_environment()) for _ in range(4)]

    assert [opener.wait(120) for opener in openers] == [0, 0, 0, 0]
    catalog = Catalog.open(empty_url)
    assert len(catalog.jobs.page().items) == 4
    catalog.close()


def test_what_was_kept_is_there_after_opening_again(url: str):
    first = Catalog.open(url)
    id = post(first, ADA)[0].id
    first.close()

    second = Catalog.open(url)

    assert second.documents.text(id) == ADA
    second.close()


def test_a_database_of_a_newer_version_is_refused_with_the_way_out(empty_url: str):
    Catalog.open(empty_url).close()
    with opened(empty_url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(CatalogUnavailable, match=r"9999.*Upgrade kg"):
        Catalog.open(empty_url)


def test_a_database_that_does_not_answer_is_unavailable_and_its_password_stays_secret():
    url = f"postgresql://kg:secret@127.0.0.1:{free_port()}/kg"

    with pytest.raises(CatalogUnavailable, match="does not answer") as caught:
        Catalog.open(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://localhost/kg", "not a url", "sqlite://"])
def test_an_address_that_is_no_catalog_is_refused(url: str):
    with pytest.raises(CatalogUnavailable):
        Catalog.open(url)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(CatalogUnavailable, match="folder"):
        Catalog.open(f"sqlite:///{tmp_path / 'file' / 'catalog.sqlite'}")


def test_a_catalog_recovers_when_its_database_comes_back():
    with postgresql_server() as server:
        catalog = Catalog.open(server.new_database())
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'"
        )

        catalog.ping()

    with pytest.raises(CatalogUnavailable):
        catalog.ping()
    catalog.close()


def test_sqlite_readers_do_not_wait_for_a_writer(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'deep' / 'er' / 'catalog.sqlite'}"
    catalog = Catalog.open(url)
    post(catalog, ADA)

    with opened(url) as writer:
        writer.exec_driver_sql("UPDATE documents SET status = 'failed'")

        assert catalog.documents.counts() == {"queued": 1}
    assert catalog.documents.counts() == {"failed": 1}
    catalog.close()
