"""`kg evaluate`, with an untrained checkpoint: what it finds is chance, that it finds out is not."""

import json

import pytest
from measuring import small_checkpoint
from typer.testing import CliRunner

from api.cli.app import app
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property

BORN = WIKIDATA_DIRECT + "P19"
DOCUMENT = {
    "title": "Ada",
    "sents": [["Ada", "was", "born", "in", "London", "."], ["Ada", "left", "."]],
    "vertexSet": [
        [
            {"name": "Ada", "sent_id": 0, "pos": [0, 1], "type": "PER"},
            {"name": "Ada", "sent_id": 1, "pos": [0, 1], "type": "PER"},
        ],
        [{"name": "London", "sent_id": 0, "pos": [4, 5], "type": "LOC"}],
    ],
    "labels": [{"h": 0, "t": 1, "r": "P19", "evidence": [0]}],
}
PASSAGE = {
    "fold": 1,
    "documentId": "7",
    "passageStart": 0,
    "passageText": "Max is a son of Eva.",
    "annotatedProperties": ["CHILD_OF"],
    "facts": [],
}
CONLL = "#doc 1\n" + "\n".join(
    f"{index}\t{token}\t{tag}\t['{relation}']\t[{head}]"
    for index, (token, tag, relation, head) in enumerate(
        [
            ("Ada", "B-Peop", "Live_In", 3),
            ("lives", "O", "N", 1),
            ("in", "O", "N", 2),
            ("London", "B-Loc", "N", 3),
        ]
    )
)
RATIOS = {"precision", "recall", "f1"}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    relations = (Property(BORN, "place of birth"),)
    return small_checkpoint(tmp_path_factory.mktemp("checkpoint"), relations)


@pytest.fixture
def documents(tmp_path):
    path = tmp_path / "dev.json"
    path.write_text(json.dumps([DOCUMENT, {**DOCUMENT, "title": "Other"}]))
    return path


@pytest.fixture
def instances(tmp_path):
    path = tmp_path / "instances.json"
    rows = [
        {
            "tokens": ["Ada", f"word{number}", "in", "London"],
            "h": ["ada", "Q1", [[0]]],
            "t": ["london", "Q2", [[3]]],
        }
        for number in range(8)
    ]
    path.write_text(json.dumps(dict.fromkeys(("P19", "P20", "P551"), rows)))
    return path


def evaluate(*arguments):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def figures(*arguments):
    result = evaluate(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_raw_text_is_measured_for_mentions_coreference_and_relations(documents, model):
    found = figures("--data", documents, "--format", "re-docred", "--model", model)

    for name in ("relations", "relations_strict", "mentions", "coreference"):
        assert set(found[name]) >= RATIOS
    assert found["texts"] == 2
    assert found["mentions"]["expected"] == 6
    assert 0 <= found["ece"] <= 1
    assert (
        found["per_relation"][0] | {"label": "place of birth", "iri": BORN, "support": 2}
        == (found["per_relation"][0])
    )
    assert set(found["logic"]) > {"statements", "inconsistent", "explained"}


def test_with_gold_entities_only_relations_are_asked(documents, model):
    found = figures(
        "--data", documents, "--format", "re-docred", "--model", model, "--gold-entities"
    )

    assert found["relations"]["expected"] == 2
    assert "mentions" not in found
    assert "coreference" not in found


def test_everything_above_a_confidence_of_nought_is_found_between_gold_entities(documents, model):
    found = figures(
        *("--data", documents, "--format", "re-docred", "--model", model),
        *("--gold-entities", "--min-confidence", 0),
    )

    assert found["relations"]["recall"] == 1
    assert found["relations"]["precision"] == 0.5  # both directions of one pair


def test_a_split_says_which_texts_count(documents, model, tmp_path):
    split = tmp_path / "split.json"
    split.write_text('{"dev": ["Other"]}')

    found = figures(
        "--data", documents, "--format", "re-docred", "--model", model, "--split", split
    )

    assert found["texts"] == 1


def test_a_split_may_name_texts_by_the_beginning_of_their_ids(model, tmp_path):
    data, split = tmp_path / "passages.jsonl", tmp_path / "split.json"
    data.write_text("".join(json.dumps({**PASSAGE, "fold": fold}) + "\n" for fold in (1, 2, 3)))
    split.write_text('{"dev": ["3"]}')

    found = figures("--data", data, "--format", "knowledgenet", "--model", model, "--split", split)

    assert found["texts"] == 1
    assert set(found["relations_by_mention"]) >= RATIOS


def test_conll04_is_measured_between_mentions_whose_types_are_its_own(model, tmp_path):
    data = tmp_path / "dev.txt"
    data.write_text(CONLL)

    found = figures("--data", data, "--format", "conll04", "--model", model)

    assert found["relations"]["expected"] == 1
    assert found["mentions"]["expected"] == 2
    assert found["per_relation"][0]["label"] == "lives in"


def test_episodes_give_an_accuracy_and_tell_which_relations_were_trained(instances, model):
    found = figures(
        *("--data", instances, "--format", "fewrel", "--model", model),
        *("--way", 2, "--shot", 1, "--episodes", 50, "--with-names"),
    )

    assert 0 <= found["few_shot"]["low"] <= found["accuracy"] <= found["few_shot"]["high"] <= 1
    assert found["few_shot"]["trained_relations"] == [BORN]
    assert {"with_names", "unseen_only"} <= set(found["few_shot"])


def test_the_same_seed_gives_the_same_figures(instances, model):
    asked = ("--data", instances, "--format", "fewrel", "--model", model, "--way", 3)

    assert figures(*asked) == figures(*asked)


def test_an_ontology_and_examples_may_say_what_to_look_for(documents, model, tmp_path):
    ontology, examples = tmp_path / "own.ttl", tmp_path / "examples.jsonl"
    ontology.write_text(
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        f'<{BORN}> a rdf:Property ; rdfs:label "born in" .'
    )
    line = {
        "text": "Bob came from Rome.",
        "subject": "Bob",
        "relation": "born in",
        "object": "Rome",
    }
    examples.write_text(json.dumps(line))

    found = figures(
        *("--data", documents, "--format", "re-docred", "--model", model, "--gold-entities"),
        *("--ontology", ontology, "--examples", examples),
    )

    assert found["examples"] == 1
    assert found["per_relation"][0]["label"] == "born in"


def test_a_baseline_stands_beside_with_differences(documents, model, tmp_path):
    out = tmp_path / "figures.json"

    result = evaluate(
        *("--data", documents, "--format", "re-docred", "--model", model),
        *("--baseline", model, "--out", out),
    )

    assert result.exit_code == 0, result.output
    assert "difference" in result.stdout
    written = json.loads(out.read_text())
    assert written["baseline"]["relations"] == written["relations"]
    assert written["difference"]["relations"]["f1"] == 0


def test_robustness_measures_again_under_each_noise(documents, model):
    found = figures("--data", documents, "--format", "re-docred", "--model", model, "--robustness")

    assert set(found["robustness"]) == {"clean", "typos", "upper case", "lower case", "OCR"}
    assert found["robustness"]["OCR"]["mentions"]["expected"] == 6


def test_without_json_there_is_a_table_for_people(documents, model):
    result = evaluate("--data", documents, "--format", "re-docred", "--model", model)

    assert result.exit_code == 0
    assert "place of birth" in result.stdout
    assert "coreference" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--data", "none.json", "--format", "re-docred"), "none.json"),
        (("--data", "{documents}", "--format", "conll2003"), "knowledgenet"),
        (("--data", "{documents}", "--format", "knowledgenet"), "is not knowledgenet"),
        (("--data", "{folder}", "--format", "re-docred"), "is a folder"),
        (("--data", "{empty}", "--format", "re-docred"), "no text"),
        (("--data", "{documents}", "--format", "re-docred", "--ontology", "no.ttl"), "no.ttl"),
        (("--data", "{documents}", "--format", "re-docred", "--ontology", "{xyz}"), "xyz"),
        (("--data", "{documents}", "--format", "re-docred", "--split", "{empty}"), "dev"),
        (("--data", "{documents}", "--format", "re-docred", "--examples", "{empty}"), "line 1"),
        (("--data", "{documents}", "--format", "re-docred", "--model", "{folder}"), "checkpoint"),
    ],
)
def test_what_cannot_be_used_is_named(arguments, message, documents, model, tmp_path):
    empty, xyz = tmp_path / "empty.json", tmp_path / "own.xyz"
    empty.write_text("[]")
    xyz.write_text("something")
    named = {"documents": documents, "folder": tmp_path, "empty": empty, "xyz": xyz}
    given = [argument.format(**named) for argument in arguments]

    result = evaluate("--model", model, *given)

    assert result.exit_code == 1
    assert message in result.stderr


def test_more_relations_than_there_are_cannot_be_told_apart(instances, model):
    result = evaluate("--data", instances, "--format", "fewrel", "--model", model, "--way", 9)

    assert result.exit_code == 1
    assert "--way 3" in result.stderr
