"""`kg ingest --watch` and `kg ingest --urls`, against a real service."""

import json
import os
import signal
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from serving import KG, kg_environment

from api.cli.delivery import Delivery, id_of
from api.cli.watching import Watch
from api.client import Client
from kg.settings import Settings


class QuietPages(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def client(server):
    with Client(server.address) as client:
        yield client


@pytest.fixture
def delivery(client):
    delivery = Delivery(client, Settings(_env_file=None))
    yield delivery
    delivery.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inbox" / "deep").mkdir(parents=True)
    return tmp_path / "inbox"


def settle(watch):
    """Look until a file that just changed has been seen twice; returns what was done."""
    return [change for _ in range(2) for change in watch.look()]


def texts(client, folder):
    prefix = folder.as_uri() + "/"
    return {
        document.uri.removeprefix(prefix): client.text(document.id)
        for document in client.documents()
        if (document.uri or "").startswith(prefix) and document.status != "deleting"
    }


def test_new_changed_and_deleted_files_follow(client, delivery, folder):
    watch = Watch([folder], delivery)
    (folder / "a.txt").write_text("Ada Lovelace was born in London.")
    (folder / "deep" / "b.md").write_text("Bob works for Acme.")

    settle(watch)
    first = texts(client, folder)
    (folder / "a.txt").write_text("Ada Lovelace was born in Paris, then.")
    (folder / "deep" / "b.md").unlink()
    settle(watch)

    assert set(first) == {"a.txt", "deep/b.md"}
    assert texts(client, folder) == {"a.txt": "Ada Lovelace was born in Paris, then."}


def test_a_file_that_is_still_being_written_waits(delivery, folder):
    watch = Watch([folder], delivery)
    file = folder / "slow.txt"
    for length in range(1, 4):
        file.write_text("Half a sentence " * length)
        assert watch.look() == []

    (change,) = watch.look()

    assert change.put == 1


def test_what_happened_while_nobody_watched_is_caught_up_with(client, delivery, folder):
    (folder / "kept.txt").write_text("Kept as it is.")
    (folder / "changed.txt").write_text("Before.")
    (folder / "gone.txt").write_text("Soon gone.")
    settle(Watch([folder], delivery))
    (folder / "changed.txt").write_text("Afterwards.")
    (folder / "gone.txt").unlink()

    done = {
        os.path.basename(change.path): (change.put, change.deleted)
        for change in settle(Watch([folder], delivery))
    }

    assert done == {"kept.txt": (0, 0), "changed.txt": (1, 0), "gone.txt": (0, 1)}
    assert texts(client, folder) == {"kept.txt": "Kept as it is.", "changed.txt": "Afterwards."}


def test_lines_that_leave_a_file_leave_the_service(client, delivery, folder):
    lines = [{"text": f"Line {one}.", "id": one, "uri": f"http://x.example/{one}"} for one in "ab"]
    file = folder / "many.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    watch = Watch([folder], delivery)
    settle(watch)
    file.write_text(json.dumps(lines[1]))

    settle(watch)

    assert texts(client, folder) == {"many.jsonl#b": "Line b."}
    kept = client.document(id_of(f"{file.as_uri()}#b"))
    assert kept.metadata == {"id": "b", "uri": "http://x.example/b"}


def test_a_folder_that_is_away_takes_nothing_with_it(client, delivery, folder):
    (folder / "a.txt").write_text("On a disk of its own.")
    watch = Watch([folder], delivery)
    settle(watch)
    folder.rename(folder.with_name("elsewhere"))

    settle(watch)

    assert texts(client, folder) == {"a.txt": "On a disk of its own."}


def test_a_file_that_cannot_be_read_is_told_once(client, delivery, folder):
    file = folder / "a.pdf"
    file.write_bytes(b"%PDF-1.4 no")
    watch = Watch([folder], delivery)

    (change,) = settle(watch)

    assert change.failures
    assert settle(watch) == []
    assert texts(client, folder) == {}


def test_the_command_follows_until_it_is_interrupted(server, client, folder):
    command = [*KG, "ingest", "--watch", str(folder)]
    environment = kg_environment(server=server.address)
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # jobs behind others ignore it
    )
    (folder / "a.txt").write_text("Eve Jones was born in Paris.")

    assert process.stdout.readline().strip() == f"{folder / 'a.txt'}: 1 read"
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.stdout.close()
    assert set(texts(client, folder)) == {"a.txt"}


def test_only_folders_can_be_watched(kg, tmp_path):
    (tmp_path / "a.txt").write_text("A file.")

    assert kg("ingest", "--watch", "a.txt").exit_code == 2


def test_pages_of_a_list_are_read_and_replaced_when_they_change(kg, client, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    page = pages / "ada.html"
    page.write_text("<html><body><p>Ada Lovelace was born in London.</p></body></html>")
    handler = partial(QuietPages, directory=str(pages))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{web.server_port}"
        (tmp_path / "list.txt").write_text(
            f"# pages\n{url}/ada.html\n\n{url}/missing.html\nhttps://a..b/\n"
        )

        first = kg("ingest", "--urls", "list.txt")
        again = kg("ingest", "--urls", "list.txt")
        page.write_text("<html><body><p>Ada Lovelace was born in Paris.</p></body></html>")
        changed = kg("ingest", "--urls", "list.txt")
        web.shutdown()

    assert first.exit_code == 1
    assert "3 URLs: 1 documents new or changed, 2 URLs failed" in first.stdout
    assert "missing.html" in first.stderr
    assert "0 documents new or changed" in again.stdout
    assert "1 documents new or changed" in changed.stdout
    assert client.text(id_of(f"{url}/ada.html")) == "Ada Lovelace was born in Paris."
