"""Sphinx builds docs/ into a site: `make site`. It reads the copy that scripts/site.py makes, with the reference."""

project = "kg"
html_title = "kg"
copyright = "the authors of kg, MIT licence"
extensions = ["myst_parser"]
html_theme = "furo"
html_show_sphinx = False
exclude_patterns = ["tutorials/*/*"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["misc.highlighting_failure"]
"""SPARQL and Turtle of RDF 1.2 are newer than what Pygments reads."""
