"""KG_EXTRACTOR: kg's own by name, anybody's by its import path."""

import pytest

from kg.errors import InputError
from kg.records import Document
from kg.settings import Settings
from tests.workers.extractors import Fake
from workers.extractors import build_extractor


def choose(extractor: str) -> Settings:
    return Settings(extractor=extractor, base_iri="http://kg.test/")


def test_the_scripted_extractor_mints_under_the_base_of_the_settings():
    extractor = build_extractor(choose("scripted"))

    [found] = extractor.extract([Document("1", "Ada was born in Paris.")])

    assert found.evidence[0].statement.subject == "http://kg.test/entity/person/ada"


def test_anybodys_extractor_is_built_from_the_settings():
    assert isinstance(build_extractor(choose("tests.workers.extractors:slow")), Fake)


@pytest.mark.parametrize(
    "name",
    ["", "nonsense", ":", "no.such.module:build", "tests.workers.extractors:no_such_function"],
)
def test_what_is_no_extractor_is_refused_by_name(name: str):
    with pytest.raises(InputError, match="KG_EXTRACTOR"):
        build_extractor(choose(name))
