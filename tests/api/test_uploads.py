"""`POST /documents` with files."""

import io
import json
import zipfile

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

ADA = "Ada Lovelace was born in London."
BOB = "Bob Smith works for Acme Works."


def pdf(text: str, password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, encrypt=encryption)
    canvas.drawString(72, 700, text)
    canvas.save()
    return buffer.getvalue()


def word(text: str) -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def upload(service, *files):
    return service.post("/documents", files=[("file", file) for file in files])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ada.txt", ADA.encode()),
        ("ada.md", f"# Ada\n\n{ADA}\n".encode()),
        ("ada.html", f"<html><body><main><p>{ADA}</p></main></body></html>".encode()),
        ("ada.pdf", pdf(ADA)),
        ("ada.docx", word(ADA)),
        ("ada.jsonl", json.dumps({"text": ADA}).encode()),
        ("ada.zip", packed(ada__txt=ADA.encode())),
        ("ada.txt", ADA.encode("utf-16")),
    ],
)
def test_a_file_of_each_format_gives_its_facts(service, finish, name, content):
    answer = upload(service, (name, content))

    assert answer.status_code == 202, answer.text
    finish(service, answer.json()["job"])
    (document,) = answer.json()["documents"]
    (statement,) = service.get(f"/documents/{document['id']}/statements").json()["statements"]
    text = service.get(f"/documents/{document['id']}/text").text
    start, end = statement["subject_span"]
    assert text[start:end] == "Ada Lovelace"


def test_an_archive_gives_a_document_for_each_member(service):
    archive = packed(ada__txt=ADA.encode(), bob__md=BOB.encode())

    answer = upload(service, ("both.zip", archive))

    assert answer.json()["accepted"] == 2


def test_a_bad_line_of_a_file_of_lines_is_reported_with_its_number(service):
    lines = json.dumps({"text": ADA}) + "\nnonsense\n" + json.dumps({"text": BOB})

    answer = upload(service, ("both.jsonl", lines.encode()))

    assert answer.json()["accepted"] == 2
    (rejected,) = [one for one in answer.json()["documents"] if one["status"] == "rejected"]
    assert rejected["line"] == 2
    assert "both.jsonl" in rejected["name"]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("empty.txt", b"", 422),
        ("binary.txt", bytes(range(256)) * 40, 422),
        ("nul.txt", b"Ada\x00Lovelace was born in London.", 422),
        ("broken.pdf", pdf(ADA)[:200], 422),
        ("no.pdf", b"%PDF-1.4 nothing of the kind", 422),
        ("locked.pdf", pdf(ADA, password="secret"), 422),
        ("broken.docx", b"PK\x03\x04 nothing of the kind", 422),
        ("broken.zip", packed(ada__txt=ADA.encode())[:-30], 422),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), 415),
        ("bomb.zip", packed(zeros__txt=b"0" * 50_000_000), 422),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_reason(
    shared, name, content, status
):
    answer = upload(shared, (name, content))

    assert answer.status_code == status, answer.text
    assert name in answer.json()["detail"]
    assert shared.get("/documents").json()["documents"] == []


def test_a_bad_file_does_not_stop_the_good_ones_beside_it(service, finish):
    answer = upload(
        service, ("a.txt", ADA.encode()), ("no.pdf", b"%PDF-1.4 no"), ("b.txt", BOB.encode())
    )

    assert answer.status_code == 202
    taken = answer.json()["documents"]
    assert [one["status"] for one in taken] == ["queued", "rejected", "queued"]
    assert taken[1]["name"] == "no.pdf"
    assert finish(service, answer.json()["job"])["rejected"] == 1


def test_a_form_without_files_is_refused(shared):
    answer = shared.post("/documents", data={"a": "b"}, files=[])

    assert answer.status_code in (415, 422)


def test_a_broken_form_is_refused(shared):
    answer = shared.post(
        "/documents",
        content=b"--x\r\nnothing",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
