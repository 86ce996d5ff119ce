import gc

from hub_core.rare_collections import brief_collections, loaded_for_good, rare_collections


def test_what_is_loaded_is_looked_at_again_only_after_answering() -> None:
    young, older, all_others = gc.get_threshold()
    with loaded_for_good():
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold() == (young, older, 10 * all_others)
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == (young, older, all_others)


def test_cycles_are_looked_for_as_often_as_before_once_the_work_is_done() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_a_projection_at_work_looks_at_few_young_objects_at_a_time_and_at_old_ones_as_seldom() -> (
    None
):
    with rare_collections():
        young, older, _ = gc.get_threshold()
    with brief_collections():
        few, as_seldom, _ = gc.get_threshold()
        assert few < young
        assert few * as_seldom == young * older
