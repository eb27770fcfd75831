"""How the server listens."""

import socket

from api.server import _listen


def test_an_answer_goes_out_without_waiting_for_the_client_to_acknowledge_its_head():
    with (
        _listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        at_once = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert at_once
