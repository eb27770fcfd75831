"""Answers put into a sentence by a language model, if one is plugged in; it may phrase what was found, and nothing else.

The endpoint speaks OpenAI's chat completions (`POST {url}/chat/completions`). What it says is taken only
if it holds every answer, and no number or capitalised name that is not in the question or the facts.
"""

import json
import logging
import re
import urllib.request
from dataclasses import dataclass, replace

from kg.answers.records import Reply

log = logging.getLogger(__name__)

_ORDERS = (
    "Put the answers into one plain English sentence that answers the question. Use only the answers and "
    "facts given. Repeat every answer exactly as it is written. Add nothing."
)
_LARGEST = 100_000
_LONGEST = 600
_ANSWERS = 20
_NAME = re.compile(r"\b(?:[^\W\d_a-z][\w'’-]*|\d[\d.,]*\d|\d)", re.UNICODE)
_FREE = frozenset("the a an in on at it he she they his her their there this yes no and of".split())


@dataclass(frozen=True, slots=True)
class Phraser:
    """A language model at an OpenAI-compatible endpoint.

    Attributes:
        url: Address before `/chat/completions`.
        key: Sent as `Authorization: Bearer`; None sends none.
        timeout_s: Seconds until the plain answer is given instead.
    """

    url: str
    model: str
    key: str | None = None
    timeout_s: float = 20.0

    def phrase(self, reply: Reply) -> Reply:
        """Return the reply with its answer in a sentence; as it is where that fails or says more than was found."""
        if not reply.answers or len(reply.answers) > _ANSWERS:
            return reply
        try:
            said = self._complete(_given(reply))
        except (OSError, ValueError, KeyError, IndexError, TypeError) as err:
            log.warning("the language model gave no sentence: %s", type(err).__name__)
            return reply
        return replace(reply, answer=said) if faithful(said, reply) else reply

    def _complete(self, given: str) -> str:
        messages = [{"role": "system", "content": _ORDERS}, {"role": "user", "content": given}]
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0}).encode()
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/chat/completions", data=body, headers=headers
        )
        with urllib.request.urlopen(request, timeout=self.timeout_s) as response:
            answer = json.loads(response.read(_LARGEST))
        return " ".join(str(answer["choices"][0]["message"]["content"]).split())


def faithful(said: str, reply: Reply) -> bool:
    """Return whether a sentence holds every answer, and no name or number from elsewhere."""
    if not said or len(said) > _LONGEST + sum(len(one.label) for one in reply.answers):
        return False
    lower = said.casefold()
    if not all(
        re.search(rf"(?<!\w){re.escape(one.label.casefold())}(?!\w)", lower)
        for one in reply.answers
    ):
        return False
    known = set(re.findall(r"\w+", _given(reply).casefold())) | _FREE
    return all(set(re.findall(r"\w+", name.casefold())) <= known for name in _NAME.findall(said))


def _given(reply: Reply) -> str:
    facts = dict.fromkeys(
        f"{fact.subject} | {fact.predicate} | {fact.object}"
        for one in reply.answers
        for fact in one.facts
    )
    answers = "; ".join(one.label for one in reply.answers)
    return f"Question: {reply.question}\nAnswers: {answers}\nFacts:\n" + "\n".join(
        list(facts)[:_ANSWERS]
    )
