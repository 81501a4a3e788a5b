-- The pathway coordinator's board: who has a pathway in their unit's hands sees the patient, and whoever was shown on a
-- list is written down.

-- What the SQL around and inside a kept table is, so that changed code or content that gives the same SQL makes nothing anew.
alter table kept.projection add column definition_digest text;

alter table access.audit drop constraint audit_action_check;
alter table access.audit add constraint audit_action_check
    check (action in ('found', 'opened', 'opened_in_emergency', 'refused', 'recorded'));

-- One row for each time a list of patients was shown, with everybody who was on it.
create table access.listing (
    id       bigint generated always as identity primary key,
    at       timestamptz not null default clock_timestamp(),
    viewer   uuid not null references access.viewer,
    units    text[] not null,
    people   uuid[] not null
);
create index on access.listing using gin (people);
create index on access.listing (viewer, at);
create trigger listing_is_kept before update or delete or truncate on access.listing
    for each statement execute function access.refuse_change();
alter table access.listing enable always trigger listing_is_kept;


-- The treatment relation that follows from the log -------------------------------------------------------------------

-- The trust of a viewer's unit: what stands before the colon (innlandet:surgery).
create function access.unit_of_viewer() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select nullif(split_part(unit, ':', 1), '') from access.viewer where id = access.viewer()
$$;

-- How long a unit goes on seeing a patient whose pathway has closed in its hands, so that what was recorded wrongly can
-- be put right. 30 days is an assumption.
create function access.days_after_closing() returns int immutable parallel safe language sql as $$ select 30 $$;

-- Persons with a pathway in the hands of the viewer's unit, with the day since when; of some people, where they are named or
-- the transaction is said to be about them (`felles.about`): a unit may have thousands, and every query asks. The table is a
-- projection: where it is not kept, nobody is held.
create function access.held(about uuid[] default null) returns table (person uuid, held_since date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    trust text := access.unit_of_viewer();
    closed_after date := current_date - access.days_after_closing();
begin
    if trust is null or not access.is_professional() or to_regclass('kept.pathways') is null then
        return;
    end if;
    about := coalesce(about, nullif(current_setting('felles.about', true), '')::uuid[]);
    if about is not null then
        about := felles.with_joined(about);
        return query
            select pathway.person, pathway.held_since from kept.pathways as pathway
            where pathway.person = any (about) and pathway.holder = trust
                and (pathway.closed_on is null or pathway.closed_on >= closed_after);
        return;
    end if;
    return query
        select pathway.person, pathway.held_since from kept.pathways as pathway
        where pathway.holder = trust and pathway.closed_on is null;
    return query
        select pathway.person, pathway.held_since from kept.pathways as pathway
        where pathway.holder = trust and pathway.closed_on >= closed_after;
end $$;

-- The same with every record that is joined to theirs. Kept rows stand under the record that the others go under.
create function access.held_records() returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select held.person from access.held() as held;
    if exists (select from felles.person_link) then
        return query
            select link.person from felles.person_link as link
            where link.canonical in (select held.person from access.held() as held);
    end if;
end $$;

-- In PL/pgSQL, which hands rows over all at once: in SQL each of thousands would be a call.
create or replace function access.visible() returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select unnest(felles.with_joined(array(select person from access.grants_in_force() where types is null)));
    return query select * from access.held_records();
end $$;

create or replace function access.known() returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select unnest(felles.with_joined(array(select person from access.grants_in_force())));
    return query select * from access.held_records();
end $$;

-- The viewer's grants on one person, those that have ended too, and the relation that follows from the log.
create or replace function access.grants_on(wanted uuid) returns setof access."grant"
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select * from access."grant"
    where viewer = access.viewer() and person = any (felles.with_joined(array[wanted]))
    union all
    select null, access.viewer(), held.person, 'treatment', null, null, least(held.held_since, current_date), null, null
    from access.held(array[wanted]) as held
$$;


-- Written down --------------------------------------------------------------------------------------------------------

create function access.note_listed(units text[], people uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if access.role_of_viewer() is null then
        raise exception 'Nobody is signed in, so there is nothing to write down.' using errcode = 'insufficient_privilege';
    end if;
    insert into access.listing (viewer, units, people) values (access.viewer(), note_listed.units, note_listed.people);
end $$;

-- Everything that was written down about some records: each look, and for each viewer and day one line for the lists.
create function access.looks_at(records uuid[])
returns table (at timestamptz, viewer uuid, action text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select at, viewer, action, reason from access.audit where person = any (records)
    union all
    select max(at), viewer, 'listed', null from access.listing where people && records
    group by viewer, (at at time zone 'Europe/Oslo')::date
$$;

create or replace function access.audit_of(wanted uuid)
returns table (at timestamptz, name text, role text, unit text, viewer_person uuid, action text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select look.at, viewer.name, viewer.role, viewer.unit, viewer.person, look.action, look.reason
    from access.looks_at(felles.with_joined(array[wanted])) as look join access.viewer as viewer on viewer.id = look.viewer
    where exists (
            select from access.grants_on(wanted) as own
            where own.reason = 'self' and own."from" <= now() and (own.until is null or own.until > now())
        )
    order by look.at desc
$$;

revoke execute on function
    access.unit_of_viewer(), access.days_after_closing(), access.held(uuid[]), access.held_records(),
    access.note_listed(text[], uuid[]), access.looks_at(uuid[])
from public;
grant execute on function access.held_records(), access.note_listed(text[], uuid[]) to felles_web;
grant execute on function access.looks_at(uuid[]) to felles_importer;
