"""Values that travel to query processes and back, with every query."""

from collections.abc import Iterable


class Parcel:
    """Pickles as its class and its fields: a frozen dataclass with slots does it itself some ten times slower."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type["Parcel"], tuple[object, ...]]:
        names: Iterable[str] = type(self).__slots__
        return type(self), tuple(getattr(self, name) for name in names)
