import gzip
import json

import pytest

from kg.iris import WIKIDATA_DIRECT
from kg.training.corpora import READERS
from kg.training.corpora.records import join_tokens

DOCRED = [
    {
        "title": "Ada",
        "sents": [["Ada", "Lovelace", ",", "born", "1815", "."], ["Lovelace", "died", "."]],
        "vertexSet": [
            [
                {"name": "Ada Lovelace", "sent_id": 0, "pos": [0, 2], "type": "PER"},
                {"name": "Lovelace", "sent_id": 1, "pos": [0, 1], "type": "PER"},
            ],
            [{"name": "1815", "sent_id": 0, "pos": [4, 5], "type": "TIME"}],
        ],
        "labels": [{"h": 0, "t": 1, "r": "P569", "evidence": [0]}],
    }
]
KNOWLEDGENET = {
    "fold": 1,
    "documentId": "7",
    "passageStart": 10,
    "passageText": "Max is a son of Eva.",
    "annotatedProperties": ["CHILD_OF", "SPOUSE"],
    "facts": [
        {
            "property": "CHILD_OF",
            "subjectStart": 0,
            "subjectEnd": 3,
            "objectStart": 16,
            "objectEnd": 19,
            "subjectText": "Max",
            "subjectUri": None,
            "objectText": "Eva",
            "objectUri": "http://www.wikidata.org/entity/Q1",
        }
    ],
}
WIKI80 = {
    "token": ["Ada", "was", "born", "in", "London"],
    "h": {"name": "ada", "id": "Q1", "pos": [0, 1], "type": "PERSON"},
    "t": {"name": "london", "id": "Q2", "pos": [4, 5]},
    "relation": "place of birth",
}


def named(text):
    return [
        (mention.span.of(text.text), mention.label, mention.entity) for mention in text.mentions
    ]


def test_docred_gives_whole_documents_with_entities_across_sentences(tmp_path):
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(DOCRED))

    (text,) = READERS["re-docred"](path).texts

    assert text.text == "Ada Lovelace, born 1815. Lovelace died."
    assert named(text) == [
        ("Ada Lovelace", "person", 0),
        ("Lovelace", "person", 0),
        ("1815", "time", 1),
    ]
    assert text.relations == {(0, WIKIDATA_DIRECT + "P569", 1)}
    assert {"person", "time"} <= text.complete


def test_docred_without_labels_teaches_mentions_only(tmp_path):
    path = tmp_path / "unlabelled.json.gz"
    with gzip.open(path, "wt") as file:
        json.dump([{key: value for key, value in DOCRED[0].items() if key != "labels"}], file)

    (text,) = READERS["re-docred"](path).texts

    assert text.judged is None
    assert len(text.mentions) == 3


def test_knowledgenet_says_a_child_from_the_parents_side_and_judges_only_what_was_looked_for(
    tmp_path,
):
    path = tmp_path / "fold.jsonl"
    path.write_text(json.dumps(KNOWLEDGENET) + "\n")

    (text,) = READERS["knowledgenet"](path).texts

    ((parent, relation, child),) = text.relations
    wording = {mention.entity: mention.span.of(text.text) for mention in text.mentions}
    assert (wording[parent], relation, wording[child]) == ("Eva", WIKIDATA_DIRECT + "P40", "Max")
    assert text.judged == {WIKIDATA_DIRECT + "P40", WIKIDATA_DIRECT + "P26"}
    assert not text.complete


def test_wiki80_judges_its_one_pair(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(WIKI80) + "\n")
    (tmp_path / "wiki80_rel2pid.json").write_text('{"place of birth": "P19"}')

    (text,) = READERS["wiki80"](path).texts

    assert named(text) == [("Ada", "person", 0), ("London", None, 1)]
    assert text.pairs == ((0, 1), (1, 0))
    assert text.judged == {WIKIDATA_DIRECT + "P19"}


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (["Curie", "'s", "work", "(", "1903", ")", ",", "done", "."], "Curie's work (1903), done."),
        (["Wilfried", '"', "Willi", '"', "Schneider"], 'Wilfried "Willi" Schneider'),
        ([], ""),
    ],
)
def test_tokens_are_joined_as_people_write(tokens, text):
    joined, spans = join_tokens(tokens)

    assert joined == text
    assert [span.of(joined) for span in spans] == tokens
