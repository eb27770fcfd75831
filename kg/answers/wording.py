"""Plans and answers in words: plain, and never more than what was found."""

from collections.abc import Callable, Sequence

from kg.answers.records import Branch, Found, Plan, Steps
from kg.extraction.dates import MONTHS
from kg.iris import XSD

_SHOWN = 20
_NAMES = tuple(
    name.capitalize() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")
)
Label = Callable[[str], str]


def interpretation(plan: Plan, label: Label, thing: Label, types: Sequence[str]) -> str:
    """Return how a question was understood, for example "place of birth of: founded by of: CERN"."""
    kinds = " or ".join(types)
    parts = [_branch(branch, label, thing) for branch in plan.branches]
    text = " and ".join(parts) or (f"every {kinds}" if kinds else "")
    if plan.among:
        named = ", ".join(thing(one.value) for one in plan.among)
        text = f"{text}: {named}" if text else named
    if plan.value:
        text += f"; {_steps(plan.value, label)}"
    if plan.bounds:
        text += f" {plan.bounds.words}"
    if plan.order:
        text += ": " + _order(plan)
    if plan.form == "count":
        text = f"how many: {text}"
    return f"is it so: {text}" if plan.form == "yesno" else text


def literal(value: str, datatype: str | None) -> str:
    """Return a value as people write it: "10 December 1815", "331 BC"."""
    if datatype in (XSD + "date", XSD + "gYearMonth", XSD + "gYear"):
        negative = value.startswith("-")
        parts = [int(part) for part in value.lstrip("-").split("-")]
        year = f"{parts[0] + 1} BC" if negative else str(parts[0])
        front = [str(day) for day in parts[2:]] + [_NAMES[month - 1] for month in parts[1:2]]
        return " ".join([*front, year])
    return value


def sentence(answers: Sequence[Found]) -> str:
    """Return the answers in one line."""
    labels = [one.label for one in answers[:_SHOWN]]
    more = len(answers) - len(labels)
    if more:
        labels.append(f"{more} more")
    text = labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " and " + labels[-1]
    return text[:1].upper() + text[1:] if text in ("yes", "no") else text


def _branch(branch: Branch, label: Label, thing: Label) -> str:
    text = thing(branch.start)
    for step in branch.steps:
        said = label(step.predicate)
        text = f"{said} of {text}" if step.forward else f"whatever has “{said}” {text}"
    return text


def _steps(steps: Steps, label: Label) -> str:
    return " of ".join(label(step.predicate) for step in reversed(steps))


def _order(plan: Plan) -> str:
    if plan.many:
        return "the most" if plan.order == "most" else "the fewest"
    ends = ("earliest", "latest") if plan.dated else ("least", "most")
    return ends[plan.order == "most"]
