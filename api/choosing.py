"""Choosing a model, for HTTP and the command line alike: by its id, only if it can be read with, and back again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.catalog.catalog import Catalog
from kg.errors import Conflict
from kg.model.adding import remove
from kg.model.registry import Model, Registry, read_config
from kg.records import ModelVersion
from kg.settings import Settings
from workers.choice import overriding


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models at hand and the catalog that says which one is read with.

    Attributes:
        others: Catalogs of further workspaces, whose statements name models, too.
    """

    settings: Settings
    catalog: Catalog
    others: tuple[Catalog, ...] = ()

    @property
    def registry(self) -> Registry:
        """The models at hand."""
        return Registry(self.settings.models_path)

    def active_id(self) -> str:
        """Return the id of the chosen model, whether it is here or not."""
        return self.catalog.models.chosen() or self.registry.shipped().id

    def active_version(self) -> ModelVersion | None:
        """Return what the statements to come will name; None if only the extractor itself knows.

        Raises:
            NotFound: The chosen model is not here.
            InputError: The folder that KG_MODEL names holds no model.
        """
        if self.settings.extractor != "neural":
            return None
        if self.settings.model is not None:
            config = read_config(self.settings.model)
            return ModelVersion(config.name, config.version)
        return self.registry.find(self.catalog.models.chosen()).version

    def use(self, id: str) -> Model:
        """Read with a model from now on.

        Raises:
            NotFound: There is no such model.
            InputError: This version of kg cannot read with it.
        """
        model = self.registry.find(id).sound()
        self.catalog.models.choose(_name(model))
        return model

    def roll_back(self) -> Model:
        """Read with the model that was chosen before this one.

        Raises:
            Conflict: None was.
            NotFound: It is not here any more.
        """
        before = self.catalog.models.previous()
        model = self.registry.find(before).sound()
        self.catalog.models.roll_back(before)
        return model

    def read_by(self) -> Mapping[ModelVersion, int]:
        """Return how many documents state what each model found in them."""
        found = Counter[ModelVersion]()
        for catalog in (self.catalog, *self.others):
            found.update(catalog.models.read_by())
        return found

    def read_by_others(self, version: ModelVersion) -> int:
        """Return how many documents state what other models found."""
        return sum(n for by, n in self.read_by().items() if by != version)

    def remove(self, id: str, *, force: bool = False) -> Model:
        """Take a model out of the registry.

        Raises:
            NotFound: There is no such model.
            Conflict: It is read with, it came with kg, or statements name it and `force` does not say to go on.
        """
        model = self.registry.find(id)
        if model.id == self.active_id():
            raise Conflict(f"{id} is the active model. Choose another first: kg models use ID.")
        named = self.read_by().get(model.version, 0)
        if named and not force:
            raise Conflict(
                f"The statements of {named:,} documents name {id}. `kg reextract` reads them with the "
                "active model; --force removes it all the same, and they name a model that nobody has."
            )
        remove(self.registry, model)
        return model

    def unused(self) -> list[Model]:
        """Return the models that nothing would miss: not active, not what a rollback leads to, not named."""
        needed = {self.active_id(), self._rollback_id()}
        read_by = self.read_by()
        return [
            model
            for model in self.registry.models()
            if not (model.shipped or model.id in needed or model.version in read_by)
        ]

    def override(self) -> str | None:
        """Return the setting that makes the choice count for nothing in this process."""
        return overriding(self.settings)

    def _rollback_id(self) -> str | None:
        try:
            return self.catalog.models.previous()
        except Conflict:
            return None


def _name(model: Model) -> str | None:
    """Return what the catalog calls a model: the shipped one goes without a name, and moves on with kg."""
    return None if model.shipped else model.id
