"""Text2KGBench's measures, on sentences whose scores anybody can work out."""

import json

import pytest
from measuring import small_checkpoint
from typer.testing import CliRunner

from api.cli.app import app
from kg.training.corpora.text2kg import Triple
from kg.training.measures.text2kg_data import read_benches
from kg.training.measures.text2kg_scores import mean, score
from kg.training.measures.text2kg_values import Form, default_forms, form_of, forms, written

SENTENCE = "Spirited Away is a 2001 film directed by Hayao Miyazaki and made by Studio Ghibli."
DIRECTOR = Triple("Spirited Away", "director", "Hayao Miyazaki")
YEAR = Triple("Spirited Away", "publication date", "01 January 2001")
MAKER = Triple("Spirited Away", "production company", "Studio Ghibli")
RELATIONS = {"director", "publication date", "production company"}


def scored(found, gold=(DIRECTOR, YEAR)):
    return score(found, gold, SENTENCE, RELATIONS, ["film", "human"])


def test_a_perfect_answer_scores_one_and_hallucinates_nothing():
    scores = scored([DIRECTOR, YEAR])

    assert scores.official.f1 == scores.strict.f1 == scores.conformance == 1
    assert scores.subject_hallucination == scores.object_hallucination == 0


def test_no_answer_scores_nought_and_conforms():
    scores = scored([])

    assert (scores.official.precision, scores.official.recall, scores.official.f1) == (0, 0, 0)
    assert scores.conformance == 1
    assert scores.subject_hallucination == 0


def test_half_an_answer_has_all_precision_and_half_recall():
    scores = scored([DIRECTOR])

    assert (scores.official.precision, scores.official.recall) == (1, 0.5)
    assert scores.official.f1 == pytest.approx(2 / 3)


def test_only_the_strict_figures_mind_a_relation_that_the_sentence_was_not_asked_for():
    scores = scored([DIRECTOR, YEAR, MAKER])

    assert scores.official.precision == 1
    assert scores.strict.precision == pytest.approx(2 / 3)
    assert scores.strict.recall == 1


def test_case_spaces_and_underscores_do_not_matter():
    found = [Triple("spirited_away", "director", "hayao  miyazaki")]

    assert scored(found, [DIRECTOR]).official.f1 == 1


def test_a_relation_outside_the_ontology_does_not_conform():
    scores = scored([DIRECTOR, Triple("Spirited Away", "colour", "film")])

    assert scores.conformance == 0.5


def test_what_stands_neither_in_the_sentence_nor_among_the_concepts_is_hallucinated():
    found = [DIRECTOR, Triple("Totoro", "director", "human")]

    scores = scored(found)

    assert scores.subject_hallucination == 0.5
    assert scores.object_hallucination == 0


def test_another_form_of_a_word_of_the_sentence_is_not_hallucinated():
    assert scored([Triple("Spirited Away", "director", "films")]).object_hallucination == 0


def test_means_weigh_sentences_alike():
    assert mean([scored([DIRECTOR]).official, scored([]).official]).recall == 0.25


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("01 January 2010", Form("long date")),
        ("2010-05-12", Form("ISO date")),
        ('"1932-03-15"', Form("ISO date", quoted=True)),
        ("600", Form("number")),
        ("2702.0", Form("number", decimal=True)),
        ("120.0 (inches)", Form("number", decimal=True, unit=" (inches)")),
        ("18.0 g", Form("number", decimal=True, unit=" g")),
        ('"Dodge Custom Royal"', Form("text", quoted=True)),
        ("Hayao_Miyazaki", Form("name")),
        ("10 Downing Street", Form("name")),
    ],
)
def test_the_form_of_a_value_is_read_off_it(value, form):
    assert form_of(value) == form


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("2001", Form("long date"), "01 January 2001"),
        ("July 2001", Form("long date"), "01 July 2001"),
        ("20 July 2001", Form("long date"), "20 July 2001"),
        ("July 20, 2001", Form("ISO date"), "2001-07-20"),
        ("2001", Form("ISO date", quoted=True), '"2001-01-01"'),
        ("next year", Form("long date"), "next year"),
        ("1,850", Form("number", decimal=True, unit=" (tonnes)"), "1850.0 (tonnes)"),
        ("12.5", Form("number", decimal=True), "12.5"),
        ("May 1998", Form("number"), "1998"),
        ("many", Form("number", unit=" g"), "many"),
        ("Custom Royal", Form("text", quoted=True), '"Custom Royal"'),
        ("Studio Ghibli", Form("name"), "Studio Ghibli"),
    ],
)
def test_values_are_written_as_the_benchmark_writes_them(value, form, expected):
    assert written(value, form) == expected


def test_a_relation_is_written_as_most_of_its_values_are():
    triples = [Triple("a", "length", value) for value in ("1.0 (m)", "2.5 (m)", "many")]

    assert forms(triples) == {"length": Form("number", decimal=True, unit=" (m)")}


def test_a_date_of_which_no_value_is_known_is_written_as_the_other_dates_are():
    known = {"birthDate": Form("ISO date")}

    found = default_forms(["birthDate", "deathDate", "city"], known)

    assert found == {**known, "deathDate": Form("ISO date"), "city": Form()}


@pytest.fixture
def benchmark(tmp_path):
    ontology = {
        "title": "Films",
        "id": "ont_1_film",
        "concepts": [{"qid": "Q11424", "label": "film"}, {"qid": "Q5", "label": "human"}],
        "relations": [
            {"pid": "P57", "label": "director", "domain": "Q11424", "range": "Q5"},
            {"pid": "P577", "label": "publication date", "domain": "Q11424", "range": ""},
        ],
    }
    train = {"id": "train_1", "sent": "Alien was directed by Ridley Scott.", "sub_label": "Alien"}
    train |= {"rel_label": "director", "obj_label": "Ridley Scott"}
    truth = {
        "id": "test_1",
        "sent": SENTENCE,
        "triples": [
            {"sub": t.subject, "rel": t.relation, "obj": t.object} for t in (DIRECTOR, YEAR)
        ],
    }
    files = {
        "ontologies/1_film_ontology.json": ontology,
        "train/ont_1_film_train.jsonl": train,
        "ground_truth/ont_1_film_ground_truth.jsonl": truth,
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content) + "\n")
    return tmp_path


def test_a_folder_gives_properties_examples_and_what_is_to_be_found(benchmark):
    (bench,) = read_benches(benchmark)

    assert set(bench.labels.values()) == {"director", "publication date"}
    assert [(e.subject.of(e.text), e.object.of(e.text)) for e in bench.examples] == [
        ("Alien", "Ridley Scott")
    ]
    assert bench.sentences[0].triples == (DIRECTOR, YEAR)


@pytest.mark.parametrize(("option", "shown"), [((), 1), (("--no-examples",), 0)])
def test_the_benchmark_runs_from_the_command_line(benchmark, tmp_path_factory, option, shown):
    model = small_checkpoint(tmp_path_factory.mktemp("checkpoint"))
    asked = ["--data", str(benchmark), "--format", "text2kg", "--model", str(model), "--json"]

    result = CliRunner().invoke(app, ["evaluate", *asked, *option])

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["examples"] == shown
    assert found["ontologies"]["1_film"]["sentences"] == 1
    assert found["ontology_conformance"] == 1
    assert {"relations", "relations_strict", "object_hallucination", "ece"} <= set(found)


def test_a_folder_without_a_ground_truth_for_its_ontologies_is_refused(benchmark):
    (benchmark / "ground_truth" / "ont_1_film_ground_truth.jsonl").unlink()

    result = CliRunner().invoke(app, ["evaluate", "--data", str(benchmark), "--format", "text2kg"])

    assert result.exit_code == 1
    assert "ground_truth" in result.stderr


def test_an_option_that_the_benchmark_has_no_use_for_is_refused(benchmark, tmp_path):
    result = CliRunner().invoke(
        app,
        ["evaluate", "--data", str(benchmark), "--format", "text2kg", "--robustness"],
    )

    assert result.exit_code == 1
    assert "--robustness" in result.stderr
