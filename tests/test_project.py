"""The house rules that no linter knows."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("kg", "workers", "api")

# Nothing in the repository may depend on where it lies or on whom it is downloaded from.
PLACES = ("/work/", "/root/", "/opt/wheels", "/opt/pypi", "../shared")
HOSTS = (
    "pypi.org",
    "pythonhosted.org",
    "download.pytorch.org",
    "registry.npmjs.org",
    "deb.debian.org",
)
OTHERS = "api/web/vendor/"  # third-party builds, kept as they came
MAY_NAME_PLACES = {".ci/run": {"../shared"}}

LONGEST_MODULE = 250
LONGER_WITH_REASON: dict[str, str] = {}


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    return [name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()]


def text_of(name: str) -> str:
    """Return a file's text, or nothing for a binary file."""
    try:
        return (ROOT / name).read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def modules() -> list[str]:
    return [
        name
        for name in tracked_files()
        if name.endswith(".py") and name.split("/")[0] in (*PACKAGES, "bench")
    ]


def test_no_file_names_a_machine_or_a_registry():
    named = [
        (name, word)
        for name in tracked_files()
        if ROOT / name != Path(__file__) and not name.startswith(OTHERS)
        for word in (*PLACES, *HOSTS)
        if word in text_of(name) and word not in MAY_NAME_PLACES.get(name, set())
    ]

    assert named == []


def test_every_module_says_what_it_is_for():
    silent = [
        name
        for name in modules()
        if (text := text_of(name)).strip() and not ast.get_docstring(ast.parse(text))
    ]

    assert silent == []


def test_no_module_grows_beyond_what_one_can_read_at_a_sitting():
    long = {name for name in modules() if len(text_of(name).splitlines()) > LONGEST_MODULE}

    assert long == set(LONGER_WITH_REASON)


@pytest.mark.parametrize(
    "module", ["kg", "kg.examples", "kg.model.adding", "api.cli", "api.app", "workers.client"]
)
def test_the_service_and_the_command_line_start_without_what_few_of_them_need(module):
    late = "('torch', 'scipy', 'celery', 'kombu', 'redis')"
    program = f"import sys, {module}; print([one for one in {late} if one in sys.modules])"

    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert ran.stdout.strip() == "[]", ran.stderr


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("kg-*.whl")

    held = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("kg-")}

    assert held == {name for name in tracked_files() if name.split("/")[0] in PACKAGES}


def test_the_renewed_constraints_name_one_exact_release_a_package():
    lines = [line for line in text_of("constraints.txt").splitlines() if line[:1] != "#"]

    assert all(line.count("==") == 1 for line in lines)
    assert not [line for line in lines if "+" in line or "@" in line or "://" in line]
    assert len({line.partition("==")[0].lower() for line in lines}) == len(lines)
