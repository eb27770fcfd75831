"""When a statement holds, by the dates in its clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from kg.extraction.qualifiers import END, POINT, START, time_qualifiers
from kg.records import Span


def found(sentence: str) -> list[tuple[str, str]]:
    given = marked(sentence)
    qualifiers = time_qualifiers(given.text, given.sentence, given.subject, given.object)
    return [(each.predicate, each.value.value) for each in qualifiers]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[Ann] joined {Acme} in 1998.", [(POINT, "1998")]),
        ("In May 1998, [Ann] joined {Acme}.", [(POINT, "1998-05")]),
        ("On 12 May 1998 [Ann] joined {Acme}.", [(POINT, "1998-05-12")]),
        ("[Ann] has led {Acme} since 2001.", [(START, "2001")]),
        ("[Ann] led {Acme} until 3 March 2010.", [(END, "2010-03-03")]),
        ("[Ann] led {Acme} from 2003 to 2009.", [(START, "2003"), (END, "2009")]),
        ("[Ann] led {Acme} between 2003 and 2009.", [(START, "2003"), (END, "2009")]),
        ("[Ann] was head of {Acme} (1998–2003).", [(START, "1998"), (END, "2003")]),
        ("[Ann] led {Acme} 1998–99.", [(START, "1998"), (END, "1999")]),
        ("[Ann] led {Acme} from May to June 2004.", [(START, "2004-05"), (END, "2004-06")]),
        ("[Ann] led {Acme} from 2001 onwards.", [(START, "2001")]),
    ],
)
def test_a_time_in_the_clause_qualifies(sentence, expected):
    assert found(sentence) == expected


def test_each_clause_has_its_own_time():
    assert found("[Ann] joined {Acme} in 1998 and left Beta in 2001.") == [(POINT, "1998")]
    assert found("[Ann] joined Acme in 1998 and left {Beta} in 2001.") == [(POINT, "2001")]
    assert found("[Ann], who left Beta in 1990, joined {Acme}.") == []


def test_a_time_beside_the_subject_in_another_sentence_is_not_of_the_statement():
    assert found("She studied at {Acme}. In 1895 [Ann] married Bob.") == []
    assert found("[Ann] was a chemist. In 1903 {Acme} gave her a medal.") == [(POINT, "1903")]


@pytest.mark.parametrize(
    "sentence",
    [
        "[Ann] joined {Acme} before 1998.",
        "[Ann] joined {Acme} in about 1998.",
        "[Ann] joined {Acme} in the 1990s.",
        "[Ann] joined {Acme} in 1990s style.",
        "[Ann] joined {Acme} in 31 February 1998.",
        "[Ann] was born in {1998}.",
        "[Ann] paid {Acme} 2000 dollars.",
    ],
)
def test_what_is_no_exact_time_of_the_statement_does_not_qualify(sentence):
    assert found(sentence) == []


@given(
    st.lists(st.sampled_from("Ann in from to 1998 2001 May 31 – ( ) , and since until who".split()))
)
def test_whatever_stands_there_a_start_is_not_after_its_end(words):
    text = " ".join(["Ann", *words, "Acme"])
    whole = Span(0, len(text))

    qualifiers = time_qualifiers(text, whole, Span(0, 3), Span(len(text) - 4, len(text)))

    times = {each.predicate: each.value.value for each in qualifiers}
    if START in times and END in times:
        assert times[START][:4] <= times[END][:4]
