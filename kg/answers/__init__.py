"""Questions in plain English to SPARQL, and its results back to answers that show their evidence."""
