"""What a query process gives up before it runs anybody's query: memory, network, and outliving its owner."""

import ctypes
import fcntl
import os
import resource
import select
import signal
import sys

_STACK_BYTES = 4_000_000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def enter(*, memory_bytes: int, lifeline: int, network: bool) -> bool:
    """Confine this process for good; returns whether it has no network any more.

    Args:
        memory_bytes: Address space that it may take.
        lifeline: Read end of a pipe on which nothing is ever written; its writer's end is this one's.
        network: Whether it keeps the network.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who then ends us
    limit_memory(memory_bytes)
    _die_with_owner(lifeline)
    return not network and _leave_network()


def limit_memory(memory_bytes: int) -> None:
    """Have this process end rather than take more than this."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    # half of the usual stack: what fits here fits where the owner runs it afterwards
    _limit(resource.RLIMIT_STACK, _STACK_BYTES)


def _limit(which: int, value: int) -> None:
    _, most = resource.getrlimit(which)
    allowed = value if most == resource.RLIM_INFINITY else min(value, most)
    try:
        resource.setrlimit(which, (allowed, most))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def _die_with_owner(lifeline: int) -> None:
    """Have the kernel end us when the lifeline's other end closes, whatever this process is doing.

    SIGIO ends a process that does not handle it. PR_SET_PDEATHSIG would not do: it follows the thread
    that started us, and threads of a web server come and go.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    lifeline = _own_description(lifeline)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC)
    closed = select.poll()
    closed.register(lifeline, select.POLLIN)
    if closed.poll(0):
        os._exit(0)


def _own_description(lifeline: int) -> int:
    """Open the pipe once more: who is signalled is kept with what was opened, which all processes inherit."""
    try:
        return os.open(f"/proc/self/fd/{lifeline}", os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return lifeline


def _leave_network() -> bool:
    """Move into an empty network namespace; not permitted everywhere, and only on Linux."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))
