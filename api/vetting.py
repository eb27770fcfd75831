"""Whether a key or a token is good in a workspace, found out before the workspace is opened for it."""

from api.keyring import Keyring
from api.tokens import Tokens
from api.workspaces import Workspaces
from kg.access import digest_of
from kg.workspaces import Workspace


def is_known(workspaces: Workspaces, name: str, sent: str) -> bool:
    """Say whether a workspace knows what was sent; it is neither opened by that nor kept open. Blocks.

    Raises:
        NotFound: There is no such workspace.
        KeyMissing, KeyTooWeak: A token is not good here, or holds no scope in this workspace.
        TransientError: A database or an issuer does not answer.
    """
    workspace = workspaces.main.catalog.workspaces.get(name)
    tokens = workspaces.main.common.tokens
    if tokens is not None and Tokens.looks_like_one(sent):
        tokens.granted(sent, name)
        return True
    if (service := workspaces.opened(workspace)) is not None:
        return _finds(service.keyring, sent)
    return _keeps(workspaces, workspace, sent)


def _finds(keyring: Keyring, sent: str) -> bool:
    if not keyring.fresh:
        keyring.refresh()
    return keyring.find(sent) is not None


def _keeps(workspaces: Workspaces, workspace: Workspace, sent: str) -> bool:
    digest = digest_of(sent)
    with workspaces.main.common.places.using(workspace) as catalog:
        keys = catalog.access.all()
    return any(key.digest == digest and key.revoked_at is None for key in keys)
