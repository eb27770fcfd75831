"""What the project's own terms mean, as RDF."""

from importlib.resources import files

from pyoxigraph import RdfFormat, Triple, parse

from kg.iris import Minter


def described(minter: Minter) -> list[Triple]:
    """Return the description of every class, property and individual under `Minter.vocabulary`."""
    source = files("kg.graph").joinpath("vocabulary.ttl").read_bytes()
    return [quad.triple for quad in parse(source, RdfFormat.TURTLE, base_iri=minter.base)]
