"""What one SPARQL query may cost."""

from dataclasses import dataclass

from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Limits of the query processes.

    Attributes:
        timeout_s: Seconds that a query may run, and that one may wait for its turn.
        max_rows: Rows or triples that one answer may have.
        memory_bytes: Address space of one process.
        processes: Queries that run at the same time.
        federation: Whether SERVICE and LOAD may use the network.
    """

    timeout_s: float = 10.0
    max_rows: int = 1_000_000
    memory_bytes: int = 4_000_000_000
    processes: int = 2
    federation: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "QueryLimits":
        """Return the limits that the settings ask for."""
        return cls(
            timeout_s=settings.query_timeout_s,
            max_rows=settings.query_max_rows,
            memory_bytes=settings.query_max_memory_bytes,
            processes=max(1, settings.query_processes),
            federation=settings.allow_federation,
        )
