from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.sections import LONG, SHORT, sections
from kg.text.sentences import sentences

ABOUT_ARSENAL = (
    "Arsenal beat Chelsea at home. Bukayo Saka, who joined the academy as a boy, scored twice."
)
ABOUT_HACK = (
    "Margherita Hack was an astrophysicist. Born in Florence, she studied and worked in Italy."
)


def read_together(text: str) -> list[str]:
    found = sections(text, sentences(text))
    return [text[section[0].start : section[-1].end] for section in found]


def test_each_paragraph_is_read_for_itself():
    assert read_together(f"{ABOUT_ARSENAL}\n\n{ABOUT_HACK}") == [ABOUT_ARSENAL, ABOUT_HACK]


def test_what_begins_with_a_pronoun_is_read_with_what_that_speaks_of():
    more = "She died in Trieste, where she had been the head of the observatory for many years."
    more_of_it = (
        "The club was founded in 1886 by munitions workers in Woolwich, then a part of Kent."
    )

    assert len(read_together(f"{ABOUT_HACK}\n\n{more}")) == 1
    assert len(read_together(f"{ABOUT_ARSENAL}\n\n{more_of_it}\n\n{ABOUT_HACK}")) == 2


def test_what_names_something_again_is_read_with_what_named_it():
    again = "The manager of the visitors said that Chelsea deserved no better, and left the ground in silence."

    assert len(read_together(f"{ABOUT_ARSENAL}\n\n{again}")) == 1


def test_a_long_section_takes_in_no_more():
    more = "She died in Trieste. " * (LONG // 20)

    assert len(read_together(f"{ABOUT_HACK}\n\n{more}\n\n{more}")) == 2


def test_a_heading_is_read_with_what_it_stands_over():
    assert read_together(f"Football\n\n{ABOUT_ARSENAL}\n\nScience\n\n{ABOUT_HACK}") == [
        f"Football\n\n{ABOUT_ARSENAL}",
        f"Science\n\n{ABOUT_HACK}",
    ]


def test_a_line_that_nobody_wrapped_is_a_paragraph_and_a_wrapped_one_is_none():
    long = f"{ABOUT_ARSENAL} Mikel Arteta, the manager, said that the team had deserved to win, and that was that."
    long += " Chelsea's coach was not amused."

    assert read_together(f"{long}\n{ABOUT_HACK}") == [long, ABOUT_HACK]
    assert len(read_together(f"{ABOUT_ARSENAL}\n{ABOUT_HACK}")) == 1


@given(st.text(st.sampled_from("aé. \n句。ABHe"), max_size=4 * SHORT))
def test_every_sentence_is_in_one_section_in_the_order_of_the_text(text):
    spans = sentences(text)

    assert list(chain.from_iterable(sections(text, spans))) == spans
