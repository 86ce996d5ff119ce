"""The order in which the year is told."""

from tests.stories.year import autumn, march, october, rosters, september, spring, summer, winter
from tests.stories.year.world import Year

CHAPTERS = (
    september.the_hub_is_established,
    september.institutions_join_it,
    september.they_sign_agreements,
    september.they_name_their_people,
    september.six_employers_are_verified,
    september.one_of_them_would_host,
    rosters.schools_send_their_lists,
    rosters.ashbrooks_system_sends_its_roster,
    rosters.northbank_sends_numbers,
    rosters.the_college_sends_the_programmes_of_two_campuses,
    rosters.the_training_provider_sends_its_apprentices,
    october.they_agree_who_follows_on,
    october.ashbrook_publishes_its_programme,
    october.ashbrook_works_with_hartleys_bulletin,
    autumn.a_talk_is_offered_and_held,
    autumn.northbank_confirms_with_numbers,
    autumn.each_syncs_its_term,
    autumn.northbank_records_its_term_in_numbers,
    autumn.ashbrook_sees_one_encounter_told_twice,
    autumn.three_trainings_are_announced,
    autumn.northbank_moves_up,
    autumn.the_trainings_are_held,
    winter.ashbrook_becomes_an_academy,
    winter.the_hub_visits_ashbrook,
    winter.a_learner_has_guidance,
    winter.the_college_asks_to_come_in_and_is_refused,
    winter.it_asks_again_and_comes,
    spring.a_week_is_offered_with_three_places,
    spring.two_schools_ask_for_five,
    spring.they_name_who_goes,
    march.every_employer_meets_somebody,
    march.each_meeting_is_told_and_confirmed,
    spring.a_learner_is_erased_in_march,
    spring.aprils_sync_does_not_bring_them_back,
    summer.the_placement_week_takes_place,
    summer.schools_report_their_compass_results,
    summer.primaries_send_their_return,
    summer.the_adult_service_sends_its_months,
)


async def the_year_is_told(year: Year) -> None:
    """Each chapter rests on those before it."""
    for chapter in CHAPTERS:
        await chapter(year)
