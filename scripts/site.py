"""Makes a site of docs/: a copy, the reference written from the code, and Sphinx over both.

Links to files outside docs/ become the files' names: a site has no repository beside it.
Usage: python -m scripts.site [FOLDER], build/site if none is given.
"""

import re
import shutil
import sys
from pathlib import Path

from scripts.reference import pages

DOCS = Path(__file__).parents[1] / "docs"
_LINK = re.compile(r"\[([^]]+)\]\((?!https?:|#)([^)#]*)(?:#[^)]*)?\)")
_LISTED = re.compile(r"^[\w/-]+$", re.MULTILINE)


def main(site: Path) -> int:
    """Build the site; returns what Sphinx does, 0 if there was nothing to warn of."""
    from sphinx.cmd.build import build_main

    source = site.with_name(f"{site.name}-source")
    for folder in (site, source):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, source)
    for page in DOCS.rglob("*.md"):
        copy = source / page.relative_to(DOCS)
        copy.write_text(_LINK.sub(lambda link, page=page: _inside(link, page), page.read_text("utf-8")), "utf-8")  # fmt: skip
    (source / "reference").mkdir()
    for name, text in pages():
        (source / "reference" / name).write_text(text, "utf-8")
    index = source / "index.md"
    index.write_text(index.read_text("utf-8") + _unlisted(index), "utf-8")
    return int(build_main(["-W", "--keep-going", "-q", "-b", "html", str(source), str(site)]))


def _inside(link: re.Match[str], page: Path) -> str:
    """Return a link as it is if it leads to a file of docs/, else its text with the file's name."""
    target = (page.parent / link[2]).resolve()
    if target.is_relative_to(DOCS) and target.is_file():
        return link[0]
    name = target.relative_to(DOCS.parent).as_posix()
    return link[1] if name in link[1] else f"{link[1]} (`{name}`)"


def _unlisted(index: Path) -> str:
    """Return a last table of contents, for pages that the index does not name yet."""
    listed = set(_LISTED.findall(index.read_text("utf-8")))
    there = {page.relative_to(index.parent).with_suffix("").as_posix() for page in index.parent.rglob("*.md")}  # fmt: skip
    more = sorted(one for one in there - listed - {"index"} if not one.startswith("decisions/0"))
    return "\n```{toctree}\n:caption: More\n:maxdepth: 1\n\n" + "\n".join(more) + "\n```\n" if more else ""  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:2] or [DOCS.parent / "build" / "site"])))
