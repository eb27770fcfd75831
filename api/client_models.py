"""The part of the Python client that is about which model reads."""

from api.client_calls import Calls
from api.schemas.models import ModelChosen, ModelsOut, Requeued


class ModelCalls(Calls):
    """One method a route."""

    def models(self) -> ModelsOut:
        """Return the models at hand, and what is read with."""
        return ModelsOut.model_validate_json(self._ask("GET", "/models").content)

    def use_model(self, id: str) -> ModelChosen:
        """Read with this model from now on."""
        response = self._ask("PUT", "/models/active", json={"model": id})
        return ModelChosen.model_validate_json(response.content)

    def roll_back_model(self) -> ModelChosen:
        """Read with the model that was chosen before."""
        return ModelChosen.model_validate_json(self._ask("POST", "/models/rollback").content)

    def reextract(self, *, all: bool = False) -> Requeued:
        """Have documents read again that another model read, or all."""
        response = self._ask("POST", "/reextract", params={"all": all}, timeout=None)
        return Requeued.model_validate_json(response.content)
