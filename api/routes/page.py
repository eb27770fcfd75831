"""`/`: one small page for whoever opens the address in a browser."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse

from api.deps import ServiceDep
from api.page import POLICY, Shown, page
from api.routes.extract import extract_text
from api.service import Service
from kg.errors import KGError

router = APIRouter(include_in_schema=False)

_DOCUMENTS = 20
_EXAMPLE = "Ada Lovelace was born in London."


@router.get("/")
def show(service: ServiceDep) -> HTMLResponse:
    """Show what is here and where to go on."""
    return _answer(_shown(service, _EXAMPLE))


@router.post("/")
def read(service: ServiceDep, text: Annotated[str, Form()] = "") -> HTMLResponse:
    """Show what a pasted text states."""
    shown = _shown(service, text)
    try:
        return _answer(replace(shown, found=extract_text(service, text).statements))
    except KGError as err:
        return _answer(replace(shown, error=str(err)))


def _shown(service: Service, text: str) -> Shown:
    documents = service.catalog.documents
    return Shown(documents.counts(), documents.page(limit=_DOCUMENTS).items, text)


def _answer(shown: Shown) -> HTMLResponse:
    return HTMLResponse(page(shown), headers={"Content-Security-Policy": POLICY})
