"""The W3C's SPARQL 1.1 test suites, played over HTTP against a running service.

The folder `w3c-sparql11` under `KG_SHARED` holds them (w3c/rdf-tests, sparql/sparql11).
"""
