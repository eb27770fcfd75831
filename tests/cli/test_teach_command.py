"""`kg teach` and `kg relations`."""

import json

ONE = ("--example", "Greta Holm captains Rovers.", "--subject", "Greta Holm", "--object", "Rovers")


def test_a_relation_is_tried_taught_shown_applied_and_removed(kg, kg_json, tmp_path):
    (tmp_path / "one.txt").write_text("Ann Lee captains United.")
    kg_json("ingest", "one.txt", "--wait")

    (tried,) = kg_json("teach", "captain of", *ONE, "--domain", "person", "--try")
    assert (tried["subject"]["name"], tried["stored"]) == ("Ann Lee", False)
    assert kg_json("relations", "list") == []

    taught = kg("teach", "captain of", *ONE, "--domain", "person")
    assert taught.stdout.startswith("captain_of <http")
    assert "kg relations reextract captain_of" in taught.stderr
    assert "captain of" in kg("relations", "list").stdout
    assert "Greta Holm captains Rovers." in kg("relations", "show", "captain_of").stdout
    assert "Ann Lee captains United" in kg("relations", "preview", "captain_of").stdout

    queued = kg_json("relations", "reextract", "captain_of")
    assert queued["documents"] == 1
    assert kg("relations", "remove", "captain_of").exit_code == 0
    assert kg("relations", "show", "captain_of").exit_code == 1


def test_examples_come_from_a_file_and_bad_ones_are_named(kg, kg_json, tmp_path):
    file = tmp_path / "examples.jsonl"
    row = {"text": "Ann rents Mill House.", "subject": "Ann", "object": "Mill House"}
    file.write_text(json.dumps(row) + "\n\n" + json.dumps(row | {"text": "Bo rents a flat."}))

    bad = kg("teach", "rents", "--examples", file)
    file.write_text(json.dumps(row))
    good = kg_json("teach", "rents", "--examples", file)
    twice = kg("teach", "rents", "--examples", file)
    file.write_text("{")
    broken = kg("teach", "lets", "--examples", file)

    assert bad.exit_code == 1
    assert "the subject 'Ann' does not occur in its text" in bad.stderr
    assert good["examples"][0]["object_span"] == [10, 20]
    assert "was taught before" in twice.stderr
    assert "line 1" in broken.stderr
    assert kg("teach", "owns", "--example", "A owns B.", "--subject", "A").exit_code == 2
    assert kg("teach", "owns").exit_code == 2
