from kg.extraction.decode import FoundMention
from kg.extraction.examples import TeachingExample
from kg.extraction.fitting import ENOUGH, RARE, fitted_shift, least_shift
from kg.extraction.found import FoundRelation, WindowFindings
from kg.extraction.windows import Window
from kg.model.tokens import Tokens
from kg.ontology.records import Property
from kg.records import Span

TAUGHT = Property("urn:taught", "taught")
ANN, BEN, ROME = Span(0, 3), Span(4, 7), Span(8, 12)


def findings(*relations: FoundRelation) -> WindowFindings:
    mentions = tuple(
        FoundMention(i, i, span, "thing", 1.0) for i, span in enumerate((ANN, BEN, ROME))
    )
    return WindowFindings(Window(0, 0, 3, Tokens([], [], [], [])), mentions, (0, 1, 2), relations)


def sentences(count: int) -> dict[str, list[TeachingExample]]:
    return {
        f"text {n}": [TeachingExample(f"text {n}", ANN, TAUGHT.iri, BEN, n)] for n in range(count)
    }


def shift(count: int, marked: float, other: float) -> float:
    found = findings(
        FoundRelation(0, TAUGHT.iri, 1, marked), FoundRelation(0, TAUGHT.iri, 2, other)
    )
    examples = sentences(count)
    margins = {TAUGHT.iri: [marked] * count}
    read = [(text, found) for text in examples]
    return float(fitted_shift([TAUGHT], examples, margins, read)[0])


def test_the_threshold_lies_where_marked_pairs_are_told_from_others():
    assert 3.0 < shift(ENOUGH, marked=5.0, other=3.0) <= 5.0


def test_a_threshold_may_have_to_be_lower_than_that_of_training():
    assert -4.0 < shift(ENOUGH, marked=-2.0, other=-4.0) <= -2.0


def test_few_examples_leave_the_threshold_alone():
    assert shift(ENOUGH - 1, marked=5.0, other=3.0) == 0.0


def test_examples_whose_ends_no_reader_finds_count_all_the_same():
    examples = sentences(ENOUGH)
    read = [(text, findings(FoundRelation(0, TAUGHT.iri, 2, 9.0))) for text in list(examples)[:3]]

    (shift,) = fitted_shift([TAUGHT], examples, {TAUGHT.iri: [2.0] * ENOUGH}, read)

    assert 1.9 < float(shift) <= 2.0


def test_a_relation_with_few_examples_is_not_found_all_over_their_sentences():
    examples = sentences(1)
    margins = {TAUGHT.iri: [3.0]}
    everywhere = [FoundRelation(0, TAUGHT.iri, 2, 2.0)] * (RARE + 1)

    (bar,) = least_shift([TAUGHT], examples, margins, [("text 0", findings(*everywhere))])
    assert float(bar) == 2.0

    (bar,) = least_shift([TAUGHT], examples, margins, [("text 0", findings(*everywhere[:RARE]))])
    assert float(bar) == float("-inf")
