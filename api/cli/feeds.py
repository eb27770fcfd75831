"""RSS 0.9 to 2.0 and Atom 1.0 (RFC 4287): the addresses of a feed's entries."""

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kg.errors import InputError

_CHANGED = ("updated", "pubDate", "date", "published")
"""Names of what says when an entry was last changed, surest first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it leads, and what changes when it does; "" where the feed does not say."""

    url: str
    changed: str


def entries(content: bytes, url: str) -> list[Entry]:
    """Return the entries of a feed in its order, each address once; those without an address are left out.

    Args:
        url: Where the feed came from: addresses are relative to it.

    Raises:
        InputError: It is no feed. XML with a DOCTYPE that declares entities is refused, too.
    """
    try:
        root = fromstring(content.strip())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as err:
        raise InputError(f"{url} is no feed: {err}") from err
    if _name(root) not in ("rss", "feed", "RDF"):
        raise InputError(f"{url} is no feed: RSS or Atom was expected, not <{_name(root)}>.")
    found: dict[str, Entry] = {}
    for element in root.iter():
        if _name(element) in ("item", "entry") and (link := _link(element)):
            try:
                address = urljoin(url, link)
            except ValueError:
                address = link  # fetching it says what is wrong with it
            found.setdefault(address, Entry(address, _changed(element)))
    return list(found.values())


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _link(entry: Element) -> str:
    """Return the address of the page itself: of several links of Atom, the alternate one."""
    for child in entry:
        if _name(child) == "link":
            if child.text and child.text.strip():
                return child.text.strip()
            if child.get("rel", "alternate") == "alternate" and child.get("href"):
                return str(child.get("href")).strip()
    for child in entry:
        # a permalink, unless it says that it is none
        if _name(child) == "guid" and child.get("isPermaLink") != "false":
            return (child.text or "").strip()
    return ""


def _changed(entry: Element) -> str:
    texts = {_name(child): (child.text or "").strip() for child in entry}
    return next((texts[name] for name in _CHANGED if texts.get(name)), "")
