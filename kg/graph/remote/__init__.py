"""The graph in somebody else's SPARQL 1.1 server, by nothing but its query and update protocol."""
