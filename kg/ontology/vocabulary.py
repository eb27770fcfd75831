"""The terms that ontologies are written in: RDF Schema, OWL 2, SKOS, Dublin Core, schema.org."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = "https://schema.org/"
OLD_SCHEMA = "http://schema.org/"
OUR_TYPE = "urn:kg:type:"
"""Namespace under which our own ontology names the mention types themselves."""

RDF_TYPE = RDF + "type"
RDF_LITERAL_CLASS = RDFS + "Literal"
SUBCLASS_OF = RDFS + "subClassOf"
SUBPROPERTY_OF = RDFS + "subPropertyOf"
INVERSE_OF = OWL + "inverseOf"

DOMAIN = (RDFS + "domain", SCHEMA + "domainIncludes", OLD_SCHEMA + "domainIncludes")
RANGE = (RDFS + "range", SCHEMA + "rangeIncludes", OLD_SCHEMA + "rangeIncludes")
LABEL = (RDFS + "label", SKOS + "prefLabel")
ALIAS = (SKOS + "altLabel",)
DESCRIPTION = (
    RDFS + "comment",
    SKOS + "definition",
    DCTERMS + "description",
    DC + "description",
    SCHEMA + "description",
)

CLASS = frozenset({OWL + "Class", RDFS + "Class"})
DATATYPE_PROPERTY = OWL + "DatatypeProperty"
PROPERTY = frozenset(
    {
        RDF + "Property",
        OWL + "ObjectProperty",
        DATATYPE_PROPERTY,
        *(
            OWL + kind + "Property"
            for kind in (
                *("Functional", "InverseFunctional", "Symmetric", "Asymmetric"),
                *("Transitive", "Reflexive", "Irreflexive"),
            )
        ),
    }
)
NOT_EXTRACTED = frozenset({OWL + "AnnotationProperty", OWL + "OntologyProperty"})
LANGUAGE_OF_ONTOLOGIES = (RDF, RDFS, OWL, SKOS)
"""Files that declare these terms again do not mean them to be found in a text."""
