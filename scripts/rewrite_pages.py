"""Follow pages as their tests do, and write what is printed now where a page shows something else.

    make pages [ARGS="docs/quickstart.md …"]

Without a page: the README, the quickstart and all tutorials. What changed is for people to read: `git diff`. Output
that a page shortens by lines of `…` is written in full.
"""

import sys
import tempfile
from pathlib import Path

from docs_blocks import FOLLOWED, NOT_HERE, Reader, Step


class Rewriter(Reader):
    """A reader who corrects the page."""

    def follow(self, page: Path) -> None:
        """Do all that a page says, and write what came of it."""
        self._corrected: list[tuple[Step, str]] = []
        super().follow(page)
        text = page.read_text("utf-8")
        for step, printed in self._corrected:
            before = "" if step.language == "python" else step.command
            text = text.replace(f"{before}{step.printed}", f"{before}{printed}", 1)
        page.write_text(text, "utf-8")

    def differs(self, step: Step, printed: str, where: str) -> None:
        """Say so, and keep it."""
        sys.stdout.write(f"{where} $ {step.command}{printed}\n")
        self._corrected.append((step, printed))


def main() -> None:
    """Follow each page in a folder of its own."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or FOLLOWED:
        with tempfile.TemporaryDirectory() as folder:
            Rewriter(Path(folder), NOT_HERE).follow(page)


if __name__ == "__main__":
    main()
