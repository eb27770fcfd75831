"""`kg ingest --s3`, against a real service and a small S3 server."""

import pytest

from api.cli.delivery import id_of
from api.client import Client

boto3 = pytest.importorskip("boto3")
moto = pytest.importorskip("moto.server")
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def bucket(monkeypatch):
    """A client of an S3 server that has the buckets "papers" and "long", with the environment set to reach it."""
    running = moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    endpoint = "http://{}:{}".format(*running.get_host_and_port())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("KG_S3_ENDPOINT", endpoint)
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket="papers")
    client.create_bucket(Bucket="long")
    yield client
    client.close()
    running.stop()


def test_objects_under_a_prefix_are_read_and_replaced_when_they_change(kg, server, bucket):
    bucket.put_object(Bucket="papers", Key="in/ada one.txt", Body=b"Ada was born in London.")
    bucket.put_object(Bucket="papers", Key="in/deep/bob.md", Body=b"Bob works for Acme.")
    bucket.put_object(Bucket="papers", Key="in/picture.png", Body=b"\x89PNG")
    bucket.put_object(Bucket="papers", Key="out/eve.txt", Body=b"Eve left.")

    first = kg("ingest", "--s3", "s3://papers/in/")
    bucket.put_object(Bucket="papers", Key="in/ada one.txt", Body=b"Ada was born in Paris.")
    second = kg("ingest", "--s3", "s3://papers/in/")

    assert "2 objects: 2 documents new or changed, 0 failed" in first.stdout
    assert "2 objects: 1 documents new or changed, 0 failed" in second.stdout
    with Client(server.address) as client:
        assert client.text(id_of("s3://papers/in/ada%20one.txt")) == "Ada was born in Paris."
        assert {one.uri for one in client.documents() if (one.uri or "").startswith("s3:")} == {
            "s3://papers/in/ada%20one.txt",
            "s3://papers/in/deep/bob.md",
        }


def test_an_object_that_is_too_large_or_unreadable_is_named_and_the_others_are_read(
    kg, bucket, monkeypatch
):
    monkeypatch.setenv("KG_MAX_DOCUMENT_BYTES", "50")
    bucket.put_object(Bucket="long", Key="long.txt", Body=b"x" * 100)
    bucket.put_object(Bucket="long", Key="good.txt", Body=b"Ada was born in London.")

    done = kg("ingest", "--s3", "s3://long")

    assert done.exit_code == 1
    assert "2 objects: 1 documents new or changed, 1 failed" in done.stdout
    assert "long.txt" in done.stderr


@pytest.mark.parametrize("url", ["s3://nobody/", "https://papers/", "s3:///"])
def test_a_bucket_that_is_not_there_is_told_as_such(kg, bucket, url):
    done = kg("ingest", "--s3", url)

    assert done.exit_code != 0
    assert url in done.stderr or "NoSuchBucket" in done.stderr
