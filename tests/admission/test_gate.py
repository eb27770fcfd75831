"""The gate between findings and facts, without an application around it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.admission.gate import Gate
from kg.admission.policies import read_policies
from kg.admission.shape_checker import Result, ShapeChecker, Unchecked
from kg.admission.shapes import probe_of, read_shapes
from kg.catalog import Catalog
from kg.catalog.judgement_rows import Right
from kg.catalog.rows import NewDocument
from kg.catalog.statement_rows import Sought
from kg.errors import InputError
from tests.catalog.given import MINTER, Clock, follow, put, read, status

BORN, WORKS = "http://www.wikidata.org/prop/direct/P19", "http://www.wikidata.org/prop/direct/P108"
PREFIXES = f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <{MINTER.vocabulary}> ."
PERSON = f"{PREFIXES} <urn:person> a sh:NodeShape ; sh:targetClass kg:Person ;"
ONE_BIRTH = f"{PERSON} sh:property [ sh:path <{BORN}> ; sh:maxCount 1 ] ."


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def checker() -> Iterator[ShapeChecker]:
    one = ShapeChecker()
    yield one
    one.close()


class Choking(ShapeChecker):
    """Comes to no result wherever Paris is spoken of."""

    def __init__(self, checker: ShapeChecker) -> None:
        self._real = checker

    def check(self, shapes: bytes, data: bytes) -> list[Result]:
        if b"paris" in data:
            raise Unchecked("checking it took longer than 30 s")
        return self._real.check(shapes, data)


def checked(catalog: Catalog, checker: ShapeChecker, limit: int = 100) -> None:
    gate = Gate(catalog.guards, catalog.checking, MINTER, checker)
    while gate.step(limit):
        pass


def told(catalog: Catalog, text: str, id: str = "one") -> None:
    put(catalog, NewDocument(text, id=id))
    read(catalog)


def facts(catalog: Catalog) -> set[tuple[str, str]]:
    rows = catalog.findings.statements(Sought()).items
    return {(row.subject_name, row.object_name) for row in rows}


def refused(catalog: Catalog) -> dict[str, list[str]]:
    page = catalog.refusals.page("all").items
    return {one.evidence.object_name: [why.message for why in one.reasons] for one in page}


def test_nothing_of_a_document_shows_before_it_has_been_checked(
    catalog: Catalog, checker: ShapeChecker
):
    catalog.guards.put("shapes", "main", ONE_BIRTH, "text/turtle")
    told(catalog, "Ada Lovelace was born in London.")

    assert facts(catalog) == set()
    assert follow(catalog) == 0
    assert catalog.refusals.counts() == {"open": 0, "rejected": 0, "unchecked": 1}

    checked(catalog, checker)

    assert facts(catalog) == {("Ada Lovelace", "London")}
    assert follow(catalog) == 1
    assert status(catalog, "one") == "done"


def test_without_shapes_and_policies_nothing_waits(catalog: Catalog):
    told(catalog, "Ada Lovelace was born in London.")

    assert facts(catalog) == {("Ada Lovelace", "London")}
    assert catalog.checking.due(10) == []


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        (f"sh:property [ sh:path <{BORN}> ; sh:class kg:Organisation ]", {"Acme Corp"}),
        (f"sh:property [ sh:path <{WORKS}> ; sh:class kg:Organisation ]", {"London", "Acme Corp"}),
        (f"sh:property [ sh:path <{WORKS}> ; sh:maxCount 0 ]", {"London"}),
        (f"sh:property [ sh:path <{BORN}> ; sh:minCount 2 ]", {"London", "Acme Corp"}),
        (f"sh:property [ sh:path <{WORKS}> ; sh:maxCount 0 ; sh:severity sh:Warning ]",
         {"London", "Acme Corp"}),
        (f"sh:closed true ; sh:property [ sh:path <{BORN}> ]", {"London"}),
        (f"sh:not [ sh:property [ sh:path <{BORN}> ; sh:minCount 1 ] ]", {"Acme Corp"}),
        (f"sh:property [ sh:path ( <{WORKS}> <{BORN}> ) ; sh:maxCount 0 ]", {"London", "Acme Corp"}),
        (f"sh:property [ sh:path [ sh:alternativePath ( <{BORN}> <{WORKS}> ) ] ; sh:class kg:Place ]",
         {"London"}),
        (f"sh:property [ sh:path [ sh:alternativePath ( <{BORN}> <{WORKS}> ) ] ; sh:maxCount 0 ]", set()),
        ("sh:pattern 'nobody'", set()),
    ],
)  # fmt: skip
def test_those_statements_are_kept_out_that_are_to_blame(
    catalog: Catalog, checker: ShapeChecker, shape: str, kept: set[str]
):
    catalog.guards.put("shapes", "main", f"{PERSON} {shape} .", "text/turtle")
    told(catalog, "Ada Lovelace was born in London. Ada Lovelace works for Acme Corp.")

    checked(catalog, checker)

    assert {name for _, name in facts(catalog)} == kept


def test_of_too_many_values_the_surest_stays_whoever_came_first(
    catalog: Catalog, checker: ShapeChecker
):
    catalog.guards.put("shapes", "main", ONE_BIRTH, "text/turtle")
    told(catalog, "Ada Lovelace was born in Paris.", "one")
    checked(catalog, checker)
    assert facts(catalog) == {("Ada Lovelace", "Paris")}

    told(catalog, "Ada Lovelace was born in London.", "two")
    told(catalog, "It is known that Ada Lovelace was born in London.", "three")
    checked(catalog, checker)

    assert facts(catalog) == {("Ada Lovelace", "London")}
    assert list(refused(catalog)) == ["Paris"]

    catalog.documents.delete("two")
    catalog.documents.delete("three")
    checked(catalog, checker)

    assert facts(catalog) == {("Ada Lovelace", "Paris")}


def test_what_people_let_in_drives_nothing_out(catalog: Catalog, checker: ShapeChecker):
    catalog.guards.put("shapes", "main", ONE_BIRTH, "text/turtle")
    told(catalog, "Ada Lovelace was born in London.", "one")
    told(catalog, "It is known that Ada Lovelace was born in London.", "two")
    told(catalog, "Ada Lovelace was born in Paris.", "three")
    checked(catalog, checker)
    (paris,) = catalog.refusals.page().items

    catalog.refusals.decide(paris.evidence.id, "accepted")
    checked(catalog, checker)

    assert {name for _, name in facts(catalog)} == {"London", "Paris"}


def test_what_cannot_be_checked_stays_out_alone(catalog: Catalog, checker: ShapeChecker):
    catalog.guards.put("shapes", "main", ONE_BIRTH, "text/turtle")
    told(catalog, "Ada Lovelace was born in Paris. Bob Stone was born in London.")

    checked(catalog, Choking(checker))

    assert facts(catalog) == {("Bob Stone", "London")}
    (why,) = refused(catalog)["Paris"]
    assert why == "It could not be checked: checking it took longer than 30 s."


def test_a_pattern_that_would_take_for_ever_is_given_up():
    slow = (
        f'{PERSON} sh:property [ sh:path <{BORN}> ; sh:pattern "^(.+)+(.+)+(.+)+(.+)+(.+)+%$" ] .'
    )
    data = f'<urn:a> a <{MINTER.vocabulary}Person> ; <{BORN}> "{"a" * 60}" .'
    lines = data.replace(" a <", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <")
    lines = lines.replace(" ; ", " .\n<urn:a> ")
    checker = ShapeChecker(time_limit_s=0.5)
    shapes = read_shapes(slow, "text/turtle")

    try:
        with pytest.raises(Unchecked, match=r"longer than 0\.5 s"):
            checker.check(shapes.lines, lines.encode())
    finally:
        checker.close()


def test_policies_look_where_they_say_and_match_in_linear_time(catalog: Catalog):
    policies = {
        "policies": [
            {"name": "place", "phrase": "london", "in": ["names"], "predicates": [BORN]},
            {"name": "shout", "pattern": "ACME", "case": True},
            {"name": "slow", "pattern": "(a+)+$", "in": ["sentences"]},
        ]
    }
    catalog.guards.put("policies", "main", json.dumps(policies), "application/json")
    told(catalog, f"Ada Lovelace was born in London. Ada Lovelace works for {'a' * 5000} London.")
    told(catalog, "Bob Stone works for Acme Corp. Bob Stone works for ACME.", "two")

    checked(catalog, ShapeChecker())

    assert ("Ada Lovelace", "London") not in facts(catalog)
    assert ("Bob Stone", "Acme Corp") in facts(catalog)
    assert ("Bob Stone", "ACME") not in facts(catalog)


def test_two_policies_of_one_name_are_refused():
    twice = {"policies": [{"name": "a", "phrase": "x"}, {"name": "a", "phrase": "y"}]}

    with pytest.raises(InputError, match="one name"):
        read_policies(json.dumps(twice))


@pytest.mark.parametrize(
    "shape",
    [
        f"sh:property [ sh:path <{BORN}> ; sh:qualifiedValueShape [ sh:class kg:Place ] ; sh:qualifiedMaxCount 1 ]",
        f"sh:property [ sh:path ( <{WORKS}> <{BORN}> ) ; sh:maxCount 1 ]",
    ],
)
def test_counts_for_which_nobody_could_be_blamed_are_refused(shape: str):
    with pytest.raises(InputError, match="count"):
        read_shapes(f"{PERSON} {shape} .", "text/turtle")


def test_shapes_without_a_target_are_refused():
    shapes = read_shapes(f"{PREFIXES} <urn:s> a sh:NodeShape ; sh:class kg:Person .", "text/turtle")

    with pytest.raises(InputError, match="target"):
        probe_of(shapes)


def test_a_reason_is_one_for_all_things_that_it_holds_of(catalog: Catalog, checker: ShapeChecker):
    catalog.guards.put("shapes", "main", ONE_BIRTH, "text/turtle")
    told(catalog, "Ada Lovelace was born in London. Ada Lovelace was born in Paris.", "one")
    told(catalog, "Eve Jones was born in London. Eve Jones was born in Paris.", "two")

    checked(catalog, checker)

    page = catalog.refusals.page("all").items
    assert len(page) == 2
    assert len({one.reasons for one in page}) == 1


def test_a_correction_waits_for_the_gate_as_findings_do(catalog: Catalog, checker: ShapeChecker):
    banned = {"policies": [{"name": "work", "predicates": [WORKS]}]}
    catalog.guards.put("policies", "main", json.dumps(banned), "application/json")
    told(catalog, "Ada Lovelace was born in London.")
    checked(catalog, checker)
    (found,) = catalog.findings.of_document("one")

    right = Right(subject=found.subject, predicate=WORKS, object=found.object)
    catalog.judgements.judge(found.id, "correct", right)
    assert facts(catalog) == set()
    checked(catalog, checker)

    assert facts(catalog) == set()
    assert len(refused(catalog)) == 1


def test_guards_that_a_restore_put_back_are_not_taken_for_those_that_were_tried_in_between(
    checker: ShapeChecker, tmp_path: Path
) -> None:
    # the clock stands still, so that the change after the restore counts the same as that before
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}", Clock())

    def forbid(name: str) -> None:
        policies = json.dumps({"policies": [{"name": name, "phrase": name, "in": ["names"]}]})
        catalog.guards.put("policies", name, policies, "application/json")

    gate = Gate(catalog.guards, catalog.checking, MINTER, checker)
    told(catalog, "Ada Lovelace works for Acme Corp. Bob Stone was born in Paris.")
    catalog.save(tmp_path / "saved")
    forbid("Acme Corp")
    while gate.step():
        pass

    catalog.restore(tmp_path / "saved")
    gate.forget()
    forbid("Paris")
    while gate.step():
        pass

    assert [one.name for one in catalog.refusals.reasons()] == ["Paris"]
    catalog.close()
