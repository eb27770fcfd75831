"""Multiple-choice analogies with the map that ships."""

from kg.model.choices import score_choices
from kg.model.namepairs import load_map, name_features, pair_vectors


def test_the_plural_of_another_word_is_the_nearest_pair_to_a_plural():
    choice = [("cats", "cat"), ("cat", "cats"), ("cat", "dog")]

    scores = score_choices([(("book", "books"), choice)])[0]

    assert scores.index(max(scores)) == 1


def test_a_pair_is_as_like_itself_as_can_be():
    network, offset = load_map()
    features = name_features(["France", "Paris"])

    vector = pair_vectors(network, features[:1], features[1:], offset)

    assert abs(float((vector @ vector.T)[0, 0]) - 1) < 1e-3
