"""`kg worker`: read documents for a service that others serve."""

from api.cli.options import settings
from api.cli.starting import importing


def worker() -> None:
    """Read documents for a service that runs elsewhere.

    It finds them in the catalog that KG_DATABASE_URL names, and is woken through KG_REDIS_URL.
    """
    chosen = settings()
    with importing():
        from workers.app import run_worker
        from workers.logs import write_logs

    write_logs(chosen)
    run_worker(chosen)
