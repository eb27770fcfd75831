"""`/`: the page for whoever opens the address in a browser; its files lie in `api/web` and come from `/web`."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

router = APIRouter(include_in_schema=False)

WEB = files("api").joinpath("web")
_STYLES = (
    "'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='",  # cytoscape: its container's position
    "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='",  # Yasgui: the grips of its columns
)
"""The two rules that the vendored libraries write into the page, by their hashes."""
POLICY = (
    "default-src 'none'; script-src 'self'; "
    f"style-src 'self' {' '.join(_STYLES)}; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Content-Security-Policy (level 3): everything from here, nothing inline. `data:` is for the editor's icons."""


@router.get("/")
def page() -> HTMLResponse:
    """Return the page; what it shows, it asks the other routes for."""
    content = WEB.joinpath("index.html").read_text("utf-8")
    return HTMLResponse(
        content, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    )


class PageFiles(StaticFiles):
    """The page's scripts, styles and pictures. Browsers ask whether they changed, so that an upgrade shows."""

    def __init__(self) -> None:
        super().__init__(packages=[("api", "web")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "no-cache"
        return answer
