"""Uploads that are small as they come and enormous once unpacked: knowledge bases and backups."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
from dataclasses import asdict

import pytest

from api.backups import restore
from kg.errors import InputError
from kg.graph.file_process import Reading

LINE = b"<http://a.test/s> <http://a.test/p> <http://a.test/o> .\n"
LONG = "http://a.test/" + "x" * 200_000 + "/"


def read(folder, content, media_type="application/n-triples", packed=True):
    """Read a knowledge base as the service does; returns the process that did, and what it wrote."""
    source, target = folder / "base", folder / "base.nt"
    source.write_bytes(gzip.compress(content) if packed else content)
    reading = Reading(str(source), media_type, packed, str(target), 2_000_000_000)
    command = [sys.executable, "-m", "kg.graph.file_process", json.dumps(asdict(reading))]
    ran = subprocess.run(command, capture_output=True, text=True)
    return ran, target.stat().st_size


def test_a_packed_knowledge_base_that_unpacks_without_end_is_given_up(tmp_path):
    ran, written = read(tmp_path, b"\n" * 50_000_000)

    assert ran.returncode == 1
    assert "more than 60 times its size" in ran.stderr
    assert written == 0


def test_a_knowledge_base_whose_short_names_stand_for_endless_ones_is_given_up(tmp_path):
    turtle = f"@prefix a: <{LONG}> .\n" + "a:b a:c a:d , a:e , a:f , a:g .\n" * 50

    ran, written = read(tmp_path, turtle.encode(), "text/turtle", packed=False)

    assert ran.returncode == 1
    assert "more than 60 times its size" in ran.stderr
    assert written < 200_000_000


def test_an_ordinary_packed_knowledge_base_is_read(tmp_path):
    lines = b"".join(LINE.replace(b"/o>", b"/o%d>" % number) for number in range(2000))

    ran, written = read(tmp_path, lines)

    assert ran.returncode == 0, ran.stderr
    assert written == len(lines)


@pytest.mark.parametrize(("files", "size"), [(1, 200_000_000), (10_001, 0)])
def test_a_backup_that_would_fill_the_disk_is_refused_before_it_is_unpacked(tmp_path, files, size):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
        for number in range(files):
            member = tarfile.TarInfo(f"models/{number}")
            member.size = size
            archive.addfile(member, io.BytesIO(bytes(size)))
    (tmp_path / "backup.tar.gz").write_bytes(packed.getvalue())

    with pytest.raises(InputError, match="far more than its size"):
        restore(None, tmp_path / "backup.tar.gz")

    assert [one.name for one in tmp_path.iterdir()] == ["backup.tar.gz"]
