"""Labels that nobody has looked over: a model's own, and those that a knowledge base suggests."""

import json
from dataclasses import replace
from itertools import permutations

from small_corpus import small_args, write_corpus

from kg.iris import WIKIDATA_DIRECT
from kg.records import Entity, Evidence, Extraction, Iri, Mention, ModelVersion, Span, Statement
from kg.training.args import Source
from kg.training.corpora import READERS
from kg.training.data import load_data
from kg.training.guessed import PASSAGE, Named, by_base, by_itself, passages

TEXT = "Ann leads Acme in Rome."
ANN, ACME, ROME = Span(0, 3), Span(10, 14), Span(18, 22)
EMPLOYER, SEAT = WIKIDATA_DIRECT + "P108", WIKIDATA_DIRECT + "P159"


def found(*evidence: Evidence, rome: float = 0.95) -> Extraction:
    names = ("Ann", "person", ANN, 0.99), ("Acme", "organisation", ACME, 0.97)
    every = (*names, ("Rome", "place", ROME, rome))
    return Extraction(
        document="d",
        model=ModelVersion("m", "1"),
        mentions=tuple(Mention(s, label, p, n) for n, (_, label, s, p) in enumerate(every)),
        entities=tuple(Entity(Iri(f"urn:{name}"), name, label) for name, label, _, _ in every),
        evidence=evidence,
        characters_read=len(TEXT),
    )


def says(subject: Span, relation: str, object_: Span, confidence: float) -> Evidence:
    statement = Statement("urn:s", relation, Iri("urn:o"))
    return Evidence(statement, confidence, subject, object_, Span(0, len(TEXT)))


def test_a_model_labels_what_it_is_sure_of_and_says_nothing_of_what_it_doubts():
    row = by_itself(TEXT, found(says(ANN, EMPLOYER, ACME, 0.96), says(ACME, SEAT, ROME, 0.5)))

    assert row is not None
    assert row["relations"] == [{"subject": 0, "relation": EMPLOYER, "object": 1}]
    looked_at = {tuple(pair) for pair in row["pairs"]}
    assert looked_at == set(permutations(range(3), 2)) - {(1, 2)}
    assert [TEXT[m["start"] : m["end"]] for m in row["mentions"]] == ["Ann", "Acme", "Rome"]


def test_a_fact_at_a_doubtful_mention_of_a_sure_thing_does_not_make_the_pair_unrelated():
    sure = found(says(Span(4, 9), EMPLOYER, ACME, 0.97), says(ACME, SEAT, ROME, 0.95))
    other = Mention(Span(4, 9), "person", 0.7, 0)  # of Ann, too, but not surely
    row = by_itself(TEXT, replace(sure, mentions=(*sure.mentions, other)))

    assert row is not None
    assert [fact["relation"] for fact in row["relations"]] == [SEAT]
    assert [0, 1] not in row["pairs"]


def test_a_mention_that_the_model_doubts_is_not_marked():
    row = by_itself(TEXT, found(says(ANN, EMPLOYER, ACME, 0.96), rome=0.6))

    assert row is not None
    assert len(row["mentions"]) == 2


def test_what_is_denied_is_no_fact_and_the_pair_is_left_out():
    denied = replace(says(ANN, EMPLOYER, ACME, 0.99), status="denied")
    row = by_itself(TEXT, found(denied, says(ACME, SEAT, ROME, 0.95)))

    assert row is not None
    assert [fact["relation"] for fact in row["relations"]] == [SEAT]
    assert [0, 1] not in row["pairs"]


def test_a_text_of_which_the_model_is_sure_of_nothing_teaches_nothing():
    doubted = found(says(ANN, EMPLOYER, ACME, 0.7))

    assert by_itself(TEXT, doubted) is None
    assert by_itself(TEXT, doubted, sure=0.7) is not None


def test_a_sentence_that_names_two_related_things_is_taken_to_say_so():
    text = "Bo slept. " + TEXT
    at = text.index(TEXT)
    named = [
        Named(Span(at + span.start, at + span.end), kind, thing)
        for span, kind, thing in ((ANN, "person", "ann"), (ACME, "organisation", "acme"))
    ]

    [row] = by_base(text, named, {("ann", "acme"): frozenset({EMPLOYER})})

    assert row["text"] == TEXT
    assert row["relations"] == [{"subject": 0, "relation": EMPLOYER, "object": 1}]
    assert [TEXT[m["start"] : m["end"]] for m in row["mentions"]] == ["Ann", "Acme"]


def test_things_named_in_different_sentences_teach_nothing():
    text = "Ann leads. Acme is in Rome."
    named = [Named(Span(0, 3), "person", "ann"), Named(Span(11, 15), "organisation", "acme")]

    assert not list(by_base(text, named, {("ann", "acme"): frozenset({EMPLOYER})}))


def test_such_labels_are_rows_of_our_own_format_with_their_pairs(tmp_path):
    row = by_itself(TEXT, found(says(ANN, EMPLOYER, ACME, 0.96), says(ACME, SEAT, ROME, 0.5)))
    file = tmp_path / "guessed.jsonl"
    file.write_text(json.dumps(row))

    [text] = READERS["jsonl"](file).texts

    assert text.relations == {(0, EMPLOYER, 1)}
    assert text.pairs is not None
    assert (1, 2) not in text.pairs
    assert text.complete == frozenset()


def test_what_is_guessed_is_learnt_from_and_never_measured_on(tmp_path):
    labelled = write_corpus(tmp_path / "labelled.jsonl")
    row = by_itself(TEXT, found(says(ANN, EMPLOYER, ACME, 0.96)))
    guessed = tmp_path / "guessed.jsonl"
    guessed.write_text("\n".join(json.dumps({**row, "id": f"g{n}"}) for n in range(20)))
    sources = (Source("jsonl", labelled), Source("jsonl", guessed, guessed=True))

    data = load_data(small_args(tmp_path, tmp_path, data=sources, held_out=0.5))

    assert len(data.train[1].texts) == 20
    assert data.dev
    assert not any(text.id.startswith("g") for text in data.dev)


def test_a_split_by_ids_takes_no_guessed_text_of_the_same_id(tmp_path):
    labelled = write_corpus(tmp_path / "labelled.jsonl")
    guessed = tmp_path / "guessed.jsonl"
    guessed.write_text(json.dumps(by_itself(TEXT, found(says(ANN, EMPLOYER, ACME, 0.96)))))
    split = tmp_path / "split.json"
    split.write_text('{"dev": ["1"]}')
    sources = (Source("jsonl", labelled), Source("jsonl", guessed, guessed=True))

    data = load_data(small_args(tmp_path, tmp_path, data=sources, split=split))

    assert [text.text for text in data.dev] == ["Ada was born in London."]
    assert len(data.train[1].texts) == 1


def test_a_long_text_is_cut_into_passages_of_whole_sentences():
    text = " ".join(f"This is sentence number {n} of a long text." for n in range(200))

    cut = list(passages(text))

    assert len(cut) > 3
    assert all(len(one) <= PASSAGE and one.endswith("text.") for one in cut)
    assert " ".join(cut) == text
