"""Makes build/site from docs/: a copy, the reference written from the code, and Sphinx over both.

Links to files outside docs/ become the files' names: a site has no repository beside it.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.reference import pages

ROOT = Path(__file__).parents[1]
SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
_LINK = re.compile(r"\[([^]]+)\]\(((?:\.\./)+[^)#]*|[\w./-]+/)(?:#[^)]*)?\)")


def main() -> int:
    from sphinx.cmd.build import build_main

    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    for page in SOURCE.rglob("*.md"):
        page.write_text("".join(_inside(page)), "utf-8")
    (SOURCE / "reference").mkdir()
    for name, text in pages():
        (SOURCE / "reference" / name).write_text(text, "utf-8")
    return int(build_main(["-W", "--keep-going", "-q", "-b", "html", str(SOURCE), str(SITE)]))


def _inside(page: Path) -> Iterator[str]:
    """Yield a page's text with links that leave docs/ turned into names."""

    def told(match: re.Match[str]) -> str:
        target = (page.parent / match[2]).resolve()
        if target.is_relative_to(SOURCE) and target.is_file():
            return match[0]
        inside = target.relative_to(SOURCE.parent) if target.is_relative_to(SOURCE.parent) else target
        name = "docs/" + str(target.relative_to(SOURCE)) if target.is_relative_to(SOURCE) else str(inside)
        return match[1] if name in match[1] else f"{match[1]} (`{name}`)"

    yield _LINK.sub(told, page.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
