"""A web server on this machine that answers well and badly, for tests of whoever fetches."""

import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers by path; notes what it was asked."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        match self.path.split("/")[1:]:
            case ["to", where]:
                self.answer(302, headers={"Location": bytes.fromhex(where).decode()})
            case ["loop"]:
                self.answer(301, headers={"Location": "/loop"})
            case ["long", size]:
                self.answer(200, b"x" * int(size))
            case ["endless"]:
                self.send_response(200)
                self.end_headers()
                for _ in range(1000):
                    self.wfile.write(b"x" * 10_000)
            case ["slow"]:
                self.send_response(200)
                self.end_headers()
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            case ["slow-headers"]:
                for _ in range(100):
                    self.wfile.write(b"HTTP/1.1 "[:1])
                    self.wfile.flush()
                    time.sleep(0.05)
            case ["packed"]:
                self.answer(200, b"\x1f\x8b", {"Content-Encoding": "gzip"})
            case ["cut"]:
                self.answer(200, b"short", {"Content-Length": "100"})
            case ["missing"]:
                self.answer(404)
            case _:
                self.answer(200, b"Ada was here.", {"Content-Type": "text/plain; charset=utf-8"})

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *arguments):
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # clients that hang up are the point of these tests


@contextmanager
def running(certificate=None):
    """Run a server, over TLS if there is a file with its key and its certificate."""
    with Quiet(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def at(server, path):
    return f"http://127.0.0.1:{server.server_port}{path}"
