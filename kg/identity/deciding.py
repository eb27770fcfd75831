"""What people may decide about identity, as decisions on what documents name.

People speak of the IRIs that they see, which stand for several minted ones; decisions are about minted
ones, so that they hold whatever stands for them later.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import Conflict, InputError
from kg.identity.records import Decision, Doubt, Ref, Verdict, pair_id
from kg.identity.rules import Rules
from kg.identity.unions import Unions
from kg.records import DEFAULT_WORKSPACE

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog


class Deciding:
    """Makes decisions and keeps them; what follows from them is the resolver's work.

    Args:
        rules: What the ontology says differs.
    """

    def __init__(
        self, catalog: "Catalog", rules: Rules, workspace: str = DEFAULT_WORKSPACE
    ) -> None:
        self._catalog = catalog
        self._rules = rules
        self._workspace = workspace

    def merge(self, iris: Sequence[str], *, keep: str | None = None) -> list[Decision]:
        """Decide that things are one.

        Args:
            keep: The IRI that is to stand for all, one of theirs or of what they stand for.

        Raises:
            NotFound: One of them is not here.
            Conflict: The ontology or an earlier decision says that two of them differ.
        """
        wanted = list(dict.fromkeys(iris))
        if len(wanted) < 2:
            raise InputError("Name at least two things to merge.")
        if keep is not None and keep not in wanted:
            raise InputError(f"The IRI to keep, {keep}, is not one of those to merge.")
        self._allow(wanted)
        groups = self._groups(wanted)
        kept = self._kept(keep, groups)
        # whatever was said to differ across them is taken back
        before = {one.id: one for one in self._catalog.identities.decisions(self._workspace)}
        made = [
            Decision("same", one, other, kept)
            for place, first in enumerate(groups)
            for second in groups[place + 1 :]
            for one in first
            for other in second
            if pair_id(one, other) in before
            or (place == 0 and (one, other) == (first[0], second[0]))
        ]
        return self._keep(made, before)

    def split(self, iri: str, apart: Sequence[Ref]) -> list[Decision]:
        """Decide that some of what an IRI stands for is another thing.

        Args:
            apart: Minted IRIs, or what one document means by one.

        Raises:
            NotFound: There is no such thing.
            InputError: It does not stand for what is to leave it, or nothing would be left.
        """
        here = self._catalog.identities.refs(iri, self._workspace)
        leaving = sorted(set(apart))
        self._check_leaving(iri, here, leaving)
        rest = [ref for ref in here if ref not in leaving]
        if Ref(iri) not in here and self._is_known(iri):
            rest.append(Ref(iri))
        if not leaving or not rest:
            raise InputError(
                f"Nothing would be left of {iri}. Name some of what it stands for, "
                "or the documents in which it means something else."
            )
        before = {one.id: one for one in self._catalog.identities.decisions(self._workspace)}
        made = [Decision("different", one, other) for one in leaving for other in rest]
        made += [Decision("same", leaving[0], other) for other in leaving[1:]]
        return self._keep(made, before)

    def answer(self, doubt: Doubt, verdict: Verdict) -> Decision:
        """Decide a doubt. Raises Conflict: an earlier decision says otherwise."""
        before = {one.id: one for one in self._catalog.identities.decisions(self._workspace)}
        (made,) = self._keep([Decision(verdict, doubt.left, doubt.right)], before, origin="review")
        return made

    def _refs(self, iri: str) -> list[Ref]:
        if self._is_known(iri):
            return [Ref(iri)]
        return self._catalog.identities.refs(iri, self._workspace)

    def _groups(self, iris: Sequence[str]) -> list[list[Ref]]:
        """What each IRI stands for; only itself where all of them are one thing already."""
        stands = [self._catalog.identities.renamed(iri, self._workspace) for iri in iris]
        if len(set(stands)) < len(stands):
            return [
                self._refs(iri)[:1] if one == iri else [Ref(iri)]
                for iri, one in zip(iris, stands, strict=True)
            ]
        return [self._refs(iri) for iri in stands]

    def _is_known(self, iri: str) -> bool:
        """Whether a knowledge base has it."""
        return self._catalog.bases.has(iri, self._workspace)

    def _allow(self, iris: Sequence[str]) -> None:
        labels = {
            iri: self._catalog.identities.look(self._refs(iri)[0], self._workspace).label
            for iri in iris
            if not self._is_known(iri)
        }
        rules = self._catalog.bases.rules(self._rules, self._workspace)
        for one in iris:
            for other in iris:
                if frozenset((one, other)) in rules.different and one < other:
                    raise Conflict(f"A knowledge base says that {one} is different from {other}.")
                types = (labels.get(one, ""), labels.get(other, ""))
                if one < other and rules.disjoint_types(*types):
                    raise Conflict(
                        f"{one} is of type {types[0]} and {other} of type {types[1]}: "
                        "the ontology says that nothing is both."
                    )

    def _kept(self, keep: str | None, groups: Sequence[Sequence[Ref]]) -> str | None:
        """The decision names a minted IRI: what stands for it is worked out."""
        if keep is None or any(ref.iri == keep for group in groups for ref in group):
            return keep
        return self._catalog.identities.refs(keep, self._workspace)[0].iri

    def _check_leaving(self, iri: str, here: Sequence[Ref], leaving: Sequence[Ref]) -> None:
        minted = {ref.iri for ref in here}
        for ref in leaving:
            wrong = ref.iri not in minted or (not ref.document and ref not in here)
            if not wrong and ref.document and ref not in here:
                wrong = not self._catalog.identities.look(ref, self._workspace).documents
            if wrong:
                where = f" in document {ref.document}" if ref.document else ""
                raise InputError(f"{iri} does not stand for {ref.iri}{where}.")

    def _keep(
        self, made: Sequence[Decision], before: dict[str, Decision], origin: str = "user"
    ) -> list[Decision]:
        _check({**before, **{one.id: one for one in made}})
        self._catalog.identities.decide(made, self._workspace, origin=origin)
        return list(made)


def _check(decisions: dict[str, Decision]) -> None:
    """Refuse decisions that contradict each other."""
    union = Unions({ref for one in decisions.values() for ref in one.refs})
    for one in decisions.values():
        if one.verdict == "same":
            union.join(one.left, one.right)
    for one in decisions.values():
        if one.verdict == "different" and union.root(one.left) == union.root(one.right):
            raise Conflict(
                f"It was decided before that {one.left.iri} and {one.right.iri} differ "
                f"(decision {one.id}). Undo that first: kg entities undo {one.id}."
            )
