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

-- Append one event, and make the named projections of its person anew. Raises what the constraints of the log are named.
-- Everything is qualified instead of a search_path set at each call, and the locks are plain expressions: this is what
-- every page that writes waits for.
create function felles.append(
    id uuid, person uuid, type text, "time" timestamptz, until timestamptz, day date, until_day date, "precision" text,
    recorded timestamptz, episode uuid, code text, value double precision, unit text, place text, actor text,
    source text, source_id text, replaces uuid, data jsonb, projections text[]
) returns void language plpgsql as $$
#variable_conflict use_column
declare
    locked text;
    birth date;
    projection text;
begin
    -- Bulk appends hold the first lock alone; single ones share it and wait only for those of the same person.
    locked := pg_advisory_xact_lock_shared(72010003);
    locked := pg_advisory_xact_lock(72010004, hashtext(append.person::text));
    insert into felles.event (id, person, type, "time", until, day, until_day, "precision", recorded, episode, code,
        value, unit, place, actor, source, source_id, replaces, data)
    values (append.id, append.person, append.type, append."time", append.until, append.day, append.until_day,
        append."precision", append.recorded, append.episode, append.code, append.value, append.unit, append.place,
        append.actor, append.source, append.source_id, append.replaces, append.data);
    if append.type = 'born' then
        perform felles.check_birth(append.person);
    else
        select min(event.day) into birth from felles.event as event
        where event.person = append.person and event.type = 'born'
            and not exists (select from felles.event as later where later.replaces = event.id);
        if append.day < birth and felles.last_day(append.day, append."precision") < birth then
            raise exception 'An event lies before the birth of the person.'
                using errcode = 'check_violation', constraint = 'nothing_before_birth';
        end if;
    end if;
    foreach projection in array projections loop
        execute format('select kept.%I($1)', 'project_' || projection) using array[append.person];
    end loop;
end $$;

-- Does nothing that is known of a person lie before the birth that is known now?
create function felles.check_birth(born uuid) returns void language plpgsql as $$
begin
    if exists (
        select from felles.event as birth join felles.event as event on event.person = birth.person
        where birth.person = born and birth.type = 'born' and event.type <> 'born' and event.day < birth.day
            and felles.last_day(event.day, event."precision") < birth.day
            and not exists (select from felles.event as later where later.replaces in (birth.id, event.id))
    ) then
        raise exception 'An event lies before the birth of the person.'
            using errcode = 'check_violation', constraint = 'nothing_before_birth';
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
