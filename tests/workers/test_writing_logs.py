"""What long-running processes write to stderr."""

import json
import logging
import subprocess
import sys

import pytest

from kg.observing import named, speaking_of
from workers.logs import JsonLines, PlainLines, without_secrets


def record(message, *arguments, **fields):
    made = logging.LogRecord("kg.test", logging.WARNING, __file__, 1, message, arguments, None)
    made.__dict__.update(fields)
    return made


def test_a_json_line_holds_time_level_logger_message_and_the_ids_of_what_it_is_about():
    with speaking_of(request="r1"), speaking_of(job="j1"):
        line = JsonLines().format(record("read %d\ndocuments", 3, document="d1"))

    fields = json.loads(line)
    assert "\n" not in line
    assert fields.pop("time").endswith("+00:00")
    assert fields == {
        "level": "warning",
        "logger": "kg.test",
        "message": "read 3\ndocuments",
        "request": "r1",
        "job": "j1",
        "document": "d1",
    }


def test_a_line_for_people_ends_with_the_ids():
    with speaking_of(document="d1"):
        line = PlainLines().format(record("it failed"))

    assert line.endswith("WARNING kg.test it failed [document=d1]")


def test_ids_are_forgotten_with_their_block():
    with speaking_of(document="d1"):
        pass

    assert "document" not in json.loads(JsonLines().format(record("later")))


@pytest.mark.parametrize("lines", [JsonLines(), PlainLines()], ids=["json", "text"])
@pytest.mark.parametrize(
    "said",
    [
        "redis://:hush-hush@redis:6379/0 does not answer",
        "postgresql+psycopg://kg:hush-hush@postgres/kg",
        "Authorization: Bearer hush-hush",
        "password=hush-hush host=db",
        '{"api_key": "hush-hush"}',
    ],
)
def test_no_secret_comes_into_a_line_from_a_message_or_from_a_stack_trace(lines, said):
    try:
        raise RuntimeError(said)
    except RuntimeError:
        whole = record("it failed: %s", said, exc_info=sys.exc_info())

    line = lines.format(whole)

    assert "hush" not in line
    assert "it failed" in line
    assert "RuntimeError" in line


def test_keys_and_tokens_are_struck_out_and_other_words_are_not():
    key, token = "kg_" + "a1-B_" * 8, "eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl"
    plain = "kg_documents of https://example.org/a:b?c=d took 3 tokens: fine"

    assert without_secrets(f"{key} and {token}") == "*** and ***"
    assert without_secrets(plain) == plain


def test_a_line_about_many_documents_names_their_few_jobs():
    assert named(["d1"], ["j1"]) == {"document": "d1", "job": "j1"}
    assert named(["d1", "d2"], ["j1", "j1"]) == {"job": "j1"}
    assert named(["d1", "d2"], ["j1", "j2"]) == {"jobs": "j1,j2"}
    assert named([], []) == {}


@pytest.mark.parametrize("format", ["json", "text"])
def test_a_process_logs_its_own_steps_and_only_the_warnings_of_libraries(format):
    program = (
        "import logging; from kg.settings import Settings; from workers.logs import write_logs;"
        f"write_logs(Settings(_env_file=None, log_format={format!r}));"
        "logging.getLogger('kg.x').info('ours'); logging.getLogger('alembic').info('theirs');"
        "logging.getLogger('celery').warning('a warning')"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    lines = ran.stderr.splitlines()
    assert len(lines) == 2, ran.stderr
    assert "ours" in lines[0]
    assert "a warning" in lines[1]
    assert all(line.startswith("{") == (format == "json") for line in lines)


def test_importing_the_libraries_configures_no_logging():
    program = "import logging, api.app, workers.app, kg; print(logging.getLogger().handlers)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ran.stdout.strip() == "[]", ran.stderr
