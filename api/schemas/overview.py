"""What is here, at a glance."""

from pydantic import BaseModel, Field

from api.schemas.refused import RefusedCounts
from api.schemas.statements import Predicate


class Overview(BaseModel):
    """What the service holds."""

    documents: dict[str, int] = Field(
        description="Documents by status; statuses without any are left out."
    )
    stated: int = Field(default=0, description="Documents beside these that hold a person's word.")
    refused: RefusedCounts
    vocabulary: str = Field(description="Namespace of the project's own classes and properties.")


class PropertyList(BaseModel):
    """The relations that the service looks for, by their labels."""

    properties: list[Predicate]
