"""The web server: Uvicorn, told to let go of endless streams when it stops."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn

from api.app import create_app
from api.service import Service, open_service
from kg import garbage
from kg.errors import InputError
from kg.settings import Settings

GRACE_S = 3
"""Seconds that answers under way get when the server stops."""


class Server(uvicorn.Server):
    """Says when it is ready, and ends the streams of events before it waits for connections."""

    def __init__(
        self, config: uvicorn.Config, *, on_ready: Callable[[], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


def run(settings: Settings, *, on_ready: Callable[[str], None]) -> None:
    """Serve until a signal says stop; port 0 takes any free port.

    Args:
        on_ready: Called with the address once requests are answered.

    Raises:
        InputError: The address cannot be had.
        TransientError: The catalog or the graph cannot be opened.
    """
    listener = _listen(settings.host, settings.port)
    service = open_service(settings)

    def ready() -> None:
        garbage.settle()
        on_ready(_address(settings.host, listener))

    server = _server(settings, service, ready)
    # Uvicorn raises Ctrl-C again after it has stopped; there is nothing left to interrupt
    with contextlib.suppress(KeyboardInterrupt), listener:
        server.run([listener])


@contextlib.contextmanager
def running(settings: Settings) -> Iterator[str]:
    """Serve in a thread of this process, on a free port of this machine; gives the address.

    Raises:
        TransientError: The catalog or the graph cannot be opened.
    """
    host = "127.0.0.1"
    with _listen(host, 0) as listener:
        ready = threading.Event()
        server = _server(settings, open_service(settings), ready.set)
        thread = threading.Thread(target=server.run, args=([listener],), name="server")
        thread.start()
        try:
            while not ready.wait(0.1) and thread.is_alive():
                pass
            yield _address(host, listener)
        finally:
            server.should_exit = True
            thread.join()


def _server(settings: Settings, service: Service, on_ready: Callable[[], None]) -> Server:
    app = create_app(settings, open=lambda _: service)
    config = uvicorn.Config(
        app, timeout_graceful_shutdown=GRACE_S, log_config=None, access_log=False
    )
    return Server(config, on_ready=on_ready, on_stop=service.stopping.set)


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as err:
        raise InputError(
            f"Cannot listen on {host} port {port}: {err.strerror}. "
            "Stop what runs there, or choose another with --port."
        ) from err
    # Connections inherit it; asyncio sets it only where a socket names its protocol, which these do not. Without
    # it an answer's body waits until the client has acknowledged the head, 40 ms on Linux.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
