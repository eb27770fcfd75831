"""What the guard refuses, and what it has no business refusing."""

import http.server
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryRejected
from kg.graph import guard

Listener = tuple[str, list[str]]

OUT = "<http://127.0.0.1:9/>"
PREFIXES = f"PREFIX : {OUT} PREFIX e: {OUT} "

LEAVING = [
    f"SELECT * {{ SERVICE {OUT} {{ ?s ?p ?o }} }}",
    f"select*{{service{OUT}{{?s ?p ?o}}}}",
    "SELECT * { ?a ?b ?c . SERVICE SILENT ?x {} }",
    f"SELECT * {{ SERVICESILENT{OUT}{{}} }}",
    f"SELECT * {{ \\u0053ERVICE {OUT} {{}} }}",
    f"SELECT * {{ \\U00000053ERVICE {OUT} {{}} }}",
    "SELECT * { service:x { ?s ?p ?o } }",
    "SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p true.SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p :.SERVICE:x { ?s ?p ?o } }",
    f"SELECT * {{ ?s ?p 1e0SERVICE{OUT}{{}} }}",
    f"SELECT * {{ ?s ?p ?o # a comment\rSERVICE {OUT} {{}} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<?p) SERVICE {OUT} {{ ?s ?p '>' }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<'x>'||true) SERVICE {OUT} {{}} }} #'",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<?p#>'''\n) SERVICE {OUT} {{}} }} #'''",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<<http://a/>||true) SERVICE {OUT} {{}} }}",
]
STAYING = [
    'SELECT * { ?service <urn:service> "SERVICE x" } # SERVICE',
    "SELECT * { ?a <http://www.w3.org/ns/sparql-service-description#x> 'load'@load }",
    "PREFIX service: <http://s/> SELECT * { ?a service:load service:x . GRAPH service:g { ?s ?p ?o } }",
    "PREFIX e: <http://s/> SELECT * { ?s ?p e:a.SERVICE }",
    "SELECT * { ?s ?p \"\"\"a \" SERVICE <x> {} \"\"\" , '''it's a SERVICE''' }",
    "SELECT * { ?s <http://x/o'brien#service> ?o FILTER(?o < 3 && ?s > <http://x/#SERVICE>) }",
    "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1) }",
]
LOADING = [
    f"LOAD {OUT}",
    f"load silent {OUT} INTO GRAPH <g:g>",
    f"LOADSILENT{OUT}",
    "load:x",
    "LOADe:x",
    "INSERT DATA { <a:a> <a:b> 1 } ; load:x",
    f"VERSION '1.2' LOAD {OUT}",
    f"\\u004COAD {OUT}",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {OUT} {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", LEAVING)
def test_a_query_may_not_leave_the_machine_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryRejected, match=r"SERVICE|not clear"):
        guard.check_query(PREFIXES + query, federation=False)

    guard.check_query(PREFIXES + query, federation=True)


@pytest.mark.parametrize("query", STAYING)
def test_the_words_may_stand_in_strings_names_and_comments(query: str) -> None:
    ox.Store().query(query)

    guard.check_query(query, federation=False)


@pytest.mark.parametrize("update", LOADING)
def test_an_update_may_not_fetch(update: str) -> None:
    with pytest.raises(QueryRejected):
        guard.check_update(PREFIXES + update, federation=False)


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX load: <http://l/> INSERT DATA { load:x load:y 'LOAD <x>' } ; COPY load:a TO load:b",
        "WITH <g:load> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; DROP SILENT GRAPH <g:LOAD>",
    ],
)
def test_an_update_may_speak_of_loads(update: str) -> None:
    guard.check_update(update, federation=False)


@pytest.mark.parametrize(("opening", "closing"), ["()", "[]", ("<<( <a:a> <a:b> ", ")>> ")])
def test_an_update_that_would_overflow_the_parser_is_refused(opening: str, closing: str) -> None:
    deep = f"INSERT DATA {{ <a:a> <a:p> {opening * 300}{closing * 300} }}"
    wide = f"INSERT DATA {{ {f'<a:a> <a:p> {opening}{opening}1{closing}{closing} . ' * 300} }}"

    with pytest.raises(QueryRejected, match="nests"):
        guard.check_update(deep, federation=False)
    guard.check_update(wide, federation=False)


def test_only_updates_with_a_pattern_are_tried_out_first() -> None:
    assert guard.searches("DELETE WHERE { ?s ?p ?o }")
    assert guard.searches("CLEAR ALL ; INSERT { ?s ?p 1 }WHERE{ ?s ?p ?o }")
    assert not guard.searches("INSERT DATA { <a:a> <a:where> 'WHERE' }")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """A server that counts what reaches it."""
    reached: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reached.append(self.path)
            self.send_error(500)

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", reached
    server.shutdown()
    thread.join()
    server.server_close()


PIECES = st.sampled_from(
    r"""SERVICE¦service¦SERVICESILENT¦ SILENT ¦?a¦?s ?p ?o¦<OUT>¦<a#b>¦<a'b>¦<¦>¦(¦)¦{¦}¦[]¦.¦;¦,
¦'¦'''¦"¦#¦ ¦\¦\u0027¦\u0022¦e:¦e:x¦:¦::¦_:a¦1¦1.¦1e0¦true¦true.¦@en¦FILTER(¦BIND(1 AS ?z)¦GRAPH
¦GRAPH ?g¦||¦&&¦=¦!¦UNION¦MINUS{}¦VALUES (?v ?w){(¦<<(¦)>>¦~¦service:¦service:x¦SERVICEe:x¦'x>'¦?a<?b
¦?a<'x>'¦?a<e:f('q')¦<OUT>{?s ?p ?o}¦{?s ?p ?o}""".split("¦")
)


STORE = ox.Store()  # is only asked
STORE.update('INSERT DATA { <a:a> <a:p> 1 , true , "x"@en , <a:a> }')


@settings(max_examples=1500, deadline=None)
@given(
    before=st.lists(PIECES, max_size=6),
    call=st.sampled_from(
        ["SERVICE <OUT>{}", "service:x{}", "SERVICEe:x{}", "SERVICESILENT<OUT>{}", ""]
    ),
    after=st.lists(PIECES, max_size=4),
    end=st.sampled_from(["", " #'", ' #"', " #'''"]),
)
def test_nothing_that_passes_the_guard_sends_a_request(
    listener: Listener, before: list[str], call: str, after: list[str], end: str
) -> None:
    address, reached = listener
    body = "".join([*before, call, *after]).replace("<OUT>", f"<{address}>")
    query = f"PREFIX e: <{address}> PREFIX : <{address}> SELECT * {{ {body} }}{end}"
    reached.clear()

    try:
        guard.check_query(query, federation=False)
        found = STORE.query(query, base_iri=address)
        assert isinstance(found, ox.QuerySolutions)
        list(found)
    except (QueryRejected, SyntaxError, RuntimeError, OSError):
        pass

    assert reached == []
