"""`kg ingest`, `kg status`, `kg jobs`."""

import json
import zipfile

ADA = "Ada Lovelace was born in London."


def test_a_folder_goes_in_with_all_that_is_in_it(kg_json, tmp_path):
    (tmp_path / "papers" / "deep").mkdir(parents=True)
    (tmp_path / "papers" / "a.txt").write_text("Anna Abel works for Acme Works.")
    (tmp_path / "papers" / "deep" / "b.md").write_text("Bert Brook works for Acme Works.")
    (tmp_path / "papers" / ".hidden.txt").write_text("Not to be read.")
    (tmp_path / "papers" / "picture.png").write_bytes(b"\x89PNG")

    told = kg_json("ingest", "papers", "--wait")

    assert told["accepted"] == 2
    assert told["state"]["finished"]
    assert told["state"]["counts"] == {"done": 2}


def test_the_same_folder_again_is_known_already(kg_json, tmp_path):
    (tmp_path / "a.txt").write_text("Carl Crane works for Acme Works.")
    kg_json("ingest", "a.txt")

    again = kg_json("ingest", "a.txt")

    assert (again["accepted"], again["duplicates"]) == (1, 1)


def test_what_became_of_the_documents_is_said_in_a_line_that_leaves_out_what_there_was_none_of(
    kg, tmp_path
):
    (tmp_path / "a.txt").write_text("Carla Coil works for Acme Works.")
    (tmp_path / "b.txt").write_text("Curt Coil works for Acme Works.")

    first, both = kg("ingest", "a.txt"), kg("ingest", "a.txt", "b.txt")

    assert first.stdout.startswith("1 document taken; job ")
    assert both.stdout.startswith("2 documents taken, 1 known already; job ")


def test_many_files_are_one_job(kg_json, tmp_path):
    for number in range(120):
        (tmp_path / f"{number:03}.txt").write_text(f"Person P{number} works for Acme Works.")
    lines = "\n".join(json.dumps({"text": f"Line {n} of many."}) for n in range(700))
    (tmp_path / "lines.jsonl").write_text(lines)
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("one.txt", "Dora Dean works for Acme Works.")

    told = kg_json("ingest", ".", "--wait")

    assert told["state"]["documents"] == told["accepted"] == 821


def test_stdin_may_be_a_text_or_lines(kg_json):
    text = kg_json("ingest", "-", "--wait", input="Emil Ernst was born in Bern.")
    lines = kg_json("ingest", "-", input='{"text": "Line A."}\n{"text": "Line B."}\n')

    assert text["accepted"] == 1
    assert lines["accepted"] == 2


def test_what_cannot_be_read_is_listed_at_the_end_and_the_exit_code_says_so(kg, tmp_path):
    (tmp_path / "good.txt").write_text("Fred Falk works for Acme Works.")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 no")
    (tmp_path / "lines.jsonl").write_text('{"text": "Line C."}\nnonsense\n')

    result = kg("ingest", "broken.pdf", "good.txt", "lines.jsonl")

    assert result.exit_code == 1
    assert result.stdout.startswith("2 documents taken, 2 not taken; job ")
    assert "not taken: broken.pdf" in result.stderr
    assert "not taken: lines.jsonl line 2" in result.stderr
    assert "good.txt" not in result.stderr


def test_only_bad_files_make_no_job(kg, tmp_path):
    (tmp_path / "empty.txt").write_text("")

    result = kg("ingest", "empty.txt", "--wait")

    assert result.exit_code == 1
    assert result.stdout == "no documents taken, 1 not taken; no job\n"


def test_a_path_that_is_not_there_is_a_usage_error(kg):
    result = kg("ingest", "nowhere.txt")

    assert result.exit_code == 2
    assert "nowhere.txt" in result.stderr


def test_status_shows_a_job_and_the_service(kg, kg_json, tmp_path):
    (tmp_path / "a.txt").write_text(ADA)
    job = kg_json("ingest", "a.txt", "--wait")["job"]

    assert kg_json("status", job)["finished"]
    assert "done 1" in kg("status", job).stdout
    assert kg_json("status")["status"] == "ready"
    assert job in [one["id"] for one in kg_json("jobs")]
    assert job in kg("jobs").stdout


def test_a_job_that_is_not_there_is_an_error_in_one_line(kg):
    result = kg("status", "none")

    assert result.exit_code == 1
    assert result.stderr == "kg: There is no job 'none' here.\n"
