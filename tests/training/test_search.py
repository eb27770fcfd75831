from encoders import save_tiny_encoder
from small_corpus import small_args

from kg.training.recipe import read_recipe
from kg.training.search import BEST, search


def test_a_search_keeps_the_best_settings_and_goes_on_from_what_was_tried(tmp_path):
    encoder = save_tiny_encoder(tmp_path / "encoder")
    args = small_args(tmp_path, encoder, epochs=1, held_out=0.2)
    search(args, 1)

    found = search(args, 2)

    assert sorted(trial.number for trial in found) == [0, 1]
    (best,) = read_recipe(args.out / BEST, tmp_path, tmp_path / "again").stages
    assert best.encoder_rate == found[0].settings["encoder_rate"]
    assert found[0].score >= found[1].score
