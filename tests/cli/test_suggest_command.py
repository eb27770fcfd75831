"""`kg suggest` and `kg mine`."""

FACTS = "\n".join(
    f"Pat{n} works for Firm{n}. Firm{n} was founded by Sam{n}."
    + (f" Pat{n} is married to Sam{n}." if n < 4 else "")
    for n in range(5)
)


def test_suggestions_and_rules_are_shown_and_judged(kg, kg_json, tmp_path):
    (tmp_path / "one.txt").write_text(FACTS)
    kg_json("ingest", "one.txt", "--wait")

    (found,) = kg_json("suggest", "person/pat4")
    assert (found["predicate"]["label"], found["object"]["name"]) == ("spouse", "Sam4")
    assert "Sam4" in kg("suggest", "person/pat4").stdout
    rule = found["rule"]["id"]
    assert rule in kg("mine").stdout

    assert kg("suggest", "person/pat4", "--refuse", found["id"]).exit_code == 0
    assert kg_json("suggest", "person/pat4") == []
    assert kg("suggest", "person/pat4", "--accept", found["id"]).exit_code == 0
    assert kg_json("suggest", "person/pat4") == []
    taken_back = kg("suggest", "person/pat4", "--refuse", found["id"])
    assert f"kg delete stated-{found['id']}" in taken_back.output
    assert kg("delete", "--yes", f"stated-{found['id']}").exit_code == 0

    assert kg("mine", "--refuse", rule).exit_code == 0
    assert rule not in {one["id"] for one in kg_json("mine", "--min-confidence", "0")}
    assert [one["id"] for one in kg_json("mine", "--refused")] == [rule]
    assert kg("mine", "--accept", "none").exit_code == 1
    assert kg("suggest", "person/pat4", "--accept", "none").exit_code == 1
    assert kg("suggest", "person/nobody").exit_code == 1
