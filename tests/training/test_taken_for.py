"""Types of mentions that a corpus marks without one."""

import json
from dataclasses import replace

import pytest
import torch
from encoders import save_tiny_encoder
from small_corpus import small_args

from kg.model.config import ModelConfig
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.model.tokens import tokenize
from kg.ontology.records import Property
from kg.records import Span
from kg.training.args import Source
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.data import load_data
from kg.training.examples import build_examples
from kg.training.loop import train
from kg.training.run import Run
from kg.training.taken_for import with_types

LABELS = ("person", "thing", "time", "concept")
PERSON, THING = 0, 1
DIRECTOR = "director"


def directed(
    text: str = "Gandhi was directed by Attenborough.", type: str | None = None
) -> LabelledText:
    film, _, person = text.removesuffix(".").partition(" was directed by ")
    mentions = (
        LabelledMention(Span(0, len(film)), type, 0),
        LabelledMention(Span(len(text) - 1 - len(person), len(text) - 1), None, 1),
    )
    return LabelledText("1", text, mentions, frozenset({(0, DIRECTOR, 1)}), frozenset({DIRECTOR}))


def types_of(texts, looks, properties=()):
    """Fill the types in; `looks` says what each text's first mention looks like, all others like people."""
    tokenized = tokenize(load_tokenizer(BUNDLED), [text.text for text in texts])
    seen = []
    for text, tokens, look in zip(texts, tokenized, looks, strict=True):
        types = torch.zeros(len(tokens), len(LABELS))
        types[:, PERSON] = 0.9
        for index, (start, _) in enumerate(tokens.offsets):
            if start < text.mentions[0].span.end:
                types[index] = torch.tensor(look)
        seen.append(types)
    filled = with_types(texts, tokenized, seen, LABELS, properties)
    return [[mention.label for mention in text.mentions] for text in filled]


LIKE_A_PERSON = (0.9, 0.1, 0.0, 0.0)
LIKE_A_THING = (0.0, 0.9, 0.0, 0.0)
LIKE_A_YEAR = (0.0, 0.1, 0.9, 0.0)
RATHER_A_PERSON = (0.5, 0.3, 0.0, 0.0)


def test_a_mention_without_a_type_has_the_one_that_its_words_were_taken_for():
    assert types_of([directed()], [LIKE_A_THING]) == [["thing", "person"]]


def test_what_most_subjects_of_a_relation_are_outweighs_how_one_name_looks():
    texts = [directed()] * 9

    assert types_of(texts, [LIKE_A_THING] * 8 + [RATHER_A_PERSON])[-1] == ["thing", "person"]


def test_a_type_outside_of_the_relations_domain_is_not_chosen():
    property = Property(DIRECTOR, "director", domain=("thing", "concept"), range=("person",))

    assert types_of([directed()], [LIKE_A_PERSON], [property])[0][0] in {"thing", "concept"}


def test_the_subject_of_a_relation_is_never_a_value():
    property = Property(DIRECTOR, "director")

    assert types_of([directed()], [LIKE_A_YEAR], [property])[0][0] != "time"


def test_a_type_that_the_corpus_gives_stays_even_one_that_the_checkpoint_lacks():
    assert types_of([directed(type="drug")], [LIKE_A_PERSON])[0][0] == "drug"


def test_a_pronoun_gets_no_type():
    assert types_of([directed("He was directed by Attenborough.")], [LIKE_A_PERSON])[0][0] is None


def test_a_domain_that_the_checkpoint_has_no_type_of_rules_nothing_out():
    property = Property(DIRECTOR, "director", domain=("drug",))

    assert types_of([directed()], [LIKE_A_THING], [property])[0][0] == "thing"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A network that takes "Natural Born Killers" for a thing, and every other word for a person."""
    encoder = save_tiny_encoder(tmp_path_factory.mktemp("encoder"))
    config = ModelConfig("tiny", "1", str(encoder), LABELS, (DIRECTOR,))
    made = ExtractionNetwork(config, load_encoder(str(encoder)))
    tokenizer = load_tokenizer(BUNDLED)
    (killers,) = tokenize(tokenizer, ["Natural Born Killers"])

    def tags(encoded):
        logits = torch.zeros(*encoded.states.shape[:2], 1 + 2 * len(LABELS))
        logits[:, :, 1 + 2 * PERSON] = 9.0
        logits[:, 1 : 1 + len(killers), 1 + 2 * PERSON] = 0.0
        logits[:, 1 : 1 + len(killers), 1 + 2 * THING] = 9.0
        return logits

    made.tags = tags
    return made


KILLERS = directed("Natural Born Killers was directed by Stone.")


def built(network, text, **settings):
    tokenizer = load_tokenizer(BUNDLED)
    return build_examples([text], tokenizer, network.config, presuming=True, **settings)[0]


def test_all_words_of_a_mention_are_taught_the_one_type_it_is_taken_for(network):
    free = built(network, KILLERS)
    bound = built(network, KILLERS, before=network)

    assert free.tags[0, 1::2].tolist() == [1.0] * len(LABELS)
    assert free.tags[1, 2::2].tolist() == [1.0] * len(LABELS)
    assert bound.tags[0, 1::2].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert bound.tags[1, 2::2].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_a_name_nobody_marked_is_taught_with_the_type_it_is_taken_for(network):
    unmarked = replace(KILLERS, mentions=KILLERS.mentions[1:], relations=frozenset(), pairs=())

    tags = built(network, unmarked, before=network).tags

    assert tags[0, 1::2].argmax() == THING
    assert tags[1, 2::2].argmax() == THING
    assert tags[0, 1 + 2 * PERSON] < 0.5


def test_pairs_are_taught_with_the_types_that_a_reader_will_see(network):
    bound = built(network, replace(KILLERS, pairs=((0, 1),)), before=network)

    assert [label for _, _, label, _ in bound.mentions] == [THING, PERSON]


def benchmark(folder):
    """A folder of Text2KGBench with one film and one occupation."""
    ontology = {
        "id": "ont_1_film",
        "concepts": [{"qid": "Q11424", "label": "film"}, {"qid": "Q5", "label": "human"}],
        "relations": [
            {"pid": "P57", "label": "director", "domain": "Q11424", "range": "Q5"},
            {"pid": "P106", "label": "occupation", "domain": "Q5", "range": "Q5"},
        ],
    }
    rows = [
        ("Alien was directed by Ridley Scott.", "Alien", "director", "Ridley Scott"),
        ("Ridley Scott is a film director.", "Ridley Scott", "occupation", "film director"),
    ]
    (folder / "ontologies").mkdir()
    (folder / "train").mkdir()
    (folder / "ontologies" / "1_film_ontology.json").write_text(json.dumps(ontology))
    keys = ("sent", "sub_label", "rel_label", "obj_label")
    lines = [
        json.dumps({"id": str(n), **dict(zip(keys, row, strict=True))})
        for n, row in enumerate(rows)
    ]
    (folder / "train" / "ont_1_film_train.jsonl").write_text("\n".join(lines))
    return Source("text2kg", folder)


def test_domain_and_range_come_from_the_corpuss_own_ontology_and_from_what_it_marks(tmp_path):
    source = benchmark(tmp_path)

    found = {
        one.label: one
        for one in load_data(small_args(tmp_path, tmp_path, data=(source,))).relations
    }

    assert (found["director"].domain, found["director"].range) == (("thing",), ("person",))
    assert found["occupation"].range == ("concept", "person")


def test_training_that_goes_on_from_a_checkpoint_keeps_its_types(tmp_path):
    encoder = save_tiny_encoder(tmp_path / "encoder")
    first = small_args(tmp_path, encoder, epochs=1)
    train(first)
    (tmp_path / "bench").mkdir()
    source = benchmark(tmp_path / "bench")

    bare = Run(small_args(tmp_path, encoder, data=(source,), out=tmp_path / "bare"))
    onward = Run(small_args(tmp_path, encoder, data=(source,), out=tmp_path / "on", init=first.out))

    def labels(run):
        types = (*run.network.config.labels, None)
        return [types[row[2]] for row in run._corpora[0][1][0].mentions[:2]]

    assert labels(bare) == [None, None]
    assert labels(onward) == ["thing", "person"]
