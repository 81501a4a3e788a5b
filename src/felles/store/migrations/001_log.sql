-- The log: one row an event, never changed, never deleted. Everything else in this database can be made from it again.

create schema felles;
create schema kept;
grant usage on schema felles, kept to felles_importer, felles_web;

-- The last day on which an event may have happened that is known to the month or the year.
create function felles.last_day(day date, "precision" text) returns date immutable parallel safe language sql as $$
    select case "precision"
        when 'year' then (date_trunc('year', day) + interval '1 year - 1 day')::date
        when 'month' then (date_trunc('month', day) + interval '1 month - 1 day')::date
        else day
    end
$$;

create table felles.event (
    id         uuid        not null primary key,
    person     uuid        not null,
    type       text        not null,
    "time"     timestamptz not null,
    until      timestamptz,
    day        date        not null,
    until_day  date,
    "precision" text       not null check ("precision" in ('minute', 'day', 'month', 'year')),
    recorded   timestamptz not null,
    episode    uuid,
    code       text,
    value      double precision,
    unit       text,
    place      text,
    actor      text,
    source     text        not null,
    source_id  text        not null,
    replaces   uuid,
    data       jsonb,
    constraint event_said_once unique (source, source_id)
);
create index event_of_person on felles.event (person, day);
-- An event is corrected at most once; to correct again, correct the correction.
create unique index event_corrected_once on felles.event (replaces) where replaces is not null;
-- Rows lie in the order they were recorded, so a block range index of a few pages finds what is new since a moment.
create index event_recorded on felles.event using brin (recorded) with (pages_per_range = 32);

create function felles.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Events are never changed or deleted: % on felles.% is refused. Append a correction or a retraction instead.',
        tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger never_changed before update or delete or truncate on felles.event
    for each statement execute function felles.refuse_change();
alter table felles.event enable always trigger never_changed;

create function felles.check_correction() returns trigger language plpgsql as $$
begin
    if not exists (
        select from felles.event as corrected
        where corrected.id = new.replaces and corrected.person = new.person and corrected.recorded <= new.recorded
            and corrected.id <> new.id
    ) then
        raise exception 'An event can only replace an earlier recorded event of the same person.'
            using errcode = 'check_violation', constraint = 'corrects_the_same_person';
    end if;
    return null;
end $$;
create trigger corrects_the_same_person after insert on felles.event
    for each row when (new.replaces is not null) execute function felles.check_correction();
alter table felles.event enable always trigger corrects_the_same_person;

-- Which record a person's record was joined to. Derived from the current `joined` events, kept for speed.
create table felles.person_link (
    person    uuid not null primary key,
    canonical uuid not null
);
create index person_link_canonical on felles.person_link (canonical);

create function felles.with_joined(people uuid[]) returns uuid[] stable language sql as $$
    select people || coalesce(array_agg(other.person) || array_agg(other.canonical), '{}')
    from felles.person_link as mine
    join felles.person_link as other using (canonical)
    where mine.person = any (people) or mine.canonical = any (people)
$$;

-- What no later event replaces: the only relation that rules read.
create view felles.current_event with (security_invoker = true) as
select
    event.id, coalesce(link.canonical, event.person) as person, event.type, event."time", event.until, event.day,
    event.until_day, event."precision", event.recorded, event.episode, event.code, event.value, event.unit, event.place, event.actor,
    event.source, event.source_id, event.replaces, event.data
from felles.event as event
left join felles.person_link as link on link.person = event.person
where event.type <> 'retracted'
    and not exists (select from felles.event as later where later.replaces = event.id);

-- Which projections stand, and which code made them.
create table kept.projection (
    name   text not null primary key,
    digest text not null,
    reads  text[] not null,
    rule   text not null,
    built  timestamptz not null
);

-- Tell the planner how long the log is, when it has become half as long again since it was last told.
create function felles.count_again(added bigint) returns void language plpgsql security definer
    set search_path = pg_catalog, felles as $$
begin
    if added > 10000 and added > (select greatest(reltuples, 0) / 2 from pg_class where oid = 'felles.event'::regclass) then
        analyze felles.event;
    end if;
end $$;

-- Append a few events with the projections they touch, in one step. Raises what the constraints of the log are named.
create function felles.append(said jsonb, projecting boolean) returns void language plpgsql
    set search_path = pg_catalog, felles as $$
declare
    added felles.event[] := array(select event from jsonb_populate_recordset(null::felles.event, said) as event);
    people uuid[] := array(select distinct person from unnest(added) order by person);
    types text[];
    one uuid;
    projection name;
begin
    -- Bulk appends hold this lock alone; single ones share it and wait only for those of the same person.
    perform pg_advisory_xact_lock_shared(72010003);
    foreach one in array people loop
        perform pg_advisory_xact_lock(72010004, hashtext(one::text));
    end loop;
    insert into felles.event select * from unnest(added);
    if exists (
        select from felles.event as birth join felles.event as event on event.person = birth.person
        where birth.person = any (people) and birth.type = 'born' and event.type <> 'born' and event.day < birth.day
            and felles.last_day(event.day, event."precision") < birth.day
            and not exists (select from felles.event as later where later.replaces in (birth.id, event.id))
    ) then
        raise exception 'An event lies before the birth of the person.'
            using errcode = 'check_violation', constraint = 'nothing_before_birth';
    end if;
    if projecting then
        types := array(
            select event.type from unnest(added) as event
            union select corrected.type from unnest(added) as event
                join felles.event as corrected on corrected.id = event.replaces
        );
        for projection in select name from kept.projection where reads && types loop
            execute format('select kept.%I($1)', 'project_' || projection) using people;
        end loop;
    end if;
end $$;

grant select, insert on felles.event to felles_importer;
grant select, insert, update, delete on felles.person_link to felles_importer;
grant select on felles.current_event, kept.projection to felles_importer;
grant select on felles.event, felles.current_event, felles.person_link to felles_web;
revoke update, delete, truncate on felles.event from public, felles_importer, felles_web, felles_owner;

-- Row-level security holds for every role, the owner too; who may see whom is added with the access tables.
alter table felles.event enable row level security;
alter table felles.event force row level security;
create policy importer_reads_and_appends on felles.event to felles_importer, felles_owner using (true) with check (true);
alter table felles.person_link enable row level security;
alter table felles.person_link force row level security;
create policy importer_links on felles.person_link to felles_importer, felles_owner using (true) with check (true);
