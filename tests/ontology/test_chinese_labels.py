"""Ontologies whose labels are in Chinese."""

from pathlib import Path

import pytest

from kg.ontology.reading import read_ontology
from kg.ontology.types import types_of_name

LAW = Path(__file__).parents[2] / "docs/tutorials/chinese/law.ttl"


def test_labels_and_descriptions_are_those_in_chinese_where_there_are_no_others():
    known = {one.label: one for one in read_ontology(LAW.read_bytes(), "law.ttl").properties}

    assert set(known) == {"属于", "施行日期", "依据", "创办人", "总部"}
    assert known["施行日期"].description == "法律自该日起施行"
    assert known["施行日期"].range == ("time",)
    assert known["创办人"].domain == ("organisation",)
    assert known["创办人"].range == ("person",)


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("有限责任公司", {"organisation"}),
        ("中级人民法院", {"organisation"}),
        ("综合医院", {"organisation", "place"}),
        ("直辖市", {"place"}),
        ("行政法规", {"thing"}),
        ("公证员", {"person"}),
        ("出生日期", {"time"}),
        ("总面积", {"number"}),
        ("龘", set()),
    ],
)
def test_a_class_is_told_by_how_its_name_ends(name, types):
    assert types_of_name(name) == types
