"""Why tests of the suites fail: each was tried on the bare engine as well, outside kg."""

_ENGINE = "the engine (pyoxigraph 0.5.13), outside kg as well: "
_LANGUAGE = _ENGINE + "GROUP_CONCAT keeps the language tag that all values share"
_GRAPH = _ENGINE + "GRAPH ?g leaves ?g unbound where nothing is matched in its block"
_PATH = _ENGINE + "a path of length zero needs its term to be in the data"
_LOAD = "well-formed, but `LOAD` is refused unless KG_ALLOW_FEDERATION is set"
_NO_GRAPH = "well-formed, but there is no such graph, and over HTTP an update is also run"
REASONS = {
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "aggregates/agg-empty-group-count-graph": _GRAPH,
    "bindings/graph": _GRAPH,
    "csv-tsv-res/csv03": _ENGINE + "numbers are written by value, 1000000 for 1.0E6",
    "functions/bnode01": _ENGINE
    + "BNODE(str) gives one blank node for all solutions, not one for each",
    "negation/graph-minus": _ENGINE + "the variable of GRAPH around MINUS counts as shared",
    "property-path/zero_or_more_set_start": _PATH,
    "property-path/zero_or_more_set_end": _PATH,
    "property-path/zero_or_one_set_start": _PATH,
    "property-path/zero_or_one_set_end": _PATH,
    "syntax-query/test_4": "well-formed, but it calls a function that nobody has defined, and over HTTP a "
    "query is also run",
    **{f"syntax-update-1/test_{number}": _LOAD for number in (1, 2, 3, 4, 37)},
    "update-silent/load-silent": _LOAD,
    "update-silent/load-into-silent": _LOAD,
    **{f"syntax-update-1/test_{number}": _NO_GRAPH for number in (8, 18)},
}
NOT_RUN = {
    "entailment": "kg answers from what is stored, under simple entailment; derived facts are stored",
    "service, syntax-fed": "`SERVICE` is refused unless KG_ALLOW_FEDERATION is set: it would send "
    "requests for whoever asks",
    "http-rdf-update": "an earlier form of graph-store-protocol, which replaces it",
}
