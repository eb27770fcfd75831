"""The Python client for programs with an event loop: `Client`, each call in a thread of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

import httpx2

from api.client import DEFAULT_SERVER, Client
from api.client_jobs import POLL_S, check_patience, waiting_until
from api.schemas.jobs import JobOut

if TYPE_CHECKING:
    from rdflib import Dataset

P = ParamSpec("P")
R = TypeVar("R")
_END: Any = object()


def _awaited(
    call: Callable[Concatenate[Client, P], R],
) -> Callable[Concatenate["AsyncClient", P], Coroutine[Any, Any, R]]:
    """A method of the same arguments that is awaited."""

    async def method(self: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(call, self.client, *args, **kwargs)

    update_wrapper(method, call)
    return method


def _pages(
    call: Callable[Concatenate[Client, P], Iterator[R]],
) -> Callable[Concatenate["AsyncClient", P], AsyncIterator[R]]:
    """A method of the same arguments for `async for`; nothing is fetched before it is asked for."""

    async def method(self: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[R]:
        items = call(self.client, *args, **kwargs)
        try:
            while (item := await asyncio.to_thread(next, items, _END)) is not _END:
                yield item
        finally:
            if isinstance(items, Generator):
                items.close()

    update_wrapper(method, call)
    return method


class AsyncClient:
    """Has the methods, arguments and errors of `Client`; `client` is that client.

    Close it, or use it in an `async with` statement.
    """

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        key: str | None = None,
        workspace: str | None = None,
        timeout: float = 60.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.client = Client(
            server, key=key, workspace=workspace, timeout=timeout, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def wait(
        self,
        id: str,
        *,
        on_progress: Callable[[JobOut], None] | None = None,
        timeout_s: float | None = None,
    ) -> JobOut:
        """As `Client.wait`; can be cancelled, and holds no thread between two looks."""
        deadline = waiting_until(timeout_s)
        while True:
            job = await self.job(id)
            if on_progress:
                on_progress(job)
            if job.finished:
                return job
            check_patience(job, deadline)
            await asyncio.sleep(POLL_S)

    def dataset(self) -> "Dataset":
        """As `Client.dataset`; what is asked of it, blocks."""
        return self.client.dataset()

    close = _awaited(Client.close)
    add_lines = _awaited(Client.add_lines)
    upload = _awaited(Client.upload)
    put = _awaited(Client.put)
    documents = _pages(Client.documents)
    document = _awaited(Client.document)
    text = _awaited(Client.text)
    read = _awaited(Client.read)
    statements = _awaited(Client.statements)
    statement = _awaited(Client.statement)
    facts = _pages(Client.facts)
    delete = _awaited(Client.delete)
    extract = _awaited(Client.extract)
    entities = _awaited(Client.entities)
    ask = _awaited(Client.ask)
    export = _pages(Client.export)
    load = _awaited(Client.load)
    load_dataset = _awaited(Client.load_dataset)
    rebuild = _awaited(Client.rebuild)
    backup = _pages(Client.backup)
    restore = _awaited(Client.restore)
    ready = _awaited(Client.ready)
    query = _awaited(Client.query)
    update = _awaited(Client.update)
    select = _awaited(Client.select)
    construct = _awaited(Client.construct)
    entity = _awaited(Client.entity)
    merge = _awaited(Client.merge)
    split = _awaited(Client.split)
    resolve = _awaited(Client.resolve)
    reviews = _awaited(Client.reviews)
    answer = _awaited(Client.answer)
    decisions = _awaited(Client.decisions)
    undo = _awaited(Client.undo)
    load_base = _awaited(Client.load_base)
    base = _awaited(Client.base)
    bases = _awaited(Client.bases)
    unload = _awaited(Client.unload)
    job = _awaited(Client.job)
    jobs = _awaited(Client.jobs)
    cancel = _awaited(Client.cancel)
    retry = _awaited(Client.retry)
    doubts = _awaited(Client.doubts)
    judge = _awaited(Client.judge)
    take_back = _awaited(Client.take_back)
    judgements = _pages(Client.judgements)
    suggestions = _awaited(Client.suggestions)
    mined_rules = _awaited(Client.mined_rules)
    judge_suggestion = _awaited(Client.judge_suggestion)
    judge_rule = _awaited(Client.judge_rule)
    put_knowledge = _awaited(Client.put_knowledge)
    knowledge = _awaited(Client.knowledge)
    delete_knowledge = _awaited(Client.delete_knowledge)
    reasoning = _awaited(Client.reasoning)
    explain = _awaited(Client.explain)
    explain_statement = _awaited(Client.explain_statement)
    conflicts = _awaited(Client.conflicts)
    entailment = _awaited(Client.entailment)
    analogy = _awaited(Client.analogy)
    choose = _awaited(Client.choose)
    similar_pairs = _awaited(Client.similar_pairs)
    models = _awaited(Client.models)
    use_model = _awaited(Client.use_model)
    roll_back_model = _awaited(Client.roll_back_model)
    reextract = _awaited(Client.reextract)
    decide = _awaited(Client.decide)
    delete_guard = _awaited(Client.delete_guard)
    guard = _awaited(Client.guard)
    preview_relation = _awaited(Client.preview_relation)
    put_guard = _awaited(Client.put_guard)
    reextract_relation = _awaited(Client.reextract_relation)
    refused = _awaited(Client.refused)
    refused_report = _awaited(Client.refused_report)
    relation = _awaited(Client.relation)
    relations = _awaited(Client.relations)
    remove_relation = _awaited(Client.remove_relation)
    retry_document = _awaited(Client.retry_document)
    show_relation = _awaited(Client.show_relation)
    teach = _awaited(Client.teach)
    try_relation = _awaited(Client.try_relation)
    previews = _pages(Client.previews)
    workspaces = _awaited(Client.workspaces)
    make_workspace = _awaited(Client.make_workspace)
    delete_workspace = _awaited(Client.delete_workspace)
