"""What the relations of a JSONL corpus are called, and their IRIs."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.iris import normal_name
from kg.ontology.lookup import PropertyNames
from kg.ontology.reading import read_ontology
from kg.ontology.records import Property
from kg.ontology.shipped import shipped_properties
from kg.training.corpora.jsonl_lines import BadLine

OWN = "urn:kg:relation:"
"""Beginning of the IRI of a relation that only has a name."""


class RelationNames:
    """Relations by IRI or label. Once a header has declared some, no others are taken.

    Attributes:
        properties: Every relation met so far, by IRI.
        declared: IRIs of those that a header declared.
    """

    def __init__(self) -> None:
        self.properties: dict[str, Property] = {}
        self.declared: set[str] = set()
        self._known = PropertyNames(shipped_properties())

    def declare(self, header: Mapping[str, Any], folder: Path) -> None:
        """Take a header: `relations`, an object from name to description, or `ontology`, a file's name."""
        found = [*self._listed(header.get("relations") or {}), *_file(header, folder)]
        if not found:
            raise BadLine("the header declares no relation")
        self.properties |= {property.iri: property for property in found}
        self.declared.update(property.iri for property in found)
        self._known = PropertyNames([self.properties[iri] for iri in sorted(self.declared)])

    def iri(self, name: Any) -> str:
        """Return the IRI of a relation that a line names."""
        if not isinstance(name, str) or not name.strip():
            raise BadLine("its relation is not a name or IRI")
        property = self._known.find(name)
        if property is None and self.declared:
            near = ", ".join(self._known.nearest(name))
            raise BadLine(
                f"unknown relation {name!r}" + (f"; did you mean {near}?" if near else "")
            )
        property = property or _made(name)
        return self.properties.setdefault(property.iri, property).iri

    def _listed(self, relations: Any) -> list[Property]:
        if not isinstance(relations, dict):
            raise BadLine('the header\'s "relations" is not an object from names to descriptions')
        found = []
        for name, about in relations.items():
            about = {"description": about} if isinstance(about, str) else about or {}
            if not isinstance(about, dict) or not all(isinstance(v, str) for v in about.values()):
                raise BadLine(f"what the header says of {name!r} is not a text")
            iri = str(about.get("iri", name))
            known = self._known.find(iri) or _made(iri)
            label = str(about.get("label", known.label if ":" in name else name))
            found.append(Property(known.iri, label, about.get("description") or known.description))
        return found


def _file(header: Mapping[str, Any], folder: Path) -> tuple[Property, ...]:
    name = header.get("ontology")
    if name is None:
        return ()
    if not isinstance(name, str):
        raise BadLine('the header\'s "ontology" is not the name of a file')
    try:
        return read_ontology((folder / name).read_bytes(), name).properties
    except OSError as err:
        raise BadLine(f"the ontology {folder / name} cannot be read") from err
    except InputError as err:
        raise BadLine(str(err)) from err


def _made(name: str) -> Property:
    if ":" in name:
        return Property(name, re.split(r"[/#:]", name)[-1] or name)
    return Property(OWN + re.sub(r"\W+", "-", normal_name(name)).strip("-"), name.strip())
