"""Which version of kg this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the installed version, or `0+source` when kg runs from a folder that nobody installed."""
    try:
        return version("kg")
    except PackageNotFoundError:
        return "0+source"
