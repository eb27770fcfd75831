"""What may be fetched, from where, how much of it and for how long, against real servers on this machine."""

import datetime
import socket
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from webs import at, running

from kg.errors import DocumentTooLarge, DocumentUnreadable, KGError
from kg.fetching import FetchLimits, fetch
from kg.reachable import is_public, target_of

INNER = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fe80::1%1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "2001:0:7f00:1::1",
    "::127.0.0.1", "2001:db8::1", "not an address",
]  # fmt: skip
OUTER = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.fixture(scope="module")
def server():
    with running() as one:
        yield one


def limits(server, **given):
    allowed = frozenset({f"127.0.0.1:{server.server_port}"})
    return FetchLimits(**({"max_bytes": 1000, "timeout_s": 5.0, "allowed": allowed} | given))


def redirect_to(server, url):
    return at(server, f"/to/{url.encode().hex()}")


@pytest.mark.parametrize("address", INNER)
def test_addresses_that_only_some_reach_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTER)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "//example.org/",
        "http://", "http:///x", "javascript:alert(1)", "http://user@example.org/",
        "http://user:secret@example.org/", "http://example.org:99999/", "http://[::1/",
        "http://a\r\nX: y/", "http://a b/", "http://exämple.org/", "http://example.org:22/",
        "http://example.org:6379/", "", "data:text/plain,hi",
    ],
)  # fmt: skip
def test_what_is_not_a_plain_address_of_the_web_is_refused_without_looking_it_up(url):
    def never(host, port):
        raise AssertionError("it was looked up")

    with pytest.raises(DocumentUnreadable):
        target_of(url, frozenset(), never)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_refused_under_every_name(server, host):
    before = len(server.asked)

    with pytest.raises(DocumentUnreadable, match=r"public|address|port"):
        fetch(f"http://{host}:{server.server_port}/", FetchLimits(1000))
    with pytest.raises(DocumentUnreadable, match=r"public|address"):
        fetch(f"http://{host}/", FetchLimits(1000))

    assert len(server.asked) == before


def test_one_inner_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(DocumentUnreadable, match="KG_FETCH_ALLOW"):
        target_of("http://a.test/", frozenset(), lambda host, port: ["1.1.1.1", "10.0.0.1"])


def test_what_is_allowed_by_name_is_fetched_with_its_media_type(server):
    fetched = fetch(at(server, "/a?b=c"), limits(server))

    assert fetched.content == b"Ada was here."
    assert fetched.media_type == "text/plain; charset=utf-8"
    assert server.asked[-1] == ("/a?b=c", f"127.0.0.1:{server.server_port}")


def test_a_redirect_is_followed_and_checked_anew(server):
    assert fetch(redirect_to(server, "/x"), limits(server)).url == at(server, "/x")

    with running() as other:
        for inner in (at(other, "/"), "http://localhost/", "http://169.254.169.254/latest/"):
            with pytest.raises(DocumentUnreadable, match=r"public|port"):
                fetch(redirect_to(server, inner), limits(server))
        assert other.asked == []
    for scheme in ("file:///etc/passwd", "ftp://example.org/"):
        with pytest.raises(DocumentUnreadable, match="only http"):
            fetch(redirect_to(server, scheme), limits(server))


def test_redirects_come_to_an_end(server):
    before = len(server.asked)

    with pytest.raises(DocumentUnreadable, match="more than 5 times"):
        fetch(at(server, "/loop"), limits(server))

    assert len(server.asked) - before == 6


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(server):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    name = f"rebinding.test:{server.server_port}"

    fetched = fetch(
        f"http://{name}/", limits(server, allowed=frozenset({name})), lambda h, p: next(answers)
    )

    assert fetched.content
    assert server.asked[-1] == ("/", name)
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("path", ["/long/1001", "/endless"])
def test_more_than_the_limit_is_refused_and_not_read(server, path):
    with pytest.raises(DocumentTooLarge):
        fetch(at(server, path), limits(server))


def test_as_much_as_the_limit_is_taken(server):
    assert len(fetch(at(server, "/long/1000"), limits(server)).content) == 1000


@pytest.mark.parametrize("path", ["/slow", "/slow-headers"])
def test_a_server_that_trickles_is_cut_off_at_the_time_limit(server, path):
    began = time.monotonic()

    with pytest.raises(DocumentUnreadable, match="took more than"):
        fetch(at(server, path), limits(server, timeout_s=0.4))

    assert time.monotonic() - began < 2


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with a certificate for good.test, and the file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "good.test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("good.test")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    secret = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key.private_bytes(*secret) + made.public_bytes(Encoding.PEM))
    with running(certificate=file) as server:
        yield server, file


def over_tls(secure, monkeypatch, name, path, **given):
    server, file = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    host = f"{name}:{server.server_port}"
    chosen = limits(server, allowed=frozenset({host}), **given)
    return fetch(f"https://{host}{path}", chosen, lambda host, port: ["127.0.0.1"])


def test_over_tls_the_name_counts_though_the_address_was_pinned(secure, monkeypatch):
    assert over_tls(secure, monkeypatch, "good.test", "/x").content == b"Ada was here."

    with pytest.raises(DocumentUnreadable, match="mismatch"):
        over_tls(secure, monkeypatch, "bad.test", "/x")
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(DocumentUnreadable, match="certificate"):
        fetch(
            f"https://good.test:{secure[0].server_port}/",
            limits(secure[0], allowed=frozenset({"good.test"})),
            lambda host, port: ["127.0.0.1"],
        )


def test_over_tls_a_server_that_trickles_is_cut_off_too(secure, monkeypatch):
    began = time.monotonic()

    with pytest.raises(DocumentUnreadable, match="took more than"):
        over_tls(secure, monkeypatch, "good.test", "/slow", timeout_s=1.0)

    assert time.monotonic() - began < 4


def test_nobody_is_led_from_https_to_http(secure, monkeypatch):
    server, file = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    plain = b"http://good.test/".hex()

    with pytest.raises(DocumentUnreadable, match="from https to http"):
        fetch(
            f"https://good.test:{server.server_port}/to/{plain}",
            limits(server, allowed=frozenset({"good.test"})),
            lambda host, port: ["127.0.0.1"],
        )


@pytest.mark.parametrize("path", ["/packed", "/cut", "/missing"])
def test_what_is_no_whole_document_is_no_document(server, path):
    with pytest.raises(DocumentUnreadable):
        fetch(at(server, path), limits(server))


def test_a_server_that_is_not_there_is_said_to_be_so():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(DocumentUnreadable, match="cannot be fetched"):
        fetch(f"http://127.0.0.1:{port}/", FetchLimits(1000, allowed=frozenset({"127.0.0.1"})))


@given(st.text(max_size=60) | st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True))
def test_any_text_is_an_address_or_refused(url):
    def nowhere(host, port):
        raise OSError("no network in this test")

    with pytest.raises(KGError):
        target_of(url, frozenset(), nowhere)
