-- Follow-up after treatment: who has a plan in a unit's hands sees the patient, as long as the plan runs and a while after.

-- How long a trust goes on seeing a patient whose plan's calendar is through, so that what is late can be held and what was
-- recorded wrongly can be put right. A year is an assumption.
create function access.days_after_plan() returns int immutable parallel safe language sql as $$ select 365 $$;

-- Persons with a pathway or a follow-up plan in the hands of the viewer's unit, and persons handed over to it (the whole unit
-- or its trust), with the day since when; of some people, where they are named or the transaction is said to be about them
-- (`felles.about`). The tables are projections: where one is not kept, nobody is held by it. Transfers between hospitals
-- go by the pathway alone, so that the sight of them ends when it has closed.
create or replace function access.held(about uuid[] default null) returns table (person uuid, held_since date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    whole_unit text := (select viewer.unit from access.viewer as viewer where viewer.id = access.viewer());
    trust text := access.unit_of_viewer();
    closed_after date := current_date - access.days_after_closing();
    through_after date := current_date - access.days_after_plan();
    pathways boolean := to_regclass('kept.pathways') is not null;
    handovers boolean := to_regclass('kept.handovers') is not null;
    plans boolean := to_regclass('kept.follow_up_plans') is not null;
begin
    if trust is null or not access.is_professional() then
        return;
    end if;
    about := coalesce(about, nullif(current_setting('felles.about', true), '')::uuid[]);
    if about is not null then
        about := felles.with_joined(about);
        if pathways then
            return query
                select pathway.person, pathway.held_since from kept.pathways as pathway
                where pathway.person = any (about) and pathway.holder = trust
                    and (pathway.closed_on is null or pathway.closed_on >= closed_after);
        end if;
        if handovers then
            return query
                select handover.person, handover.handed_on from kept.handovers as handover
                where handover.person = any (about) and handover.receiver in (whole_unit, trust)
                    and handover.kind = 'handed_over' and handover.left_on is null and handover.ended_on is null;
        end if;
        if plans then
            return query
                select plan.person, plan.since from kept.follow_up_plans as plan
                where plan.person = any (about) and plan.held_by = trust and plan.through_on >= through_after
                    and (plan.ended_on is null or plan.ended_on >= closed_after);
        end if;
        return;
    end if;
    if pathways then
        return query
            select pathway.person, pathway.held_since from kept.pathways as pathway
            where pathway.holder = trust and pathway.closed_on is null;
        return query
            select pathway.person, pathway.held_since from kept.pathways as pathway
            where pathway.holder = trust and pathway.closed_on >= closed_after;
    end if;
    if handovers then
        return query
            select handover.person, handover.handed_on from kept.handovers as handover
            where handover.receiver in (whole_unit, trust)
                and handover.kind = 'handed_over' and handover.left_on is null and handover.ended_on is null;
    end if;
    if plans then
        return query
            select plan.person, plan.since from kept.follow_up_plans as plan
            where plan.held_by = trust and plan.through_on >= through_after
                and (plan.ended_on is null or plan.ended_on >= closed_after);
    end if;
end $$;

revoke execute on function access.days_after_plan() from public;
