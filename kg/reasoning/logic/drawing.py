"""Proofs as text, as DOT (Graphviz's language) and as a picture (SVG)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal as OneOf

Kind = OneOf["stated", "derived", "axiom"]

_WIDTH, _LINE, _PAD, _GAP = 300, 17, 10, 26
_CHARACTERS = 42
_COLOURS = {"stated": "#e8f3ec", "derived": "#e9eefb", "axiom": "#f7f1e1"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One step of a proof, as people read it.

    Attributes:
        title: The triple.
        notes: By which rule, or in which sentence of which document.
        below: What it rests on.
    """

    title: str
    notes: tuple[str, ...]
    below: "tuple[Drawn, ...]"
    kind: Kind


def as_text(proofs: Sequence[Drawn]) -> str:
    """Return proofs as indented lines."""
    blocks = []
    for number, proof in enumerate(proofs, start=1):
        head = [f"Proof {number} of {len(proofs)}"] if len(proofs) > 1 else []
        blocks.append("\n".join([*head, *_lines(proof, 0)]))
    return "\n\n".join(blocks) + "\n"


def _lines(one: Drawn, depth: int) -> Iterator[str]:
    margin = "  " * depth
    yield margin + one.title
    for note in one.notes:
        yield f"{margin}  · {note}"
    for below in one.below:
        yield from _lines(below, depth + 1)


def as_dot(proofs: Sequence[Drawn]) -> str:
    """Return proofs as one digraph, in which arrows lead from grounds to what they prove."""
    lines = ["digraph proof {", "  rankdir=BT; node [shape=box, style=filled, fontname=sans];"]
    number = 0
    waiting: list[tuple[Drawn, int | None]] = [(proof, None) for proof in proofs]
    while waiting:
        one, above = waiting.pop()
        number += 1
        label = "\\n".join(map(_quoted, (one.title, *one.notes)))
        lines.append(f'  n{number} [label="{label}", fillcolor="{_COLOURS[one.kind]}"];')
        if above is not None:
            lines.append(f"  n{number} -> n{above};")
        waiting += [(below, number) for below in one.below]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    one: Drawn
    lines: tuple[str, ...]
    above: "tuple[float, float] | None"

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 2 * _PAD


def as_svg(proofs: Sequence[Drawn]) -> str:
    """Return proofs as a picture: what is proved on top, grounds below, one proof beside the other."""
    boxes: list[_Box] = []
    left = float(_PAD)
    for proof in proofs:
        left += _place(proof, left, float(_PAD), None, boxes)
    height = max((box.y + box.height for box in boxes), default=0) + _PAD
    body = "".join([*map(_edge, boxes), *map(_box, boxes)])
    size = f'width="{left:.0f}" height="{height:.0f}" viewBox="0 0 {left:.0f} {height:.0f}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {style}>{body}</svg>\n'


def _place(
    one: Drawn, left: float, top: float, above: tuple[float, float] | None, boxes: list[_Box]
) -> float:
    """Place a step and all below it; returns the width that they take."""
    lines = tuple(_wrapped((one.title, *one.notes)))
    width = max(_breadth(one), 1) * (_WIDTH + _GAP)
    box = _Box(left + (width - _GAP - _WIDTH) / 2, top, one, lines, above)
    boxes.append(box)
    foot = (box.x + _WIDTH / 2, box.y + box.height)
    at = left
    for below in one.below:
        at += _place(below, at, foot[1] + _GAP, foot, boxes)
    return float(width)


def _breadth(one: Drawn) -> int:
    return max(1, sum(map(_breadth, one.below)))


def _wrapped(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        line = ""
        for word in text.split():
            if line and len(line) + len(word) >= _CHARACTERS:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        yield line


def _box(box: _Box) -> str:
    rows = "".join(
        f'<text x="{box.x + _PAD:.0f}" y="{box.y + _PAD + (at + 0.75) * _LINE:.0f}"'
        f"{' font-weight=' + chr(34) + 'bold' + chr(34) if at == 0 else ''}>{escape(line)}</text>"
        for at, line in enumerate(box.lines)
    )
    return (
        f'<g><title>{escape(box.one.title)}</title><rect x="{box.x:.0f}" y="{box.y:.0f}" '
        f'width="{_WIDTH}" height="{box.height}" rx="6" fill="{_COLOURS[box.one.kind]}" '
        f'stroke="#8a8f98"/>{rows}</g>'
    )


def _edge(box: _Box) -> str:
    if box.above is None:
        return ""
    x, y = box.above
    return (
        f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{box.x + _WIDTH / 2:.0f}" y2="{box.y:.0f}" '
        'stroke="#8a8f98"/>'
    )
