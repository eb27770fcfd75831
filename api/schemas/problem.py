"""The shape of every error."""

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """A problem document (RFC 9457); some kinds carry further members."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:kg:problem:not-found",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "There is no document 'x' here.",
                }
            ]
        },
    )

    type: str = Field(description="Which kind: `urn:kg:problem:…`, or `about:blank`.")
    title: str
    status: int
    detail: str = Field(description="What is wrong, and what to do next.")
