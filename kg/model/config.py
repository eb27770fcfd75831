"""What a checkpoint says of itself."""

from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import CheckpointMismatch

FORMAT = "kg-extraction-2"
"""Changes whenever older code could not load what newer code writes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling of a pair's margin over the threshold: sigmoid(slope · margin + offset)."""

    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Shape and vocabulary of an extraction network.

    Attributes:
        encoder: Hugging Face name of the encoder, "bundled" for the one that kg installs.
        labels: Entity types that the mention head tells apart.
        relations: IRIs of the relations that it was trained on, in the order of the prototypes.
        relation_width: Length of a relation vector.
        block: Width of the blocks of the grouped bilinear form (ATLOP §3.1, arXiv 2010.11304).
        max_tokens: Longest window, special tokens included.
        threshold: Margin from which on a relation counts as found when no confidence is asked for;
            the value with the best F1 on dev texts.
        marked: Entity types of which the texts of the last training mark every mention: what the tagger says
            of those is left as it is, where names are otherwise put right by how English writes them.
    """

    name: str
    version: str
    encoder: str
    labels: tuple[str, ...]
    relations: tuple[str, ...]
    relation_width: int = 256
    block: int = 8
    max_tokens: int = 512
    threshold: float = 0.0
    calibration: Calibration = Calibration()
    marked: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the form that `from_json` reads."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ModelConfig":
        """Read what `to_json` wrote.

        Raises:
            CheckpointMismatch: Another version of the format wrote it.
        """
        fields = dict(data)
        if (found := fields.pop("format", "no format")) != FORMAT:
            raise CheckpointMismatch(FORMAT, found)
        fields["labels"] = tuple(fields["labels"])
        fields["relations"] = tuple(fields["relations"])
        fields["marked"] = tuple(fields.get("marked", ()))
        fields["calibration"] = Calibration(**fields["calibration"])
        return cls(**fields)
