"""`kg extract`: no service is needed."""

import json
import subprocess

import pytest
import rdflib
from serving import KG, kg_environment

ADA = "Ada Lovelace was born in London."
P19 = "http://www.wikidata.org/prop/direct/P19"


@pytest.fixture
def extract(monkeypatch, tmp_path):
    """Run `kg extract` with the scripted extractor in an empty folder."""
    from typer.testing import CliRunner

    from api.cli.app import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_EXTRACTOR", "scripted")
    monkeypatch.setenv("KG_SERVER", "http://127.0.0.1:1")

    def run(*arguments, input=None):
        return CliRunner().invoke(app, ["extract", *arguments], input=input)

    return run


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself
@pytest.mark.parametrize(("format", "parser"), [("turtle", "turtle"), ("json-ld", "json-ld")])
def test_a_file_becomes_rdf_that_others_can_read(extract, tmp_path, format, parser):
    (tmp_path / "ada.txt").write_text(ADA)

    result = extract("ada.txt", "--format", format)

    assert result.exit_code == 0, result.output
    graph = rdflib.Graph().parse(data=result.stdout, format=parser)
    assert len(list(graph.triples((None, rdflib.URIRef(P19), None)))) == 1


def test_turtle_is_what_comes_without_asking(extract):
    assert "@prefix" in extract("-", input=ADA).stdout


def test_json_carries_the_evidence(extract):
    answer = json.loads(extract("-", "--format", "json", input=f"😀 {ADA}").stdout)

    (statement,) = answer["statements"]
    assert statement["subject_span"] == [2, 14]
    assert statement["predicate"] == {"iri": P19, "label": "place of birth"}


def test_lines_in_lines_out_in_the_same_order(extract):
    lines = [{"id": "a", "text": ADA}, {"id": 7, "text": "Nothing."}, {"text": f"😀 {ADA}"}]

    result = extract("-", "--input-format", "jsonl", input="\n".join(map(json.dumps, lines)))

    assert result.exit_code == 0, result.output
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert first == {
        "id": "a",
        "statements": [
            {
                "subject": "Ada Lovelace",
                "predicate": P19,
                "label": "place of birth",
                "object": "London",
                "confidence": 0.9,
                "subject_span": [0, 12],
                "object_span": [25, 31],
                "sentence": "Ada Lovelace was born in London",
            }
        ],
    }
    assert second == {"id": 7, "statements": []}
    assert third["id"] is None
    assert third["statements"][0]["subject_span"] == [2, 14]


def test_whoever_writes_a_line_and_waits_gets_the_answer():
    command = [*KG, "extract", "-", "--input-format", "jsonl"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    environment = kg_environment(extractor="scripted")
    with subprocess.Popen(command, env=environment, text=True, bufsize=1, **pipes) as extracting:
        for id in ("first", "second"):
            extracting.stdin.write(json.dumps({"id": id, "text": ADA}) + "\n")

            assert json.loads(extracting.stdout.readline())["id"] == id
        extracting.stdin.close()

    assert extracting.returncode == 0


def test_a_bad_line_is_reported_by_number_and_the_others_are_read(extract):
    lines = [json.dumps({"id": "a", "text": ADA}), "nonsense", json.dumps({"id": "c", "text": ADA})]

    result = extract("-", "--input-format", "jsonl", input="\n".join(lines))

    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert "line 2" in result.stderr


def test_a_file_that_cannot_be_read_ends_in_one_line(extract, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 no")

    result = extract("broken.pdf")

    assert result.exit_code == 1
    assert result.stderr.startswith("kg: broken.pdf")
    assert extract("nowhere.txt").exit_code == 2
    assert extract("broken.pdf", "--format", "papyrus").exit_code == 2
