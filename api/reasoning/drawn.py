"""Explanations for people: text, DOT or SVG."""

from collections.abc import Callable

from api.reasoning.told import sentence
from api.schemas.reasoning import ExplanationOut, StepOut
from kg.reasoning.logic.drawing import Drawn, as_dot, as_svg, as_text

FORMATS: dict[str, tuple[str, Callable[[list[Drawn]], str]]] = {
    "text": ("text/plain; charset=utf-8", as_text),
    "dot": ("text/vnd.graphviz; charset=utf-8", as_dot),
    "svg": ("image/svg+xml", as_svg),
}
"""Media type and writer of each format."""


def drawn(explanation: ExplanationOut) -> list[Drawn]:
    """Return an explanation's proofs as they are drawn."""
    return [_drawn(proof.step) for proof in explanation.proofs]


def _drawn(step: StepOut) -> Drawn:
    if step.rule is not None:
        notes = [f"{'by the ontology' if step.kind == 'axiom' else 'by the rule'}: {step.rule}"]
    else:
        notes = [
            f"“{one.sentence.text}” ({one.document}, {one.sentence.start}–{one.sentence.end}, "
            f"{one.confidence:g})"
            for one in step.evidence
        ] or ["stated"]
    below = tuple(_drawn(each) for each in step.premises)
    return Drawn(sentence(step.claim), tuple(notes), below, step.kind)
