"""The odds, by hand: three sources, round numbers. Expected values are worked out on paper."""

from dataclasses import replace
from math import exp, isclose, log
from random import Random

import pytest

from stepwell.differential import Assessment, Clues, Situation, differential, results_of, situation_of
from stepwell.differential.information import chance_of_positive, next_tests
from stepwell.differential.odds import counted, log_ratios, overall_of, posterior, prior, share_of
from stepwell.differential.types import Limits, Modifier, OfferRule, Setting, Source, Sources
from stepwell.differential.uncertainty import draw, quantile, spread

NAMES = ("piriformis", "scar", "other")
SHARES = {"piriformis": 0.6, "scar": 0.3, "other": 0.1}
LIMITS = Limits(further=0.3, test=(0.12, 8), all=(0.05, 20), spread=0.7, interval=0.8)
SOURCES = Sources(
    sources={name: Source(name, name) for name in NAMES},
    settings=(
        Setting("after", "After surgery", "surgery", {"piriformis": 0.1, "scar": 0.8, "other": 0.1}),
        Setting("usual", "Everybody else", "", SHARES),
    ),
    modifiers=(Modifier("runner", "scar", 2),),
    prevalence=0.1,
    prevalence_after=(("images-clear", 0.25),),
    concentration=20,
    coexist=0.0,
    blocks={"one": ("either", "first", "second", "third"), "two": ("apart",)},
    limits=LIMITS,
    offer=OfferRule(share_at_least=0.6, times_the_next=2, not_dgs_below=0.5, interval_at_most=0.5),
)
EVEN = Situation("usual", 0.5, SHARES)


def a_test(name, *rates, block="one", **more):
    """A test with P(positive | piriformis, scar, other, not-dgs)."""
    return Assessment(
        name, name, finding=name, block=block, positive=dict(zip((*NAMES, "not-dgs"), rates)), **more
    )


FIRST = a_test("first", 0.8, 0.4, 0.6, 0.2)
SECOND = a_test("second", 0.4, 0.2, 0.2, 0.2)
THIRD = a_test("third", 0.2, 0.2, 0.2, 0.2)
EITHER = replace(a_test("either", 0.9, 0.5, 0.7, 0.3), finding="", combines=("first", "third"))
APART = a_test("apart", 0.8, 0.1, 0.1, 0.1, block="two")


def after(tests, results, *, situation=EVEN, sources=SOURCES):
    return posterior(prior(sources, situation), counted(sources, tests, results), sources.limits)


def test_one_positive_test_moves_the_odds_by_its_ratio():
    """Weights: not DGS .5; piriformis .3 x 4 = 1.2; scar .15 x 2 = .3; other .05 x 3 = .15; sum 2.15."""
    chances = after([FIRST], {"first": True})
    assert isclose(chances[()], 0.5 / 2.15)
    assert isclose(chances[("piriformis",)], 1.2 / 2.15)
    assert isclose(share_of("scar", chances), 0.3 / 1.65)


def test_one_negative_test_moves_them_down():
    """Ratios: piriformis .2/.8 = .25; scar .6/.8 = .75; other .4/.8 = .5. Weights .075, .1125, .025 and .5."""
    chances = after([FIRST], {"first": False})
    assert isclose(overall_of("piriformis", chances), 0.075 / 0.7125)


def test_a_test_that_was_not_done_changes_nothing():
    assert after([FIRST, SECOND], {"first": None}) == prior(SOURCES, EVEN)


def test_a_further_test_of_a_block_counts_damped():
    """Second: 0.4/0.2 = 2 for the piriformis, so 4 x 2^0.3; none for the scar, so 2."""
    chances = after([FIRST, SECOND], {"first": True, "second": True})
    assert isclose(chances[("piriformis",)] / chances[("scar",)], (0.3 * 4 * 2**0.3) / (0.15 * 2))


def test_a_further_test_that_disagrees_counts_damped_too():
    """Second negative: 0.6/0.8 = 0.75."""
    chances = after([FIRST, SECOND], {"first": True, "second": False})
    assert isclose(chances[("piriformis",)] / chances[()], (0.3 * 4 * 0.75**0.3) / 0.5)


def test_the_order_of_the_block_decides_who_is_first_not_the_order_of_the_record():
    """First has ratio 4, second 2: first in full, second damped."""
    found = counted(SOURCES, [SECOND, FIRST], {"second": True, "first": True})
    assert [(result.assessment.id, result.weight) for result in found] == [("first", 1.0), ("second", 0.3)]


def test_a_combined_test_stands_for_its_parts():
    """Positive when any part is; its parts are then not counted again, and other tests of the block are damped."""
    found = counted(SOURCES, [EITHER, FIRST, SECOND, THIRD], {"first": True, "third": False, "second": True})
    assert [(result.assessment.id, result.positive, result.weight) for result in found] == [
        ("either", True, 1.0),
        ("second", True, 0.3),
    ]


def test_a_combined_test_is_not_known_while_a_part_of_a_negative_one_is_open():
    found = counted(SOURCES, [EITHER, FIRST, THIRD], {"first": False})
    assert [result.assessment.id for result in found] == ["first"]


def test_no_single_test_beyond_its_cap():
    """0.99/0.01 = 99 becomes 8; 0.01/0.99 = 0.0101 becomes 0.12; a biased test has its own ceiling."""
    strong = a_test("apart", 0.99, 0.01, 0.01, 0.01)
    assert isclose(exp(log_ratios(strong, True, LIMITS)["piriformis"]), 8)
    assert isclose(exp(log_ratios(strong, False, LIMITS)["piriformis"]), 0.12)
    assert isclose(exp(log_ratios(replace(strong, cap=5), True, LIMITS)["piriformis"]), 5)


def test_a_test_without_false_alarms_is_capped_not_certain():
    """A specificity of 1 gives an infinite ratio, which a small sample cannot support."""
    perfect = a_test("apart", 0.9, 0.0, 0.0, 0.0)
    assert isclose(exp(log_ratios(perfect, True, LIMITS)["piriformis"]), 8)
    assert log_ratios(perfect, True, LIMITS)["scar"] == 0.0


def test_all_tests_together_stay_inside_the_cap():
    """Two tests of ratio 8 make 64, which becomes 20: .3 x 20 = 6 against .5."""
    strong, other = a_test("first", 0.8, 0.1, 0.1, 0.1), a_test("apart", 0.8, 0.1, 0.1, 0.1, block="two")
    chances = after([strong, other], {"first": True, "apart": True})
    assert isclose(chances[("piriformis",)] / chances[()], 6 / 0.5)


def test_two_sources_may_coexist():
    """A tenth of people with DGS have both; a positive test takes the larger ratio: 4, not 2."""
    both = replace(SOURCES, coexist=0.1)
    before = prior(both, EVEN)
    assert isclose(before[("piriformis", "scar")], 0.5 * 0.1)
    assert isclose(before[("piriformis",)], 0.5 * 0.9 * 0.6)
    assert isclose(sum(before.values()), 1)
    chances = after([FIRST], {"first": True}, sources=both)
    assert isclose(chances[("piriformis", "scar")] / chances[()], 0.05 * 4 / 0.5)


def test_a_negative_test_takes_the_smaller_ratio_of_a_pair():
    """0.25 and 0.75: 0.25."""
    chances = after([FIRST], {"first": False}, sources=replace(SOURCES, coexist=0.1))
    assert isclose(chances[("piriformis", "scar")] / chances[()], 0.05 * 0.25 / 0.5)


def test_the_situation_takes_the_first_setting_that_holds():
    """After surgery, in a runner: scar .8 x 2 = 1.6 of 1.8."""
    found = situation_of(SOURCES, {"surgery": True, "runner": True, "images-clear": True})
    assert (found.setting, found.prevalence) == ("after", 0.25)
    assert isclose(found.shares["scar"], 1.6 / 1.8)


def test_what_is_not_known_leaves_the_cautious_default():
    found = situation_of(SOURCES, {"surgery": None})
    assert (found.setting, found.prevalence) == ("usual", 0.1)
    assert found.shares == pytest.approx(SHARES)


def test_results_come_from_the_findings_that_hold_them():
    assert results_of([FIRST, EITHER], {"first": True}) == {"first": True}


def test_information_gain_of_one_test_by_hand():
    """One source, half and half; 0.8 against 0.2. Either answer leaves 0.8 and 0.2, so the gain is 1 - H(0.8) bits."""
    one = replace(SOURCES, sources={"scar": Source("scar", "scar")}, blocks={})
    test = Assessment("t", "t", finding="t", positive={"scar": 0.8, "not-dgs": 0.2})
    before = {(): 0.5, ("scar",): 0.5}
    assert isclose(chance_of_positive(test, before), 0.5)
    assert isclose(next_tests(one, [test], {}, before)[0].gain, 0.278072, abs_tol=1e-6)


def test_a_test_that_tells_nothing_gains_nothing_and_comes_last():
    found = next_tests(SOURCES, [THIRD, FIRST], {}, prior(SOURCES, EVEN))
    assert [entry.assessment for entry in found] == ["first", "third"]
    assert isclose(found[1].gain, 0.0, abs_tol=1e-12)


def test_a_test_already_done_is_not_offered_again():
    assert next_tests(SOURCES, [FIRST], {"first": False}, prior(SOURCES, EVEN)) == ()


def test_spread_comes_from_the_interval_where_there_is_one():
    """ln(15.87/1.31) / 3.919928 = 0.6363; elsewhere the common spread."""
    known = a_test("first", 0.8, 0.4, 0.6, 0.2, intervals={True: (1.31, 15.87)})
    positive, negative = (counted(SOURCES, [known], {"first": result})[0] for result in (True, False))
    assert isclose(spread(positive, LIMITS), log(15.87 / 1.31) / 3.919928)
    assert spread(negative, LIMITS) == 0.7


def test_the_same_seed_gives_the_same_intervals():
    once, again = (differential(SOURCES, [FIRST], {"first": True}, EVEN, draws=50, seed=7) for _ in range(2))
    assert once == again
    assert once != differential(SOURCES, [FIRST], {"first": True}, EVEN, draws=50, seed=8)


def test_draws_stay_inside_the_caps():
    strong = a_test("first", 0.8, 0.1, 0.1, 0.1)
    found = counted(SOURCES, [strong], {"first": True})
    for chances in draw(SOURCES, EVEN, found, draws=100, rng=Random(3)):
        assert chances[("other",)] / chances[()] <= 8 * 1.0 / 0.5
        assert isclose(sum(chances.values()), 1)


@pytest.mark.parametrize(("part", "value"), [(0.0, 1.0), (0.5, 2.0), (0.75, 3.0), (1.0, 4.0)])
def test_quantiles(part, value):
    assert quantile([1.0, 2.0, 4.0], part) == value


def conclusion(results, clues=None, prevalence=0.5):
    return differential(
        SOURCES, [FIRST, APART], results, Situation("usual", prevalence, SHARES), clues=clues, draws=200
    )


def test_tests_alone_may_offer_a_source():
    found = conclusion({"first": True, "apart": True})
    assert [(offer.source, offer.why) for offer in found.offers] == [("piriformis", "tests")]
    assert found.established


def test_tests_alone_offer_nothing_while_dgs_itself_is_unlikely():
    found = conclusion({"first": True}, prevalence=0.02)
    assert "not-dgs-likely" in found.shortfalls
    assert not found.established


def test_a_block_without_relief_bars_its_target():
    found = conclusion({"first": True, "apart": True}, Clues(unrelieved=frozenset({"piriformis"})))
    assert found.offers == ()
    assert found.shortfalls == ("block-negative",)


def test_an_image_needs_an_examination_that_agrees():
    scar = frozenset({"scar"})
    for agrees, offered in ((True, ["scar"]), (False, []), (None, [])):
        found = conclusion({}, Clues(imaged=scar, examination_agrees=agrees))
        assert [offer.source for offer in found.offers] == offered


def test_a_block_that_relieved_offers_its_target():
    found = conclusion({}, Clues(relieved=frozenset({"scar"})))
    assert [(offer.source, offer.why) for offer in found.offers] == [("scar", "block")]


def test_image_and_block_may_name_two_sources():
    clues = Clues(imaged=frozenset({"piriformis"}), examination_agrees=True, relieved=frozenset({"scar"}))
    assert {offer.source for offer in conclusion({}, clues).offers} == {"piriformis", "scar"}


def test_an_unknown_structure_is_never_offered():
    """Where "other" leads, there is no working source to agree."""
    shares = {"piriformis": 0.02, "scar": 0.02, "other": 0.96}
    found = differential(SOURCES, [APART], {}, Situation("usual", 0.9, shares), draws=100)
    assert "source-unknown" in found.shortfalls
    assert found.offers == ()
