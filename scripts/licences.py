"""Prints THIRD_PARTY_LICENCES.md: what kg installs and ships of other people's, by their own metadata."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

HEAD = """# Third-party licences

What `pip install kg` brings along, by what the packages say of themselves. Made by `make docs` from the installed metadata. None of it is part of kg's own files but what stands under “Shipped”.

| package | licence |
|---|---|"""
SHIPPED = """
## Shipped with kg

| what | where | licence |
|---|---|---|
| cytoscape.js | `api/web/vendor` | MIT (`api/web/vendor/licences/cytoscape.txt`) |
| Yasgui | `api/web/vendor` | MIT (`api/web/vendor/licences/yasgui.txt`) |
| weights trained from all-MiniLM-L6-v2 | `kg/model/shipped*` | Apache-2.0 of the encoder; training data, with attributions, in the card of each |
| property names and descriptions of Wikidata | `kg/ontology/wikidata.ttl` | CC0-1.0 |

axe-core (MPL-2.0) lies beside the tests of the page and is not in the package.
"""
ROOT = "kg"
_MACHINE = re.compile(r"^(nvidia-|cuda-|triton)")
"""Torch's own packages for GPUs differ from machine to machine."""


def main() -> None:
    print(HEAD)
    for name, licence in sorted(licences().items()):
        print(f"| {name} | {licence} |")
    print(SHIPPED, end="")


def licences() -> dict[str, str]:
    """Return the licence of each package that kg needs, directly or by another, without its extras."""
    found: dict[str, str] = {}
    waiting = [(ROOT, frozenset[str]())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # only on other systems
        if name != ROOT:
            found[_normal(name)] = _licence(package)
        for needed in _needs(package, extras):
            if needed not in seen and not _MACHINE.match(needed[0]):
                seen.add(needed)
                waiting.append(needed)
    return found


def _needs(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in package.requires or ():
        needed = Requirement(line)
        wanted = [{"extra": one} for one in extras or {""}]
        if needed.marker is None or any(needed.marker.evaluate(one) for one in wanted):
            yield _normal(needed.name), frozenset(needed.extras)


def _licence(package: Distribution) -> str:
    data = package.metadata
    if expression := data.get("License-Expression"):
        return str(expression)
    classified = [
        one.rpartition(" :: ")[2]
        for one in data.get_all("Classifier") or ()
        if one.startswith("License ::") and one != "License :: OSI Approved"
    ]
    stated = (data.get("License") or "").strip().splitlines()
    return "; ".join(classified) or (stated[0][:60] if stated else "not stated")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
