"""`kg worker` itself, as a supervisor sees it: its exit code and what it writes."""

import json
import subprocess
import sys

import pytest
from serving import MAIN, kg_environment

from tests.services import free_port


@pytest.mark.parametrize("woken", [True, False], ids=["with Redis", "alone"])
def test_a_worker_without_a_model_ends_with_an_error_and_its_lines_are_json_alone(tmp_path, woken):
    settings = {"data": str(tmp_path), "extractor": "nonsense:none", "log_format": "json"}
    if woken:
        settings["redis_url"] = f"redis://127.0.0.1:{free_port()}/0"

    ran = subprocess.run(
        [sys.executable, "-c", MAIN, "worker"],
        env=kg_environment(**settings), cwd=tmp_path, capture_output=True, text=True, timeout=280,
    )  # fmt: skip

    assert ran.returncode == 1
    lines = [line for line in (ran.stdout + ran.stderr).splitlines() if line]
    plain = [line for line in lines if not line.startswith("{")]
    assert [json.loads(line)["level"] for line in lines if line not in plain]
    # what ended the command itself is said as every command says it
    assert [line for line in plain if not line.startswith("kg: ")] == []
    assert "nonsense" in lines[-1]
