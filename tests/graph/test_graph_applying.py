"""Documents' graphs and the default graph that follows them."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from asking import BASE, Make, graph, states, triples, true
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.canonical import stored_form
from kg.graph.embedded import EmbeddedStore
from kg.graph.store import DocumentGraphs, Upload
from kg.graph.vocabulary import ASSERTED

ONE, TWO = f"{BASE}document/1", f"{BASE}document/2"


def test_a_fact_of_two_documents_is_in_the_default_graph_once_and_goes_with_the_second(
    store: EmbeddedStore,
) -> None:
    store.apply([states("1", "<a> <p> <b> ."), states("2", "<a> <p> <b> , <c> .")])
    assert graph(store, None) == triples("<a> <p> <b> , <c> .")

    store.apply([states("2", "")])
    assert graph(store, None) == triples("<a> <p> <b> .")
    assert not store.has_graph(TWO)

    store.apply([states("1", "")])
    assert graph(store, None) == set()


def test_many_documents_at_once_say_what_each_says_by_itself(make_store: Make) -> None:
    facts = '<a{n}> <p> <b> , "line\\n{n} \\"…\\" \\\\", "drei"@de ; <q> {n}.50 .'
    evidence = (
        "<e{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a{n}> <p> <b> )>> ."
    )
    said = [
        states(str(n), *(text.replace("{n}", str(n)) for text in (facts, evidence)))
        for n in range(1_200)  # enough for files
    ]
    at_once, singly = make_store("one"), make_store("other")

    at_once.apply(said)
    for one in said:
        singly.apply([one])

    dumped = [sorted(b"".join(store.dump("nquads")).splitlines()) for store in (at_once, singly)]
    assert len(dumped[0]) == 1_200 * 9
    assert dumped[0] == dumped[1]


def test_what_a_killed_process_was_about_to_write_is_deleted(
    make_store: Make, tmp_path: Path
) -> None:
    make_store().close()
    left = tmp_path / "graph" / "store" / "bulk-123456.sst"
    left.write_bytes(b"half of it")

    store = make_store()

    assert not left.exists()
    store.ping()


def test_a_document_replaced_keeps_what_it_still_says(store: EmbeddedStore) -> None:
    store.apply([states("1", "<a> <p> <b> , <c> .", "<e> <p> 1 .")])

    store.apply([states("1", "<a> <p> <c> , <d> .", "<f> <p> 1 .")])

    assert graph(store, None) == graph(store, ONE) == triples("<a> <p> <c> , <d> .")
    assert graph(store, f"{ONE}/evidence") == triples("<f> <p> 1 .")


def test_what_is_so_already_is_not_written_again(store: EmbeddedStore, tmp_path: Path) -> None:
    change = states(
        "1", '<a> <p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .', "<e> <p> 0.90 ."
    )
    store.apply([change])
    true(store, "")
    copies = list((tmp_path / "graph" / "checkpoints").iterdir())

    store.apply([change])
    true(store, "")

    assert list((tmp_path / "graph" / "checkpoints").iterdir()) == copies


def test_a_number_written_in_another_way_is_the_same_number(store: EmbeddedStore) -> None:
    store.apply([states("1", "<a> <p> 1.50 ."), states("2", "<a> <p> 1.5 .")])

    store.apply([states("1", "")])

    assert graph(store, None) == triples("<a> <p> 1.5 .")


def test_of_two_changes_to_one_document_the_last_counts(store: EmbeddedStore) -> None:
    store.apply([states("1", "<a> <p> <b> ."), states("1", "<a> <p> <c> .")])

    assert graph(store, None) == graph(store, ONE) == triples("<a> <p> <c> .")


def test_evidence_does_not_hold_a_fact_in_the_default_graph(store: EmbeddedStore) -> None:
    store.apply([states("1", "<a> <p> <b> ."), states("2", "<x> <p> <y> .", "<a> <p> <b> .")])

    store.apply([states("1", "")])

    assert graph(store, None) == triples("<x> <p> <y> .")


def test_neither_the_ontology_nor_a_users_graph_holds_a_fact_in_the_default_graph(
    store: EmbeddedStore,
) -> None:
    store.apply([states("1", "<a> <p> <b> .")])
    for name in (f"{BASE}graph/ontology", "http://user.example/graph"):
        store.put_graph(name, [Upload(b"<a> <p> <b> .", "text/turtle")], base=BASE)

    store.apply([states("1", "")])

    assert graph(store, None) == set()


def test_reifiers_name_their_fact(store: EmbeddedStore) -> None:
    store.apply(
        [
            states(
                "1",
                "<a> <p> <b> .",
                "<e> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a> <p> <b> )>> .",
            )
        ]
    )

    store.apply(
        [
            states(
                "1",
                "<a> <p> <b> .",
                "<f> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a> <p> <b> )>> .",
            )
        ]
    )

    (kept,) = graph(store, f"{ONE}/evidence")
    assert kept.subject == ox.NamedNode(BASE + "f")


@pytest.mark.parametrize("how", ["update", "upload"])
def test_what_a_user_stated_first_outlives_the_documents(store: EmbeddedStore, how: str) -> None:
    if how == "update":
        store.update("INSERT DATA { <a> <p> <b> }", base=BASE)
    else:
        store.post_graph(None, [Upload(b"<a> <p> <b> .", "text/turtle")], base=BASE)
    store.apply([states("1", "<a> <p> <b> ."), states("2", "<a> <p> <b> .")])

    store.apply([states("1", ""), states("2", "")])

    assert graph(store, None) == triples("<a> <p> <b> .")
    assert graph(store, ASSERTED.value) == set()


def test_what_a_user_uploads_after_a_document_said_it_outlives_the_document_too(
    store: EmbeddedStore,
) -> None:
    store.apply([states("1", "<a> <p> <b> .")])
    store.post_graph(None, [Upload(b"<a> <p> <b> .", "text/turtle")], base=BASE)

    store.apply([states("1", "")])

    assert graph(store, None) == triples("<a> <p> <b> .")


def test_inserting_what_a_document_states_already_changes_nothing(store: EmbeddedStore) -> None:
    """The limit of the above: in RDF such an INSERT is no change, so that nothing can be noted."""
    store.apply([states("1", "<a> <p> <b> .")])
    store.update("INSERT DATA { <a> <p> <b> }", base=BASE)

    store.apply([states("1", "")])

    assert graph(store, None) == set()


def test_what_a_user_takes_back_is_a_users_no_longer(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { <a> <p> <b> }", base=BASE)
    store.apply([states("1", "<a> <p> <b> .")])
    store.update("DELETE DATA { <a> <p> <b> }", base=BASE)
    store.apply([states("2", "<a> <p> <b> .")])
    assert true(store, f"<{BASE}a> <{BASE}p> <{BASE}b>")

    store.apply([states("1", ""), states("2", "")])

    assert graph(store, None) == set()


def test_blank_nodes_that_a_user_put_into_a_documents_graph_go_with_the_next_change(
    store: EmbeddedStore,
) -> None:
    store.apply([states("1", "<a> <p> <b> .")])
    store.update(f"INSERT DATA {{ GRAPH <{ONE}> {{ <x> <p> [] }} }}", base=BASE)

    store.apply([states("1", "<a> <p> <b> , <c> .")])

    assert graph(store, ONE) == graph(store, None) == triples("<a> <p> <b> , <c> .")


def test_clearing_the_documents_leaves_what_users_have(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { <a> <p> <b> , <u> . GRAPH <mine> { <x> <p> <y> } }", base=BASE)
    store.apply([states("1", "<a> <p> <b> , <c> .", "<e> <p> 1 ."), states("2", "", "<f> <p> 1 .")])
    store.update(
        "INSERT DATA { <o> <p> <o> . GRAPH <http://old/document/3> { <o> <p> <o> } "
        "GRAPH <http://old/document/3/evidence> { <e> <p> <o> } }",
        base=BASE,
    )

    cleared = store.clear_documents()

    assert cleared == 3
    assert graph(store, None) == triples("<a> <p> <b> , <u> .")
    assert graph(store, BASE + "mine") == triples("<x> <p> <y> .")
    assert not any(
        map(store.has_graph, (ONE, f"{ONE}/evidence", f"{TWO}/evidence", "http://old/document/3"))
    )


Said = frozenset[ox.Triple]
FACTS = st.frozensets(
    st.sampled_from(
        sorted(triples("<a> <p> <b> , 1 , 1.0 , 'x' , 'x'@en . <b> <p> <b> , <a> , 2 ."), key=str)
    )
)
STEP = st.one_of(
    st.lists(st.tuples(st.sampled_from("1234"), FACTS, FACTS), min_size=1, max_size=4),
    st.tuples(st.sampled_from(["insert", "delete"]), FACTS),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, max_size=12))
def test_the_default_graph_is_always_the_union_of_what_is_said(
    store: EmbeddedStore, steps: list[Any]
) -> None:
    """Users only state what no document does, and take back only that: the rest is the limit above."""
    store.update("DROP ALL")
    facts: dict[str, Said] = {}
    evidence: dict[str, Said] = {}
    users: Said = frozenset()
    for step in steps:
        if isinstance(step, list):
            store.apply([document(id, said, shown) for id, said, shown in step])
            facts |= {id: kept(said) for id, said, _ in step}
            evidence |= {id: kept(shown) for id, _, shown in step}
        else:
            what, chosen = step
            chosen = kept(chosen).difference(*facts.values())
            users = users | chosen if what == "insert" else users - chosen
            lines = " ".join(f"{triple} ." for triple in chosen)
            store.update(f"{what.upper()} DATA {{ {lines} }}")

    held = graphs(store)
    assert held.pop(ox.DefaultGraph(), set()) == users.union(*facts.values())
    held.pop(ASSERTED, None)
    for id in facts:
        assert held.pop(ox.NamedNode(f"{BASE}document/{id}"), set()) == facts[id]
        assert held.pop(ox.NamedNode(f"{BASE}document/{id}/evidence"), set()) == evidence[id]
    assert held == {}


def document(id: str, said: Said, shown: Said) -> DocumentGraphs:
    name = f"{BASE}document/{id}"
    return DocumentGraphs(name, f"{name}/evidence", said, shown)


def kept(said: Said) -> Said:
    """Oxigraph keeps 1.0 as 1."""
    return frozenset(map(stored_form, said))


def graphs(store: EmbeddedStore) -> dict[object, set[ox.Triple]]:
    """Everything that is in the store."""
    found: dict[object, set[ox.Triple]] = {}
    for quad in ox.parse(b"".join(store.dump("nquads")), ox.RdfFormat.N_QUADS):
        found.setdefault(quad.graph_name, set()).add(quad.triple)
    return found
