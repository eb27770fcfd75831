from pathlib import Path

import pytest

from kg.errors import InputError
from kg.settings import Settings
from kg.workspaces import Workspace, settings_within


def within(tmp_path: Path, name: str, **given: str) -> Settings:
    settings = Settings(data=tmp_path, **given)
    return settings_within(settings, Workspace("1" * 32, name, created_at=0))


def test_a_workspace_at_a_server_has_endpoints_of_its_own(tmp_path):
    found = within(
        tmp_path,
        "acme",
        store="http://f:3030/kg/query",
        workspace_store="http://f:3030/{workspace}/query",
    )

    assert found.store == "http://f:3030/acme/query"


@pytest.mark.parametrize(
    "given",
    [
        {"workspace_store": "http://f:3030/{workspace}/query"},
        {
            "workspace_store": "http://f:3030/of-{workspace}/query",
            "workspace_store_update": "http://f:3030/{workspace}/update",
            "store_update": "http://f:3030/kg/update",
        },
    ],
)
def test_a_name_that_leads_to_the_default_workspaces_graph_is_refused(tmp_path, given):
    with pytest.raises(InputError, match="own graph"):
        within(tmp_path, "kg", store="http://f:3030/kg/query", **given)
