"""The composition root: everything that one running service owns, opened in order, closed in reverse."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from api.answering import open_asking
from api.common import Common, PartOf
from api.examples import read_examples
from api.intake.together import Together
from api.keyring import Keyring
from api.restoring import MODELS, Restoring
from api.shared_extractor import SharedExtractor
from kg.admission.gate import Gate
from kg.admission.shape_checker import ShapeChecker
from kg.analogy.analogies import Analogies
from kg.answers.records import Reply
from kg.catalog.catalog import Catalog
from kg.catalog.looked_for import LookedFor
from kg.extraction.extractor import Extractor
from kg.extraction.sought import sought_from
from kg.graph.follower import Follower
from kg.graph.opening import open_store
from kg.graph.projector import Projector
from kg.graph.sole import ALWAYS, Sole, Turns
from kg.graph.store import GraphStore
from kg.identity.base_loading import BaseLoader
from kg.identity.deciding import Deciding
from kg.identity.resolver import Resolver
from kg.identity.rules import rules_of
from kg.iris import Minter
from kg.reasoning.learnt.learnt import FILE, LearntFile
from kg.reasoning.reasoner import Reasoner
from kg.reasoning.suggesting import Suggester
from kg.records import DEFAULT_WORKSPACE
from kg.settings import Settings
from kg.text.isolated import IsolatedParser
from kg.text.records import ReadLimits
from kg.workspaces import Workspace, settings_within
from workers.client import Waker
from workers.extractors import build_extractor

log = logging.getLogger(__name__)

STOP_S = 3.0
"""Seconds that a thread gets to end its step when the service closes."""

RESOLVE_POLL_S = 2.0
"""Seconds between looks whether there is something to resolve."""


@dataclass
class Service:
    """One running service. Build it with `open_service`, and `close` it.

    Attributes:
        name: Of the workspace that it serves.
        common: What it shares with the services of the other workspaces.
        release: Lets go of the catalog.
        extractor: Reads texts for `POST /extract`; the worker in this process uses the same one.
        looked_for: The properties that documents are read for.
        reasoner: Derives facts by ontologies and rules; the projector drives it.
        deciding: Takes what people say of identity.
        resolver: Works out which things are one; `identifier` is the thread that has it do so.
        bases: Loads knowledge bases.
        ask: Answers a question in plain English.
        analogies: Answers what is related as something else is.
        suggester: Mines rules from the facts, and suggests more of them; also by what was learnt.
        keyring: Knows who may do what.
        restoring: Puts a backup back, and knows of one that is not all back yet.
        together: Takes what many clients post in as few transactions.
        stopping: Set when the service begins to stop: streams that would go on end themselves.
        end_telling: Ends that the graph's follower hears of findings at once.
    """

    name: str
    settings: Settings
    common: Common
    catalog: Catalog
    release: Callable[[], None]
    store: GraphStore
    minter: Minter
    looked_for: LookedFor
    turns: Turns
    reasoner: Reasoner
    projector: Projector
    follower: Follower
    extractor: SharedExtractor
    deciding: Deciding
    resolver: Resolver
    identifier: Follower
    bases: BaseLoader
    ask: Callable[[str], Reply]
    analogies: Analogies
    suggester: Suggester
    keyring: Keyring
    restoring: Restoring
    together: Together
    stopping: threading.Event = field(default_factory=threading.Event)
    end_telling: Callable[[], None] = lambda: None

    @property
    def parser(self) -> IsolatedParser:
        """Reads PDF and other formats that may be hostile, in processes that may die of them."""
        return self.common.parser

    @property
    def worker(self) -> Waker:
        """Wakes whoever reads documents: a thread here, or Celery workers elsewhere."""
        return self.common.worker

    @property
    def checker(self) -> ShapeChecker:
        """Runs pySHACL, in a process that may die of it."""
        return self.common.checker

    @property
    def predicates(self) -> dict[str, str]:
        """Label of each property that is looked for, by its IRI."""
        return self.looked_for.labels()

    @property
    def read_limits(self) -> ReadLimits:
        """How much a file may ask of us."""
        return ReadLimits(
            max_document_bytes=self.settings.max_document_bytes,
            max_archive_bytes=self.settings.max_upload_bytes,
        )

    def close(self) -> None:
        """Stop the threads, then close the graph, then the catalog."""
        self.stopping.set()
        if self.name == DEFAULT_WORKSPACE:
            self.common.stop_reading(STOP_S)
        self.identifier.stop(STOP_S)
        self.end_telling()
        self.follower.stop(STOP_S)
        self.turns.close()
        if self.name == DEFAULT_WORKSPACE:
            self.common.close()
        self.store.close()
        self.release()
        log.info("closed the service of workspace %s", self.name)


def open_service(
    settings: Settings, *, build: Callable[[Settings], Extractor] = build_extractor
) -> Service:
    """Open the catalog and the graph, start the threads, and read the examples on the first start.

    Args:
        build: Makes the extractor; called at its first use, in the thread that needs it, and again
            with another `settings.model` when another model is chosen.

    Raises:
        CatalogUnavailable: The database does not answer.
        InputError: The ontology that the settings name is bad.
        StoreUnavailable: The embedded graph is held by another process, or cannot be read.
        StoreRefused: The server that holds the graph does not take us.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    catalog = Catalog.open(settings.catalog_url)
    common = Common.open(settings, catalog, build)
    try:
        service = _open(settings, common, catalog, catalog.close)
    except BaseException:
        common.close()
        catalog.close()
        raise
    _start(service)
    if settings.examples:
        read_examples(catalog)
    common.start_reading()
    return service


def open_workspace(
    main: Service, workspace: Workspace, catalog: Catalog, release: Callable[[], None]
) -> Service:
    """Open another workspace's service. Raises as `open_service`; the catalog is the caller's then."""
    settings = settings_within(main.settings, workspace)
    settings.data.mkdir(parents=True, exist_ok=True)
    here = partial(main.catalog.workspaces.has, workspace.id)
    service = _open(settings, main.common, catalog, release, workspace.name, here)
    service.stopping = PartOf(main.stopping)
    _start(service)
    return service


def _open(
    settings: Settings,
    common: Common,
    catalog: Catalog,
    release: Callable[[], None],
    name: str = DEFAULT_WORKSPACE,
    may_write: Callable[[], bool] = lambda: True,
) -> Service:
    store = open_store(settings, may_write)
    minter = Minter(settings.base_iri)
    properties = sought_from(settings.ontology, None).properties
    turns: Turns = Sole(catalog.leases) if settings.store else ALWAYS
    reasoner = Reasoner(catalog.knowledge, store, minter)
    looked_for = LookedFor(properties, catalog.taught)
    gate = Gate(catalog.guards, catalog.checking, minter, common.checker)
    models = settings.data / MODELS if name == DEFAULT_WORKSPACE else None
    restoring = Restoring(settings.data, catalog, store, models)
    sought = looked_for.properties
    projector = Projector(catalog, store, minter, sought, turns, reasoner, gate, restoring)
    resolver = Resolver(catalog, store, properties)
    return Service(
        name=name,
        settings=settings,
        common=common,
        catalog=catalog,
        release=release,
        store=store,
        minter=minter,
        looked_for=looked_for,
        turns=turns,
        reasoner=reasoner,
        projector=projector,
        follower=Follower(projector),
        extractor=common.reading_in(name, settings, catalog),
        deciding=Deciding(catalog, rules_of(properties)),
        resolver=resolver,
        identifier=Follower(resolver, poll_s=RESOLVE_POLL_S, what="identity"),
        bases=BaseLoader(
            catalog, store, settings.base_iri, memory_bytes=settings.query_max_memory_bytes
        ),
        ask=open_asking(settings, catalog, store, minter, properties, common.space),
        analogies=Analogies(catalog),
        suggester=Suggester(catalog, properties, learnt=LearntFile(settings.data / FILE)),
        keyring=Keyring(
            catalog.access, required=settings.require_keys or settings.oidc_issuer is not None
        ),
        restoring=restoring,
        together=Together(catalog, common.worker),
    )


def _start(service: Service) -> None:
    service.bases.clear_interrupted()
    service.end_telling = service.common.tell_of_findings(service.follower.wake)
    service.follower.start()
    if service.settings.resolve:
        service.identifier.start()
