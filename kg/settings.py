"""The only reader of the environment. Built once by an entry point; then plain values travel."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, read from `KG_*` variables or a `.env` file."""

    model_config = SettingsConfigDict(
        env_prefix="KG_", env_file=".env", extra="ignore", populate_by_name=True
    )

    data: Path = Path("data")
    """Folder that holds everything the embedded service keeps: catalog, graph, checkpoints."""
    database_url: str | None = None
    """SQLAlchemy URL of the catalog; the default is SQLite in the data folder."""
    redis_url: str | None = None
    """Celery's broker. Without one, the worker runs inside the API process."""
    base_iri: str = "http://localhost:8000/"
    """Prefix of every IRI that we mint; ends in a slash. Changing it calls for `kg rebuild`."""

    store: str | None = None
    """URL of the query endpoint of a SPARQL 1.1 server that holds the graph; without one, the graph is
    embedded, in the data folder. See docs/stores.md."""
    store_update: str | None = None
    """URL of its update endpoint; the default is KG_STORE."""
    store_user: str | None = None
    """User at that server."""
    store_password: SecretStr | None = None
    """Password of KG_STORE_USER."""
    store_auth: Literal["basic", "digest"] = "basic"
    """How user and password are sent."""
    store_token: SecretStr | None = None
    """Token for that server, sent as `Authorization: Bearer`, in place of user and password."""
    store_timeout_s: float = 60.0
    """Seconds that one update of the graph may take at that server."""
    workspace_store: str | None = None
    """URL of the query endpoint of the other workspaces' graphs where KG_STORE is set: `{workspace}` in it
    stands for the name."""
    workspace_store_update: str | None = None
    """URL of their update endpoint, with `{workspace}`; the default is KG_WORKSPACE_STORE."""
    workspace_idle_s: float = 600.0
    """Seconds after which a workspace that nobody asks anything is closed, until somebody does."""

    host: str = "127.0.0.1"
    """Address that `kg serve` listens on."""
    port: int = 8000
    """Port that `kg serve` listens on."""
    server: str = "http://127.0.0.1:8000"
    """Service that the command line talks to."""
    api_key: SecretStr | None = None
    """Key that the command line sends to KG_SERVER."""
    workspace: str | None = None
    """Workspace that the command line is about; the default is `main`."""
    log_format: Literal["text", "json"] = "text"
    """Lines of the log: for people, or one JSON object each."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """From which level on our own steps are logged; DEBUG tells every request."""
    metrics_port: int | None = None
    """Port at which a worker process serves its Prometheus metrics; without one it serves none. The
    API's are at /metrics."""
    metrics_host: str = "127.0.0.1"
    """Address that goes with KG_METRICS_PORT."""
    otlp_endpoint: str | None = Field(
        default=None,
        validation_alias=AliasChoices("KG_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    )
    """Base address of an OpenTelemetry collector, such as `http://collector:4318`, that traces are sent
    to; OTEL_EXPORTER_OTLP_ENDPOINT says the same. Needs `pip install 'kg[otel]'`."""
    require_keys: bool = False
    """Whether every request needs a key though none was made; once there is one, all do."""
    allow_open: bool = False
    """Whether `kg serve` may listen without keys where other machines reach it. See docs/security.md."""
    examples: bool = True
    """Whether the very first start reads the bundled example documents."""

    extractor: str = "neural"
    """`neural` is the model. `scripted` finds a few fixed phrases without one, for load tests and
    demonstrations. `package.module:factory` is your own: a function from Settings to an Extractor."""
    model: Path | None = None
    """Folder of a trained checkpoint to read with, whatever was chosen; the default is the choice of
    `kg models use`, and the one that ships with kg where nobody chose."""
    models: Path | None = None
    """Folder of the model registry, which all workers share; the default is `models` in the data folder."""
    encoder: str | None = None
    """Hugging Face name or path of the encoder to train on; the default is the bundled MiniLM."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Number format of the model's forward pass; `auto` is bfloat16 where the hardware has it."""
    ontology: Path | None = None
    """Ontology file whose properties are looked for; the default is the one that ships with kg."""
    teaching: Path | None = None
    """JSONL file of examples for the properties of the ontology."""
    min_confidence: float = 0.5
    """Findings below this are not kept."""

    resolve: bool = True
    """Whether things of different documents are made one as they come; else only on
    `POST /entities/resolve`."""

    ask_url: str | None = None
    """Address of an OpenAI-compatible endpoint, before `/chat/completions`, that puts answers into a
    sentence; without one, and wherever it says more than was found, answers are listed."""
    ask_model: str = "default"
    """Name of the model at KG_ASK_URL."""
    ask_key: SecretStr | None = None
    """Key for KG_ASK_URL, sent as `Authorization: Bearer`."""

    fetch: bool = False
    """Whether `POST /documents` with a `uri` and no `text` fetches it: from public addresses only."""
    fetch_allow: str = ""
    """What may be fetched from though it is not public: `host` or `host:port`, parted by commas. It counts
    for KG_OIDC_JWKS, too."""
    fetch_timeout_s: float = 30.0
    """Seconds that one fetch may take, redirects included."""

    s3_endpoint: str | None = None
    """Address of the S3-compatible store that `kg ingest --s3` reads; the default is Amazon's. Keys and
    region are boto3's own: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION."""

    rate_limit: float | None = None
    """Requests a second that one key, or one address without a key, may send for long; without it, any
    number. Shared by API processes through KG_REDIS_URL where there is one."""
    rate_burst: int = 100
    """Requests that may come at once before KG_RATE_LIMIT counts."""
    max_batch_documents: int = 10_000
    """Documents in one JSON list; streams of lines may hold any number."""

    oidc_issuer: str | None = None
    """Issuer whose OpenID Connect access tokens are taken as keys, exactly as tokens name it. Needs
    `pip install 'kg[oidc]'`. See docs/security.md."""
    oidc_audience: str | None = None
    """Audience that tokens must be for; required with KG_OIDC_ISSUER."""
    oidc_jwks: str | None = None
    """Address of the issuer's keys; the default is the one that its discovery document names."""
    oidc_claim: str = "scope"
    """Claim that holds the scopes, as a list or as words; dots lead into objects (`realm_access.roles`)."""
    oidc_prefix: str = "kg:"
    """What stands before `read`, `write` and `admin` in that claim."""

    max_document_bytes: int = 20_000_000
    """Largest document taken, in bytes of UTF-8 text or of file."""
    max_upload_bytes: int = 2_000_000_000
    """Largest request body taken, in bytes; NDJSON streams may be longer, line by line."""
    max_extract_characters: int = 20_000
    """Longest text that `POST /extract` takes."""
    query_timeout_s: float = 10.0
    """Seconds that one SPARQL query may run before it is stopped."""
    query_max_rows: int = 1_000_000
    """Rows or triples that one SPARQL query may return."""
    query_max_memory_bytes: int = 4_000_000_000
    """Address space of one query process."""
    query_processes: int = 2
    """Queries that run at the same time."""
    allow_federation: bool = False
    """Whether SPARQL `SERVICE` and `LOAD` may go out to the network."""

    batch_characters: int = 60_000
    """Characters of text that a worker claims at a time."""
    lease_s: float = 60.0
    """Seconds after which a silent worker's documents go to another."""
    max_attempts: int = 3
    """Times that a document is tried before it fails for good."""
    document_timeout_s: float = 900.0
    """Seconds that reading a document may take, for each million characters of it begun. A worker process
    that does not come back within twice that ends itself."""
    sweep_s: float = 5.0
    """Seconds between looks for work that nobody was woken for."""

    @property
    def may_fetch_from(self) -> frozenset[str]:
        """What KG_FETCH_ALLOW names."""
        return frozenset(one.strip().lower() for one in self.fetch_allow.split(",") if one.strip())

    @property
    def catalog_url(self) -> str:
        """SQLAlchemy URL of the catalog."""
        return self.database_url or f"sqlite:///{self.catalog_file}"

    @property
    def catalog_file(self) -> Path:
        """SQLite file that holds the catalog where no other database is named."""
        return self.data / "catalog.sqlite"

    @property
    def models_path(self) -> Path:
        """Folder of the model registry."""
        return self.models or self.data / "models"

    @property
    def graph_path(self) -> Path:
        """Folder of the embedded graph store."""
        return self.data / "graph"
