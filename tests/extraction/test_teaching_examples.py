"""Examples that teach relations, and everything that can be wrong with a line of them."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.extraction.examples import occurrences, read_examples
from kg.ontology.records import Ontology, Property
from kg.records import Span

EMPLOYS = Property("http://example.org/employedBy", "employer", aliases=("works for",))
ONTOLOGY = Ontology((), (EMPLOYS, Property("http://example.org/bornIn", "place of birth")))
GOOD = {"text": "Ann works for Acme.", "subject": "Ann", "relation": "employer", "object": "Acme"}


def lines(*rows) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def only(**changes):
    (example,) = read_examples(lines(GOOD | changes), ONTOLOGY)
    return example


def test_an_example_says_where_its_mentions_stand():
    example = only()

    assert (example.subject, example.object) == (Span(0, 3), Span(14, 18))
    assert (example.relation, example.line) == (EMPLOYS.iri, 1)


@pytest.mark.parametrize("name", ["employer", "Employer", EMPLOYS.iri, "employedBy", "works_for"])
def test_a_relation_is_known_by_label_iri_local_name_and_alias(name):
    assert only(relation=name).relation == EMPLOYS.iri


def test_of_several_occurrences_the_closest_pair_counts():
    text = "Ann met Bob at Acme Hall. Some years later Ann left for Acme."

    example = only(text=text)

    assert (example.subject, example.object) == (Span(43, 46), Span(56, 60))


def test_a_name_is_whole_words_in_any_case_with_underscores_for_spaces():
    example = only(text="Annabel met ann lee at ACME, and Acmes.", subject="Ann_Lee")

    assert (example.subject, example.object) == (Span(12, 19), Span(23, 27))


def test_a_name_as_written_comes_before_one_in_another_case():
    assert occurrences("bob and Bob", "Bob") == [Span(8, 11)]


def test_spans_that_are_given_are_taken():
    text = "Acme, once more: Ann works for Acme."

    assert only(text=text, object_span=[0, 4]).object == Span(0, 4)


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    data = b"\xef\xbb\xbf" + lines("", GOOD, " ", GOOD) + b"\r\n"

    assert [each.line for each in read_examples(data, ONTOLOGY)] == [2, 4]


def test_all_bad_lines_are_named_at_once_with_what_is_wrong():
    bad = lines(
        GOOD,
        "{oops",
        "[1]",
        {"text": "Ann."},
        GOOD | {"subject": "Zoe"},
        GOOD | {"relation": "emploier"},
        GOOD | {"relation": "qqqq"},
        GOOD | {"object_span": [5, 99]},
        GOOD | {"object_span": [True, 4]},
        GOOD | {"object": "Ann"},
        GOOD | {"text": "\ud800 Ann Acme"},
    )

    with pytest.raises(InputError) as err:
        read_examples(bad, ONTOLOGY)

    told = str(err.value).splitlines()
    assert told[0] == "10 of the examples cannot be used:"
    assert [line.split(":")[0] for line in told[1:]] == [f"line {n}" for n in range(2, 12)]
    for line, complaint in zip(told[1:], [
        "not JSON", "not a JSON object", "`subject`, `relation`, `object`",
        "the subject 'Zoe' does not occur", "did you mean `employer`?", "no label like it",
        "within a text of 19 characters", "within a text of 19 characters", "same place", "surrogate",
    ], strict=True):  # fmt: skip
        assert complaint in line


def test_many_bad_lines_are_counted_and_the_first_shown():
    with pytest.raises(InputError, match="50 of the examples") as err:
        read_examples(lines(*["oops"] * 50), ONTOLOGY)

    assert str(err.value).splitlines()[-1] == "… and 30 more"


def test_a_file_without_examples_is_refused():
    with pytest.raises(InputError, match="no examples"):
        read_examples(b"\n", ONTOLOGY)


@given(
    st.lists(st.dictionaries(st.sampled_from([*GOOD, "subject_span"]), st.text() | st.integers()))
)
def test_lines_of_any_shape_are_read_or_refused_on_purpose(rows):
    with suppress(InputError):
        read_examples(lines(*rows), ONTOLOGY)


@given(st.text(alphabet="ab _.AB"), st.text(alphabet="ab _AB"))
def test_where_a_name_is_found_it_stands(text, name):
    for span in occurrences(text, name):
        assert (
            span.of(text).replace("_", " ").casefold().split()
            == name.replace("_", " ").casefold().split()
        )
