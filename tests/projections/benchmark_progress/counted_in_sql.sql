-- Counting learners from raw events in plain SQL, to check figures with other means than the ones that made them.
--
-- A set of learners is a roaring bitmap in the portable format (https://github.com/RoaringBitmap/RoaringFormatSpec),
-- base64 within the event's JSON. Ordinals of one institution; nobody is named.
create schema counted_in_sql;

create function counted_in_sql.number_at(packed bytea, place integer, bytes integer) returns bigint
language sql immutable as $$
    select sum(get_byte(packed, place + byte)::bigint << (8 * byte))::bigint
    from generate_series(0, bytes - 1) byte
$$;

comment on function counted_in_sql.number_at is 'The little-endian number of so many bytes from this place on.';

create function counted_in_sql.learners(packed bytea) returns setof bigint
language plpgsql immutable as $$
declare
    cookie bigint := counted_in_sql.number_at(packed, 0, 4);
    with_runs boolean := cookie & 65535 = 12347;
    containers integer;
    runs_at integer := 4;
    headers_at integer;
    place integer;
    high bigint;
    held integer;
begin
    if with_runs then
        containers := (cookie >> 16) + 1;
        headers_at := 4 + (containers + 7) / 8;
    elsif cookie = 12346 then
        containers := counted_in_sql.number_at(packed, 4, 4);
        headers_at := 8;
    else
        raise exception 'These bytes are no roaring bitmap.';
    end if;
    place := headers_at + 4 * containers;
    if not with_runs or containers >= 4 then
        place := place + 4 * containers;  -- where each container begins: they follow each other
    end if;
    for container in 0 .. containers - 1 loop
        high := counted_in_sql.number_at(packed, headers_at + 4 * container, 2) << 16;
        held := counted_in_sql.number_at(packed, headers_at + 4 * container + 2, 2) + 1;
        if with_runs and get_byte(packed, runs_at + container / 8) >> (container % 8) & 1 = 1 then
            return query
                select high + counted_in_sql.number_at(packed, place + 2 + 4 * run, 2) + step
                from generate_series(0, counted_in_sql.number_at(packed, place, 2)::integer - 1) run,
                    generate_series(0, counted_in_sql.number_at(packed, place + 4 + 4 * run, 2)) step;
            place := place + 2 + 4 * counted_in_sql.number_at(packed, place, 2);
        elsif held <= 4096 then
            return query
                select high + counted_in_sql.number_at(packed, place + 2 * number, 2)
                from generate_series(0, held - 1) number;
            place := place + 2 * held;
        else
            return query
                select high + bit from generate_series(0, 65535) bit
                where get_byte(packed, place + bit / 8) >> (bit % 8) & 1 = 1;
            place := place + 8192;
        end if;
    end loop;
end;
$$;

comment on function counted_in_sql.learners is 'The ordinals in a packed set.';

create table counted_in_sql.told as
select position, institution, topic, convert_from(data, 'UTF8')::jsonb as word
from ledger.events;

create index on counted_in_sql.told (institution, topic);

-- Encounters that stand confirmed: the institution's last word on each, unless it is a dispute, a cancellation or that
-- it takes its confirmation back.
create table counted_in_sql.confirmed as
select last.*
from (
    select distinct on (institution, word ->> 'encounter')
        institution, topic, (word ->> 'occurred_on')::date as held_on,
        word -> 'particulars' as details, word #>> '{particulars,kind}' as type, word -> 'checks' as checks,
        decode(word #>> '{attendance,learners}', 'base64') as learners
    from counted_in_sql.told
    where topic in (
        'encounters.EncounterConfirmed.v1', 'encounters.ConfirmationCorrected.v1',
        'encounters.ConfirmationWithdrawn.v1', 'encounters.EncounterDisputed.v1', 'encounters.EncounterCancelled.v1'
    )
    order by institution, word ->> 'encounter', position desc
) last
where topic in ('encounters.EncounterConfirmed.v1', 'encounters.ConfirmationCorrected.v1');

-- Activities that stand recorded: the institution's last word on each, unless it took it back.
create table counted_in_sql.recorded as
select last.*
from (
    select distinct on (institution, word ->> 'activity')
        institution, topic, (word ->> 'occurred_on')::date as held_on,
        word -> 'details' as details, word #>> '{details,type}' as type, word -> 'checks' as checks,
        decode(word #>> '{attendance,learners}', 'base64') as learners
    from counted_in_sql.told
    where topic like 'activities.Activity%.v1'
    order by institution, word ->> 'activity', position desc
) last
where topic <> 'activities.ActivityWithdrawn.v1';

-- Which kind of activity each type is of.
create table counted_in_sql.types (type text primary key, kind text not null);
insert into counted_in_sql.types
select unnest(string_to_array(types, ' ')), kind
from (
    values
    (
        'employer_encounter',
        'employer_talk careers_fair mock_interview enterprise_challenge mentoring workplace_speaker_virtual project_brief '
        || 'job_application_practice alumni_talk curriculum_lesson_with_employer networking q_and_a_panel'
    ),
    (
        'workplace_experience',
        'workplace_visit work_shadowing work_experience_block work_experience_day virtual_work_experience '
        || 'industry_placement_tlevel supported_internship part_time_job'
    ),
    (
        'provider_encounter',
        'provider_talk taster_day open_event campus_visit he_visit apprenticeship_assembly provider_stand'
    ),
    ('guidance_meeting', 'guidance_meeting'),
    ('labour_market_information', 'lmi_session'),
    ('curriculum_link', 'curriculum_link'),
    ('parent_activity', 'parent_event'),
    ('staff_development', 'cpd teacher_encounter')
) of_kinds (kind, types);

-- Whatever took place on the institution's own word, with every kind it counts for.
create table counted_in_sql.held as
select
    row_number() over () as act, institution, held_on, type, checks, learners, details ->> 'mode' as mode,
    to_jsonb(kind) || coalesce(details -> 'also', '[]') as kinds,
    details #>> '{provider,kind}' as provider,
    coalesce((details ->> 'adviser_level')::integer, 0) as level,
    coalesce((details #>> '{provider,approved_technical}')::boolean, false) as technical,
    coalesce(details -> 'pathways', '[]') as pathways,
    coalesce(details -> 'workplace', '[]') as workplace,
    coalesce((details ->> 'minutes')::integer, 0) as minutes,
    coalesce(details #> '{provider,content}', '[]') as content,
    details #>> '{provider,in_school_day}' as in_school_day,
    details ->> 'size' as size,
    details ->> 'sector' as sector,
    coalesce(details -> 'subjects', '[]') as subjects,
    coalesce(details -> 'year_groups', '[]') as year_groups
from (select * from counted_in_sql.confirmed union all select * from counted_in_sql.recorded) acts
join counted_in_sql.types using (type);

-- Training of staff that stands: the last word on each person's training of a sort, where an organiser saw who came.
create table counted_in_sql.trained as
select last.*
from (
    select distinct on (institution, word ->> 'person', word ->> 'kind')
        institution, topic, (word ->> 'occurred_on')::date as held_on, word ->> 'training' as training
    from counted_in_sql.told
    where topic in ('training.TrainingCompleted.v1', 'training.CompletionWithdrawn.v1')
        and word ->> 'kind' in ('staff_cpd', 'technical_pathways')
    order by institution, word ->> 'person', word ->> 'kind', position desc
) last
where topic = 'training.TrainingCompleted.v1' and training is not null;

create table counted_in_sql.attended as
select
    act, institution, held_on, type, mode, kinds, checks, provider, technical, pathways, level, learner, workplace,
    minutes, content, in_school_day, size, sector
from counted_in_sql.held, counted_in_sql.learners(learners) learner;

create index on counted_in_sql.attended (institution, held_on);
analyze counted_in_sql.attended;

create function counted_in_sql.cohort(school uuid, finishing integer, day date) returns setof bigint
language sql stable as $$
    select counted_in_sql.learners(decode(latest.word ->> 'learners', 'base64'))
    from (
        select word from counted_in_sql.told
        where institution = school and topic = 'rosters.CohortDeclared.v1'
            and (word ->> 'cohort')::integer = finishing and (word ->> 'occurred_on')::date <= day
        order by (word ->> 'occurred_on')::date desc, position desc
        limit 1
    ) latest
$$;

comment on function counted_in_sql.cohort is 'Who of a school finishes Year 11 in a calendar year, as told by a day.';
