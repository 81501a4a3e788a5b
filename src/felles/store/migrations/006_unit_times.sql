-- How long each step took at a unit, for those who lead it: days without persons, of the viewer's own trust alone.

create function access.times_of_unit(since date, seen_on date)
returns table ("interval" text, pathway text, days int, limit_days bigint, limit_verified boolean, earliest boolean, closed boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    trust text := access.unit_of_viewer();
begin
    if trust is null or not access.is_professional() or to_regclass('kept.pathways') is null then
        return;
    end if;
    return query
        select step."interval", step.pathway, coalesce(step.closed_on, seen_on) - step.opened_on, step.limit_days::bigint,
            step.limit_verified, step.earliest, step.closed_on is not null
        from kept.pathways as course
        join kept.intervals as step on step.person = course.person and step.episode is not distinct from course.episode
        where step.opened_on <= seen_on and (
            (course.started_at = trust and step.closed_on between since and seen_on)
            or (course.holder = trust and course.closed_on is null and step.closed_on is null and step.ended_on is null)
        );
end $$;

-- New patients of the viewer's own trust, and how many of them are in a pathway.
create function access.inclusion_of_unit(since date, seen_on date)
returns table (pathway text, patients bigint, included bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    unit text := access.unit_of_viewer();
begin
    if unit is null or not access.is_professional() or to_regclass('kept.inclusion') is null then
        return;
    end if;
    return query
        select patient.pathway, count(*), count(patient.included_on) from kept.inclusion as patient
        where patient.trust = unit and patient.day between since and seen_on
        group by patient.pathway;
end $$;

revoke execute on function access.times_of_unit(date, date), access.inclusion_of_unit(date, date) from public;
grant execute on function access.times_of_unit(date, date), access.inclusion_of_unit(date, date) to felles_web;
