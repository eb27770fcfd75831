"""`kg keys`, and a service that is told to let others in, as real processes."""

import time
from functools import partial

import httpx2
import pytest
from serving import run_kg

from api.client import Client
from api.exposure import is_loopback
from api.keyring import FRESH_S
from kg.errors import InputError

run = partial(run_kg, extractor="scripted")


def test_a_key_made_on_the_command_line_lets_its_holder_in_and_revoking_it_does_not(
    serve, tmp_path
):
    data = ["--data", str(tmp_path / "data")]
    made = run("keys", "create", "reader", *data)
    key, id = made.stdout.strip(), made.stderr.split()[1]
    service = serve(tmp_path / "data")

    without = run("jobs", server=service.address)
    by_option = run("--key", key, "jobs", server=service.address)
    by_setting = run("jobs", server=service.address, api_key=key)
    listed = run("keys", "list", *data)
    revoked = run("keys", "revoke", id, *data)
    time.sleep(FRESH_S + 0.1)
    after = run("jobs", server=service.address, api_key=key)

    assert (without.returncode, without.stdout) == (1, "")
    assert "--key" in without.stderr
    assert by_option.returncode == by_setting.returncode == revoked.returncode == 0
    assert id in listed.stdout
    assert key not in listed.stdout
    assert after.returncode == 1
    with Client(service.address, key=key) as client, pytest.raises(InputError, match="revoked"):
        client.jobs()


def test_a_public_address_without_keys_is_refused_with_the_way_out(tmp_path):
    refused = run("serve", "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path / "data"))

    assert refused.returncode == 1
    assert "kg keys create" in refused.stderr
    assert "KG_ALLOW_OPEN" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_public_address_is_served_once_there_is_a_key(serve, tmp_path):
    run("keys", "create", "boss", "--scope", "admin", "--data", str(tmp_path / "data"))

    service = serve(tmp_path / "data", host="0.0.0.0")

    port = service.address.rpartition(":")[2]
    assert httpx2.get(f"http://127.0.0.1:{port}/documents").status_code == 401


def test_a_loopback_service_says_how_to_open_up(serve, tmp_path):
    service = serve(tmp_path / "data")

    assert any("kg keys create" in line and "--host" in line for line in service.messages)


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
     ("::", False), ("10.0.0.1", False), ("localhost.example.org", False), ("", False)],
)  # fmt: skip
def test_only_what_this_machine_alone_reaches_is_loopback(host, alone):
    assert is_loopback(host) is alone
