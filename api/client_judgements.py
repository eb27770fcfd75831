"""The part of the Python client that is about decisions on single facts."""

from collections.abc import Iterator

from api.client_calls import Calls
from api.client_paths import at
from api.schemas.judgements import DoubtList, JudgementOut
from api.schemas.statements import Offsets


class JudgementCalls(Calls):
    """One method a route."""

    def doubts(self, *, limit: int = 20) -> DoubtList:
        """Return facts that nobody has judged, the least sure first."""
        response = self._ask("GET", "/judgements/due", params={"limit": str(limit)})
        return DoubtList.model_validate_json(response.content)

    def judge(
        self,
        evidence: str,
        verdict: str,
        *,
        predicate: str | None = None,
        subject_span: Offsets | None = None,
        object_span: Offsets | None = None,
        subject_type: str | None = None,
        object_type: str | None = None,
    ) -> JudgementOut:
        """Decide about a piece of evidence: `accept`, `reject`, or `correct` it by what follows.

        Spans may be any stretches of the text; types say what those name that are no mentions yet.
        """
        body = {
            "evidence": evidence,
            "verdict": verdict,
            "predicate": predicate,
            "subject_span": subject_span,
            "object_span": object_span,
            "subject_type": subject_type,
            "object_type": object_type,
        }
        response = self._ask("POST", "/judgements", json=body)
        return JudgementOut.model_validate_json(response.content)

    def take_back(self, evidence: str) -> JudgementOut:
        """Forget what was decided about a piece of evidence."""
        response = self._ask("DELETE", at("/judgements", evidence))
        return JudgementOut.model_validate_json(response.content)

    def judgements(self) -> Iterator[bytes]:
        """Yield every decision as lines of JSON that training takes."""
        return self._stream("/judgements/export", {})
