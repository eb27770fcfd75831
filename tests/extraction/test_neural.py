"""The shipped model at work."""

import pytest
from marked import marked

from kg.examples import example_documents
from kg.extraction.neural import NeuralExtractor, token_batches
from kg.extraction.sought import Sought
from kg.extraction.taught import with_taught
from kg.extraction.windows import Window
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.model.tokens import Tokens
from kg.ontology.shipped import shipped_properties
from kg.ontology.taught import MarkedSentence, TaughtRelation
from kg.records import Document, Extraction, Iri, Literal
from kg.settings import Settings

CURIE = "Marie Curie was born in Warsaw on 7 November 1867. She married Pierre Curie in 1895."


@pytest.fixture(scope="module")
def extractor():
    return NeuralExtractor.load(Settings())


def facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    """Statements as (last part of subject, property number, last part of object)."""
    return {
        (
            evidence.statement.subject.rsplit("/", 1)[-1],
            evidence.statement.predicate.removeprefix(WIKIDATA_DIRECT),
            evidence.statement.object.value.rsplit("/", 1)[-1],
        )
        for evidence in extraction.evidence
    }


def read(extractor, *texts: str) -> list[Extraction]:
    return extractor.extract([Document(str(number), text) for number, text in enumerate(texts)])


def test_a_paragraph_gives_the_facts_that_it_states(extractor):
    (extraction,) = read(extractor, CURIE)

    assert {
        ("marie_curie", "P19", "warsaw"),
        ("marie_curie", "P569", "1867-11-07"),
    } <= facts(extraction)


def test_every_piece_of_evidence_quotes_what_holds_both_its_mentions(extractor):
    for extraction, example in zip(
        extractor.extract([Document(e.name, e.text) for e in example_documents()]),
        example_documents(),
        strict=True,
    ):
        spans = {mention.span: mention.entity for mention in extraction.mentions}
        for evidence in extraction.evidence:
            for end in (evidence.subject, evidence.object):
                assert end in spans
                assert evidence.sentence.start <= end.start < end.end <= evidence.sentence.end
            subject = extraction.entities[spans[evidence.subject]]
            assert subject.term == Iri(evidence.statement.subject)
            value = extraction.entities[spans[evidence.object]].term
            # a literal has the datatype that its property declares, whatever else the mention could be
            assert value == evidence.statement.object or isinstance(value, Literal)
            assert evidence.sentence.of(example.text).strip()


def test_a_document_says_the_same_alone_and_among_others(extractor):
    texts = [CURIE, "Nothing here.", CURIE * 30, *(example.text for example in example_documents())]

    together = read(extractor, *texts)

    for number in (0, 2, 5):
        (alone,) = extractor.extract([Document(str(number), texts[number])])
        assert alone == together[number]


def test_offsets_count_code_points_past_astral_characters(extractor):
    text = "😀😀 née — " + CURIE

    (extraction,) = read(extractor, text)

    names = {mention.span.of(text) for mention in extraction.mentions}
    assert {"Marie Curie", "Warsaw", "Pierre Curie"} <= names


def test_the_end_of_a_long_document_is_read_like_its_beginning(extractor):
    filler = "The committee met again and nothing was decided. " * 600
    text = filler + CURIE

    (extraction,) = read(extractor, text)

    late = {m.span.of(text) for m in extraction.mentions if m.span.start >= len(filler)}
    assert {"Marie Curie", "Warsaw", "7 November 1867"} <= late
    assert extraction.characters_read == len(text)


def test_a_text_that_names_nothing_gives_nothing(extractor):
    (extraction,) = read(extractor, "it rained and then it stopped.")

    assert extraction.evidence == ()


MANAGES = "http://kg.test/relation/manages"
MANAGED = [
    "[Pep Guardiola] has managed {Manchester City} since 2016.",
    "[Emma Hayes] was the manager of {Chelsea} for twelve years.",
    "{Juventus} appointed [Thiago Motta] as their manager.",
    "In 1959 [Bill Shankly] became manager of {Liverpool}.",
    "[Ana Ruiz], who manages {Betis}, was born in Madrid.",
]


def taught(extractor, *lines: str) -> NeuralExtractor:
    """Teach the shipped model who manages which club."""
    examples = tuple(MarkedSentence(m.text, m.subject, m.object) for m in map(marked, lines))
    relation = TaughtRelation("manages", MANAGES, "manages", "the team", (), (), examples)
    return extractor.looking_for(with_taught(Sought(shipped_properties()), [relation]))


@pytest.mark.parametrize("count", [1, 5])
def test_a_few_examples_find_the_relation_elsewhere_and_not_everywhere(extractor, count):
    pupil = taught(extractor, *MANAGED[:count])
    texts = [e.text for e in example_documents() if e.name in ("marie-curie", "nile")]

    found, *elsewhere = read(pupil, "Jurgen Klopp managed Arsenal from 2015 to 2024.", *texts)

    said = {one for one in facts(found) if one[1] == MANAGES}
    assert said == {("jurgen_klopp", MANAGES, "arsenal")}
    assert [one for each in elsewhere for one in facts(each) if one[1] == MANAGES] == []
    assert [bool(each.evidence) for each in elsewhere] == [True, True]


def test_what_is_less_sure_than_asked_for_is_left_out():
    strict = NeuralExtractor.load(Settings(min_confidence=0.9))

    (extraction,) = read(strict, CURIE)

    assert all(evidence.confidence >= 0.9 for evidence in extraction.evidence)


def test_entities_keep_their_iris_under_the_base_that_was_asked_for():
    minter = Minter("https://kg.example/")
    extractor = NeuralExtractor.load(Settings(base_iri="https://kg.example/"))

    (extraction,) = read(extractor, CURIE)

    assert Iri(minter.entity("Warsaw", "place")) in {entity.term for entity in extraction.entities}


def test_batches_hold_windows_of_like_length_within_the_budget():
    def window(length: int) -> Window:
        empty = [0] * length
        return Window(0, 0, length, Tokens(empty, [(0, 0)] * length, empty, [False] * length))

    cut = [window(length) for length in (10, 300, 20, 290, 15, 500)]

    batches = list(token_batches(cut, 640))

    lengths = [[len(w.tokens) for w in batch] for batch in batches]
    assert lengths == [[500], [300, 290], [20, 15, 10]]


def test_the_network_runs_in_the_format_that_was_asked_for():
    extractor = NeuralExtractor.load(Settings(precision="float32"))

    (extraction,) = read(extractor, CURIE)

    assert ("marie_curie", "P19", "warsaw") in facts(extraction)
