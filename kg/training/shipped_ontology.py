"""Makes `kg/ontology/wikidata.ttl`: labels from Wikidata (CC0), domains and ranges from labelled corpora.

    python -m kg.training.shipped_ontology PROPERTIES.json.gz FORMAT=FILE... > kg/ontology/wikidata.ttl

A type belongs to a property's domain or range when at least 2 % of its labelled uses have it. Algebraic
traits (symmetric, inverse, functional) are those that Wikidata's own constraints state.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import VALUES
from kg.training.corpora import READERS, LabelledText
from kg.training.corpora.declared import count_ends
from kg.training.corpora.records import open_corpus

SHARE = 0.02
_SYMMETRIC = {"P26", "P47", "P190", "P3373"}
_FUNCTIONAL = {"P19", "P20", "P22", "P25", "P569", "P570"}
_INVERSES = {
    "P36": "P1376",
    "P155": "P156",
    "P361": "P527",
    "P749": "P355",
    "P1365": "P1366",
}
_HEAD = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix type: <urn:kg:type:> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
"""


def main(arguments: list[str]) -> None:
    """Print the ontology in Turtle."""
    with open_corpus(Path(arguments[0])) as file:
        wikidata = {row["property"].rsplit("/", 1)[1]: row for row in json.load(file)}
    ends = count_ends(text for corpus in arguments[1:] for text in _read(corpus))
    print(_HEAD)
    for iri in sorted(ends, key=lambda iri: int(iri.rsplit("P", 1)[1])):
        code = iri.removeprefix(WIKIDATA_DIRECT)
        print(_property(code, wikidata[code], *ends[iri]))


def _read(argument: str) -> Iterable[LabelledText]:
    format, _, path = argument.partition("=")
    return READERS[format](Path(path)).texts


def _property(code: str, row: dict[str, str], domain: Counter[str], range: Counter[str]) -> str:
    kinds = ["owl:ObjectProperty" if set(_common(range)) - VALUES else "owl:DatatypeProperty"]
    kinds += ["owl:SymmetricProperty"] * (code in _SYMMETRIC)
    kinds += ["owl:FunctionalProperty"] * (code in _FUNCTIONAL)
    lines = [
        f"wdt:{code} a {', '.join(kinds)}",
        f"    rdfs:label {json.dumps(row['propertyLabel'], ensure_ascii=False)}@en",
        f"    rdfs:comment {json.dumps(row['propertyDescription'], ensure_ascii=False)}@en",
        f"    schema:domainIncludes {_types(domain)}",
        f"    schema:rangeIncludes {_types(range)}",
    ]
    if code in _INVERSES:
        lines.append(f"    owl:inverseOf wdt:{_INVERSES[code]}")
    return " ;\n".join(lines) + " .\n"


def _types(counter: Counter[str]) -> str:
    return ", ".join(f"type:{label}" for label in sorted(_common(counter)))


def _common(counter: Counter[str]) -> list[str]:
    return [label for label, count in counter.items() if count >= SHARE * counter.total()]


if __name__ == "__main__":
    main(sys.argv[1:])
