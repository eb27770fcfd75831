import torch

from kg.model.layout import all_pairs, lay_out, padded, places

WINDOWS = [[(1, 2, 0, 0), (4, 4, 7, 1), (6, 6, 0, 0)], [], [(3, 3, 7, 0), (5, 5, 1, 0)]]


def test_entities_are_numbered_through_the_batch():
    layout = lay_out(WINDOWS)

    assert layout.entity.tolist() == [0, 1, 0, 2, 2]
    assert layout.home.tolist() == [0, 0, 2]
    assert layout.window.tolist() == [0, 0, 0, 2, 2]


def test_an_entity_has_no_known_type_only_where_none_of_its_mentions_has():
    assert lay_out(WINDOWS).labels().tolist() == [0, 7, 1]


def test_pairs_never_cross_windows():
    assert all_pairs(lay_out(WINDOWS).home).tolist() == [[0, 1], [1, 0]]


def test_places_count_within_each_group():
    assert places(torch.tensor([0, 0, 2, 5, 5, 5])).tolist() == [0, 1, 0, 0, 1, 2]


def test_padding_puts_every_row_where_it_belongs():
    group = torch.tensor([0, 2, 2])

    wide = padded(torch.tensor([7, 8, 9]), group, places(group), 3)

    assert wide.tolist() == [[7, 0], [0, 0], [8, 9]]
