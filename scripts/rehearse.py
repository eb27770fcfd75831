"""Rehearses a release: builds wheel and sdist, installs the wheel into a clean environment, and uses it from there.

Too slow for a test, since everything down to torch is installed anew: some minutes. Usage: make rehearse
"""

import json
import os
import subprocess
import sys
import tarfile
import time
import urllib.request
import venv
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
NEEDED = (
    "kg/model/shipped/model.safetensors",
    "kg/model/shipped/README.md",
    "kg/ontology/wikidata.ttl",
    "kg/graph/vocabulary.ttl",
    "kg/examples/documents/nikola-tesla.md",
    "api/web/index.html",
    "api/web/vendor/licences/yasgui.txt",
)
TEXT = "Grace Hopper was born in New York City on 9 December 1906."
PATIENCE_S = 180.0


def main() -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        wheel, source = build(place / "dist")
        check(wheel, source)
        kg = install(wheel, place / "clean")
        use(kg, place)
    print("the release can be made")


def build(target: Path) -> tuple[Path, Path]:
    """Return the wheel and the sdist."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d"]
    subprocess.run([*command, str(target)], cwd=ROOT, check=True)
    (wheel,), (source,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, source


def check(wheel: Path, source: Path) -> None:
    """Exit where something that kg needs to run is not in the wheel, or the licences are not in both."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(source) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    missing = [name for name in NEEDED if name not in inside]
    for licence in ("LICENSE", "THIRD_PARTY_LICENCES.md"):
        there = any(name.endswith(f"licenses/{licence}") for name in inside) and licence in packed
        missing += [] if there else [licence]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}")
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.0f} MB, {len(inside)} files")


def install(wheel: Path, folder: Path) -> Path:
    """Return the `kg` of an environment that has nothing but the wheel and what it needs."""
    venv.create(folder, with_pip=True, system_site_packages=False)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return folder / "bin" / "kg"


def use(kg: Path, place: Path) -> None:
    """Serve from the clean environment, read a text, and ask for what it says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON"))}  # fmt: skip
    serve = [str(kg), "serve", "--port", "0", "--data", str(place / "data")]
    with subprocess.Popen(serve, cwd=place, env=kept, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = _address(process)
            posted = _json(f"{address}/documents", {"text": TEXT, "id": "hopper"})
            deadline = time.monotonic() + PATIENCE_S
            while not _json(f"{address}/jobs/{posted['job']}")["finished"]:
                if time.monotonic() > deadline:
                    sys.exit("the text was not read")
                time.sleep(0.5)
            born = _json(f"{address}/ask", {"question": "Where was Grace Hopper born?"})["answer"]
            page = urllib.request.urlopen(f"{address}/").read()
            print(f"asked where Grace Hopper was born: {born}")
            if born != "New York City" or b"<html" not in page:
                sys.exit("not as it should be")
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("kg is at "):
            return line.split()[3]
    sys.exit("kg serve ended")


def _json(address: str, body: dict[str, str] | None = None) -> Any:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))


if __name__ == "__main__":
    main()
