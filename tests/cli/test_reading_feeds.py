"""`kg ingest --feed`, against a real service and a real web server."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from api.cli.delivery import id_of
from api.cli.feeds import Entry, entries
from api.cli.following_feeds import _not_public
from api.client import Client
from kg.errors import InputError

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>News</title><link>https://example.org/</link>
<item><title>One</title><link>{one}</link><pubDate>Mon, 01 Jun 2026 09:00:00 GMT</pubDate></item>
<item><title>Two</title><guid>/two.html</guid></item>
<item><title>None</title><guid isPermaLink="false">tag:1</guid></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<link href="https://example.org/"/>
<entry><link rel="enclosure" href="/song.mp3"/><link href="one.html"/><updated>2026-06-01T09:00:00Z</updated></entry>
</feed>"""


class QuietPages(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def web(tmp_path):
    """A web server's address and its folder."""
    folder = tmp_path / "web"
    folder.mkdir()
    handler = partial(QuietPages, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()


def page(text):
    return f"<html><body><p>{text}</p></body></html>"


def test_entries_of_rss_are_what_its_links_and_permalinks_lead_to():
    found = entries(
        RSS.format(one="https://example.org/one.html").encode(), "https://example.org/f"
    )

    assert found == [
        Entry("https://example.org/one.html", "Mon, 01 Jun 2026 09:00:00 GMT"),
        Entry("https://example.org/two.html", ""),
    ]


def test_entries_of_atom_are_what_their_alternate_links_lead_to():
    found = entries(ATOM.encode(), "https://example.org/news/atom.xml")

    assert found == [Entry("https://example.org/news/one.html", "2026-06-01T09:00:00Z")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>No.</body></html>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>',
        b'<?xml version="1.0" encoding="no-such-thing"?><rss/>',
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(content):
    with pytest.raises(InputError, match="is no feed"):
        entries(content, "https://example.org/f")


def test_pages_of_a_feed_are_read_and_replaced_when_they_change(kg, server, web):
    url, folder = web
    (folder / "feed.xml").write_text(RSS.format(one=f"{url}/one.html"))
    (folder / "one.html").write_text(page("Ada Lovelace was born in London."))

    first = kg("ingest", "--feed", f"{url}/feed.xml")
    (folder / "two.html").write_text(page("Bob Reed works for Acme."))
    (folder / "one.html").write_text(page("Ada Lovelace was born in Paris."))
    second = kg("ingest", "--feed", f"{url}/feed.xml")

    assert first.exit_code == 1
    assert "2 entries read, 1 documents new or changed, 1 failed" in first.stdout
    assert "two.html" in first.stderr
    assert second.exit_code == 0
    with Client(server.address) as client:
        assert client.text(id_of(f"{url}/one.html")) == "Ada Lovelace was born in Paris."
        assert client.text(id_of(f"{url}/two.html")) == "Bob Reed works for Acme."


def test_an_entry_that_leads_into_the_own_network_is_not_fetched(kg, web):
    url, folder = web
    (folder / "feed.xml").write_text(RSS.format(one="http://169.254.169.254/latest/meta-data"))
    (folder / "two.html").write_text(page("Bob Reed works for Acme."))

    done = kg("ingest", "--feed", f"{url}/feed.xml")

    assert done.exit_code == 1
    assert "is not a public address" in done.stderr


def test_only_what_is_new_or_changed_is_read_at_the_next_look(server, web):
    from api.cli.delivery import Delivery
    from api.cli.following_feeds import Feed
    from kg.settings import Settings

    url, folder = web
    (folder / "feed.xml").write_text(RSS.format(one=f"{url}/one.html"))
    (folder / "one.html").write_text(page("Ada Lovelace was born in London."))
    (folder / "two.html").write_text(page("Bob Reed works for Acme."))
    with Client(server.address) as client:
        delivery = Delivery(client, Settings(_env_file=None))
        feed = Feed(f"{url}/feed.xml", delivery)

        first, second = feed.look(), feed.look()
        changed = RSS.format(one=f"{url}/one.html").replace("09:00", "10:00")
        (folder / "feed.xml").write_text(changed)
        third = feed.look()
        delivery.close()

    assert [len(first), len(second), len(third)] == [2, 0, 1]


def test_feeds_and_buckets_stand_alone_and_something_has_to_be_named(kg):
    assert kg("ingest").exit_code == 2
    assert kg("ingest", "--feed", "https://example.org/f", "--wait").exit_code == 2
    assert kg("ingest", "--s3", "s3://a/b", "--watch").exit_code == 2


def test_a_link_that_is_no_address_hides_no_other():
    found = entries(RSS.format(one="http://[oops").encode(), "https://example.org/f")

    assert [entry.url for entry in found] == ["http://[oops", "https://example.org/two.html"]


def test_only_a_feed_in_ones_own_network_may_lead_there():
    assert _not_public("http://127.0.0.1:8123/feed") == {"127.0.0.1:8123"}
    assert _not_public("http://93.184.215.14/feed") == frozenset()
    assert _not_public("http://[oops/feed") == frozenset()
