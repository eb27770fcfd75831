"""A process that is forked is what one that a shell starts would be."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forking import fork
from serving import kg_environment

TELLING = """
import os, signal, sys
print(sys.argv[1:], os.getcwd(), sorted(os.environ.items()), signal.getsignal(signal.SIGINT), __name__)
print("told", file=sys.stderr)
{end}
"""
ENDS = ["sys.exit(3)", "raise SystemExit", "raise ValueError", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_it_has_the_arguments_environment_folder_and_end_of_one_that_is_started(
    tmp_path: Path, end: str
):
    program, given = TELLING.format(end=end), {"cwd": tmp_path, "env": kg_environment(server="x")}
    anew = subprocess.run([sys.executable, "-c", program, "a", "b c"], capture_output=True, text=True, **given)  # fmt: skip
    out, err = tmp_path / "out", tmp_path / "err"

    with out.open("w") as stdout, err.open("w") as stderr:
        forked = fork(program, ["a", "b c"], stdout=stdout.fileno(), stderr=stderr.fileno(), **given)  # fmt: skip

    assert forked.wait(60) == anew.returncode
    assert out.read_text() == anew.stdout
    assert err.read_text().splitlines()[0] == "told"
    assert ("ValueError" in err.read_text()) == ("ValueError" in anew.stderr)


def test_it_runs_until_it_is_told_to_stop_and_hears_ctrl_c(tmp_path: Path):
    began = tmp_path / "began"
    sleeping = f"import pathlib, time; pathlib.Path({str(began)!r}).touch(); time.sleep(600)"
    process = fork(sleeping, [], cwd=tmp_path, env=kg_environment())
    while not began.exists():
        time.sleep(0.01)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    assert process.poll() is None

    os.kill(process.pid, signal.SIGINT)

    assert process.wait(60) == -signal.SIGINT
    assert process.poll() == -signal.SIGINT
