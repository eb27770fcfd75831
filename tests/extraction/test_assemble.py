import pytest

from kg.extraction.assemble import Assembler, best_name
from kg.extraction.confidence import Confidence
from kg.extraction.decode import FoundMention
from kg.extraction.found import FoundRelation, WindowFindings
from kg.extraction.windows import Window
from kg.iris import WIKIDATA_DIRECT, XSD, Minter
from kg.model.config import Calibration
from kg.model.tokens import Tokens
from kg.ontology.records import Property
from kg.records import Document, Iri, Literal, ModelVersion, Span

MODEL = ModelVersion("fake", "1")
RDFS_LITERAL = "http://www.w3.org/2000/01/rdf-schema#Literal"
MINTER = Minter("urn:x:")
BORN = WIKIDATA_DIRECT + "P19"
TEXT = "Ada was born in Rome. Ada left Rome in 1850."
SENTENCES = [Span(0, 21), Span(22, 44)]


def mention(name: str, label: str, *, after: int = 0, score: float = 0.9) -> FoundMention:
    start = TEXT.index(name, after)
    return FoundMention(start, start, Span(start, start + len(name)), label, score)


def findings(mentions, entity, *relations) -> WindowFindings:
    window = Window(0, 0, 0, Tokens([], [], [], []))
    return WindowFindings(window, tuple(mentions), tuple(entity), relations)


PLAIN = Calibration()


def assemble(*found: WindowFindings, least: float = 0.5, calibration: Calibration = PLAIN):
    properties = [Property(BORN, "place of birth")]
    assembler = Assembler(MINTER, properties, Confidence(calibration), least)
    return assembler.assemble(Document("d", TEXT), MODEL, found, SENTENCES)


def test_a_statement_seen_in_two_windows_is_one_with_the_surer_reading():
    first = [mention("Ada", "person"), mention("Rome", "place")]
    second = [mention("Ada", "person", after=5), mention("Rome", "place", after=20)]

    extraction = assemble(
        findings(first, [0, 1], FoundRelation(0, BORN, 1, 1.0)),
        findings(second, [0, 1], FoundRelation(0, BORN, 1, 3.0)),
    )

    (evidence,) = extraction.evidence
    assert evidence.confidence == pytest.approx(0.953, abs=0.001)
    assert evidence.sentence.of(TEXT) == "Ada left Rome in 1850."
    assert [entity.name for entity in extraction.entities] == ["Ada", "Rome"]


def test_the_quote_runs_over_all_sentences_between_the_two_mentions():
    ends = [mention("Ada", "person"), mention("1850", "time")]

    extraction = assemble(findings(ends, [0, 1], FoundRelation(0, BORN, 1, 2.0)))

    assert extraction.evidence[0].sentence == Span(0, 44)
    assert extraction.evidence[0].statement.object == Literal("1850", XSD + "gYear")


def test_the_nearest_two_mentions_carry_the_statement():
    marked = [
        mention("Ada", "person"),
        mention("Rome", "place"),
        mention("Ada", "person", after=5),
    ]

    extraction = assemble(findings(marked, [0, 1, 0], FoundRelation(0, BORN, 1, 2.0)))

    assert extraction.evidence[0].subject.start == TEXT.index("Ada", 5)


@pytest.mark.parametrize(
    ("types", "facts"),
    [(("place", "place"), 0), (("thing", "organisation"), 0), (("person", "place"), 1)],
)
def test_a_thing_is_not_related_to_itself_though_its_name_was_taken_for_two_things(types, facts):
    twice = [mention("Rome", types[0]), mention("Rome", types[1], after=20)]

    extraction = assemble(findings(twice, [0, 1], FoundRelation(0, BORN, 1, 2.0)))

    assert len(extraction.evidence) == facts


def test_a_year_that_something_was_published_in_is_a_year_and_no_number():
    published = Property("urn:published", "published", datatype=RDFS_LITERAL, range=("time",))
    assembler = Assembler(MINTER, [published], Confidence(PLAIN), 0.5)
    ends = [mention("Ada", "person"), mention("1850", "time")]
    found = findings(ends, [0, 1], FoundRelation(0, "urn:published", 1, 2.0))

    extraction = assembler.assemble(Document("d", TEXT), MODEL, [found], SENTENCES)

    assert extraction.evidence[0].statement.object == Literal("1850", XSD + "gYear")


def test_a_value_is_never_a_subject():
    ends = [mention("1850", "time"), mention("Rome", "place")]

    assert assemble(findings(ends, [0, 1], FoundRelation(0, BORN, 1, 5.0))).evidence == ()


def test_calibration_decides_what_is_sure_enough():
    ends = [mention("Ada", "person"), mention("Rome", "place")]
    found = findings(ends, [0, 1], FoundRelation(0, BORN, 1, 1.0))

    assert len(assemble(found, calibration=Calibration(1.0, 0.0)).evidence) == 1
    assert assemble(found, calibration=Calibration(1.0, -2.0)).evidence == ()


def test_of_two_readings_of_one_place_the_surer_stays():
    narrow = mention("Rome", "place", score=0.6)
    wide = FoundMention(0, 0, Span(narrow.span.start, narrow.span.end + 1), "thing", 0.8)

    extraction = assemble(findings([narrow], [0]), findings([wide], [0]))

    assert [m.label for m in extraction.mentions] == ["thing"]


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["the Nile", "Nile"], "Nile"),
        (["She", "Ada", "Ada\nLovelace"], "Ada Lovelace"),
        (["The The"], "The"),
    ],
)
def test_the_best_name_is_the_longest_without_article_or_line_break(names, best):
    assert best_name(names) == best


def test_a_thing_gets_its_iri_from_name_and_type():
    extraction = assemble(findings([mention("Rome", "place")], [0]))

    assert extraction.entities[0].term == Iri("urn:x:entity/place/rome")


def test_by_mention_each_pair_of_places_is_told_for_itself():
    found = [
        mention("Ada", "person"),
        mention("Rome", "place"),
        mention("Ada", "person", after=5),
        mention("Rome", "place", after=20),
    ]
    pairs = FoundRelation(0, BORN, 1, 2.0), FoundRelation(2, BORN, 3, 1.0)
    assembler = Assembler(MINTER, [Property(BORN, "")], Confidence(PLAIN), 0.5, by_mention=True)
    window = findings(found, [0, 1, 2, 3], *pairs)

    extraction = assembler.assemble(Document("d", TEXT), MODEL, [window], SENTENCES)

    assert [(e.subject.start, e.object.start) for e in extraction.evidence] == [(0, 16), (22, 31)]
