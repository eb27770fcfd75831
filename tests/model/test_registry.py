"""The folder of models: what comes in, what is refused, what goes."""

import json
from pathlib import Path

import pytest

from kg.errors import CheckpointMismatch, Conflict, InputError, NotFound
from kg.model import checkpoint
from kg.model.adding import add, remove
from kg.model.registry import SHIPPED, Registry
from kg.records import ModelVersion
from tests.checkpoints import save_hollow, save_tiny
from tests.encoders import save_tiny_encoder


def loads(folder: Path) -> None:
    """The check of a checkpoint that nobody is going to load."""


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path / "models")


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    return save_hollow(tmp_path / "runs" / "mine", "mine", "1")


def left_in(registry: Registry) -> list[str]:
    return sorted(path.name for path in registry.folder.iterdir())


def test_the_shipped_model_is_there_before_any_other(registry: Registry):
    (shipped,) = registry.models()

    assert shipped.folder == SHIPPED == checkpoint.SHIPPED
    assert shipped.problem is None
    assert registry.find(None) == registry.find(shipped.id) == shipped
    assert shipped.card().startswith("# Model card")
    assert shipped.figures()["relations"]["f1"] > 0


def test_an_added_model_is_found_with_its_card(registry: Registry, trained: Path):
    added = add(registry, trained, loads)

    assert registry.find("mine-1") == added
    assert (added.version, added.shipped, added.problem) == (ModelVersion("mine", "1"), False, None)
    assert "card of version 1" in added.card()
    assert left_in(registry) == ["mine-1"]


def test_only_files_that_hold_no_code_are_taken_over(registry: Registry, trained: Path):
    for name in ("optimizer.pt", "notes.pkl", "train.py"):
        (trained / name).write_bytes(b"\x80\x04.")
    (trained / "stage-1").mkdir()

    added = add(registry, trained, loads)

    assert sorted(file.name for file in added.folder.iterdir()) == [
        "README.md",
        "config.json",
        "model.safetensors",
    ]


def test_adding_the_same_again_changes_nothing(registry: Registry, trained: Path):
    assert add(registry, trained, loads) == add(registry, trained, loads)


def test_another_model_of_the_same_version_is_refused_with_the_way_out(
    registry: Registry, trained: Path, tmp_path: Path
):
    add(registry, trained, loads)
    other = save_hollow(tmp_path / "other", "mine", "1", seed=1)

    with pytest.raises(Conflict, match="--version"):
        add(registry, other, loads)

    assert add(registry, other, loads, version="2").version == ModelVersion("mine", "2")
    assert json.loads((registry.folder / "mine-2" / "config.json").read_text())["version"] == "2"


def test_nothing_takes_the_name_of_the_shipped_model(registry: Registry, tmp_path: Path):
    name, version = registry.shipped().version.name, registry.shipped().version.version

    with pytest.raises(Conflict, match="ships with kg"):
        add(registry, save_hollow(tmp_path / "false", name, version), loads)


@pytest.mark.parametrize("name", ["../../escaped", "a/b", "", ".hidden", "a b", "a\nb", "x" * 101])
def test_a_name_that_is_no_file_name_is_refused(registry: Registry, tmp_path: Path, name: str):
    source = save_hollow(tmp_path / "source", name, "1")

    with pytest.raises(InputError, match="--name"):
        add(registry, source, loads)

    assert left_in(registry) == []
    assert not (tmp_path.parent / "escaped-1").exists()


def test_weights_that_are_cut_off_are_refused(registry: Registry, trained: Path):
    weights = trained / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-5])

    with pytest.raises(InputError, match="damaged"):
        add(registry, trained, loads)


def test_a_pickle_is_not_a_model(registry: Registry, trained: Path):
    (trained / "model.safetensors").rename(trained / "pytorch_model.bin")

    with pytest.raises(InputError, match="a pickle"):
        add(registry, trained, loads)


def test_a_link_out_of_the_folder_is_not_followed(
    registry: Registry, trained: Path, tmp_path: Path
):
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    (trained / "dev.json").symlink_to(secret)

    with pytest.raises(InputError, match="is a link"):
        add(registry, trained, loads)

    assert left_in(registry) == []


def test_what_does_not_load_is_not_added(registry: Registry, trained: Path):
    with pytest.raises(CheckpointMismatch):
        add(registry, trained, checkpoint.load)  # its only tensor belongs to no network

    assert left_in(registry) == []


def test_a_checkpoint_whose_encoder_is_not_here_is_told_so(registry: Registry, tmp_path: Path):
    encoder = save_tiny_encoder(tmp_path / "encoder")
    source = save_tiny(tmp_path / "tiny", encoder, "tiny", "1")
    encoder.rename(tmp_path / "moved")

    with pytest.raises(InputError, match="does not load"):
        add(registry, source, checkpoint.load)


def test_a_folder_that_cannot_be_written_is_told_by_its_setting(tmp_path: Path, trained: Path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="KG_MODELS"):
        add(Registry(tmp_path / "file" / "models"), trained, loads)


def test_a_real_checkpoint_passes_the_trial(registry: Registry, tmp_path: Path):
    encoder = save_tiny_encoder(tmp_path / "encoder")
    source = save_tiny(tmp_path / "tiny", encoder, "tiny", "1")

    assert add(registry, source, checkpoint.load).problem is None


def test_a_folder_that_is_none_is_told_apart(registry: Registry, tmp_path: Path):
    with pytest.raises(InputError, match="no such folder"):
        add(registry, tmp_path / "nowhere", loads)


def test_a_model_of_another_format_is_listed_with_what_is_wrong(registry: Registry, trained: Path):
    folder = add(registry, trained, loads).folder
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"format": "kg-extraction-99"}))
    (registry.folder / "not a model").mkdir()

    _, found = registry.models()

    assert found.id == "mine-1"
    assert found.version == ModelVersion("mine", "1"), "statements may name it"
    with pytest.raises(InputError, match=r"kg-extraction-99.*kg models use"):
        found.sound()


def test_a_model_that_is_removed_leaves_nothing(registry: Registry, trained: Path):
    remove(registry, add(registry, trained, loads))

    assert left_in(registry) == []
    with pytest.raises(NotFound, match="kg models list"):
        registry.find("mine-1")


def test_the_shipped_model_stays(registry: Registry):
    with pytest.raises(Conflict, match="comes with kg"):
        remove(registry, registry.shipped())
