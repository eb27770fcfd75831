"""`/health` and `/metrics`: for whoever watches the service."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.deps import ServiceDep
from api.errors import RESPONSES, problem
from api.readiness import checks

router = APIRouter(tags=["operations"], responses=RESPONSES)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the process answers; asks nothing of anybody else."""
    return {"status": "ok"}


@router.get("/health/ready")
def ready(service: ServiceDep) -> JSONResponse:
    """Say whether requests can be served: 200 `ready` or `degraded`, or 503."""
    found = checks(service)
    if failed := [name for name in ("catalog", "store") if found[name] != "ok"]:
        detail = f"Not ready: {', '.join(failed)}. See the log, and try again."
        return problem(503, detail, checks=found)
    whole = all(state not in ("failed", "stale", "unreachable") for state in found.values())
    return JSONResponse({"status": "ready" if whole else "degraded", "checks": found})


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Prometheus metrics."""
    content, media_type = request.app.state.metrics.render(request.headers.get("accept", ""))
    return Response(content, media_type=media_type)
