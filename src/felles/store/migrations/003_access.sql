-- Who may see what: viewers, the grants that let them see a person, and the log of who looked.
--
-- Deny by default. The role felles_web reads no table of this schema: it asks the functions below, which know the viewer
-- from the setting `felles.viewer` of the transaction. No viewer, no row.

create schema if not exists access;

create table access.viewer (
    id       uuid primary key,
    role     text not null check (role in ('patient', 'relative', 'nurse', 'doctor', 'coordinator', 'cancer_coordinator',
                                           'gp', 'analyst', 'authority')),
    -- Plain text: the name a professional is known by at work, which patients have a right to read in the log of who looked.
    -- A patient or a relative has no name here: theirs is sealed with the rest of their identity.
    name     text,
    unit     text,
    person   uuid,
    subject  text unique,
    check ((role in ('patient', 'relative')) = (person is not null)),
    check ((name is null) = (person is not null))
);
comment on column access.viewer.subject is 'The subject (`sub`) by which the identity provider knows this viewer.';

create table access."grant" (
    id       uuid primary key default gen_random_uuid(),
    viewer   uuid not null references access.viewer,
    person   uuid not null,
    reason   text not null check (reason in ('treatment', 'self', 'consent', 'emergency')),
    kinds    text[] check (cardinality(kinds) > 0),
    types    text[] check (cardinality(types) > 0),
    "from"   timestamptz not null,
    until    timestamptz check (until >= "from"),
    event    uuid,
    check ((kinds is null) = (types is null))
);
create index on access."grant" (viewer, person);
create index on access."grant" (person);
comment on column access."grant".kinds is 'What a consent shares, as the codes of consent_given have it; null shares everything.';
comment on column access."grant".types is 'The event types of those kinds on the day of the grant: a type that comes later is not shared unasked.';
comment on column access."grant".event is 'The event in the log that this grant follows from, where there is one.';

create table access.audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null default clock_timestamp(),
    viewer   uuid not null references access.viewer,
    person   uuid not null,
    action   text not null check (action in ('found', 'opened', 'opened_in_emergency', 'refused')),
    reason   text
);
create index on access.audit (person, at);
create index on access.audit (viewer, at);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The log of who looked is never changed: % was refused.', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_kept before update or delete or truncate on access.audit
    for each statement execute function access.refuse_change();
alter table access.audit enable always trigger audit_is_kept;


-- Who is asking, and what may they see? ------------------------------------------------------------------------------

create function access.viewer() returns uuid
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select nullif(current_setting('felles.viewer', true), '')::uuid
$$;

create function access.role_of_viewer() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select role from access.viewer where id = access.viewer()
$$;

create function access.is_professional() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(access.role_of_viewer() in ('nurse', 'doctor', 'coordinator', 'cancer_coordinator', 'gp'), false)
$$;

-- Analysts read every person's events under a pseudonym, and no identity at all.
create function access.sees_all() returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(access.role_of_viewer() = 'analyst', false)
$$;

create function access.grants_in_force() returns setof access."grant"
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select * from access."grant"
    where viewer = access.viewer() and "from" <= now() and (until is null or until > now())
$$;

-- Persons of whom the viewer may see everything, with every record that is joined to theirs.
create function access.visible() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select unnest(felles.with_joined(array(select person from access.grants_in_force() where types is null)))
$$;

-- Persons whose name the viewer may know, with every record that is joined to theirs.
create function access.known() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select unnest(felles.with_joined(array(select person from access.grants_in_force())))
$$;

-- Persons of whom the viewer may see some kinds, with the event types of those kinds.
create function access.visible_in_part() returns table (person uuid, type text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select unnest(felles.with_joined(array[part.person])), shared.type
    from access.grants_in_force() as part, unnest(part.types) as shared (type)
$$;

-- One who sees some kinds does not see that an event was taken back by one of another kind: so ask for them.
create function access.is_replaced(event uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select exists (select from felles.event as later where later.replaces = is_replaced.event)
$$;

create function access.may_see(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select access.sees_all() or may_see.person in (select access.known())
$$;


-- Row-level security -------------------------------------------------------------------------------------------------

-- What a viewer reads of a table whose rows are about persons. It holds
--   'events':   all rows of a person, or the event types that are shared; analysts read all. Needs columns `id`, `type`.
--   'facts':    all rows of a person of whom everything may be seen; analysts read all. For every projection.
--   'links':    the rows of persons of whom anything may be seen; analysts read all.
--   'identity': the same, and analysts read none.
-- The subqueries do not mention the row, so PostgreSQL runs each once a query and looks rows up in what they gave.
create function access.show(protected regclass, holds text, person_column name default 'person') returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    rule text := case holds
        when 'events' then '(select access.sees_all()) or %1$I in (select access.visible())'
            ' or (%1$I, type) in (select part.person, part.type from access.visible_in_part() as part)'
            ' and not access.is_replaced(id)'
        when 'facts' then '(select access.sees_all()) or %1$I in (select access.visible())'
        when 'links' then '(select access.sees_all()) or %1$I in (select access.known())'
        when 'identity' then '%1$I in (select access.known())'
    end;
begin
    if rule is null then
        raise exception 'A protected table holds events, facts, links or identity; got "%".', holds;
    end if;
    execute format('alter table %s enable row level security', protected);
    execute format('alter table %s force row level security', protected);
    execute format('create policy seen_by_viewer on %s for select to felles_web using (%s)', protected, format(rule, person_column));
end $$;

-- The same for a new table, which importers fill and the owner's functions read.
create function access.protect(protected regclass, holds text default 'facts', person_column name default 'person') returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform access.show(protected, holds, person_column);
    execute format(
        'create policy kept_by_importer on %s to felles_importer, felles_owner using (true) with check (true)', protected);
end $$;

select access.show('felles.event', 'events');
select access.show('felles.person_link', 'links');
select access.show('identity.person', 'identity');
select access.show('identity.identifier', 'identity');
select access.show('identity.profile', 'identity');


-- What the web may ask ------------------------------------------------------------------------------------------------

-- Who is signing in? Answers before there is a viewer; a subject comes from the identity provider, never from a form.
create function access.viewer_by_subject(wanted text) returns setof access.viewer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select * from access.viewer where subject = wanted
$$;

-- Everyone who can sign in: for the list of made-up people in a demonstration.
create function access.viewers() returns setof access.viewer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select * from access.viewer order by id
$$;

-- The viewer's own grants on one person, those that have ended too.
create function access.grants_on(wanted uuid) returns setof access."grant"
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select * from access."grant"
    where viewer = access.viewer() and person = any (felles.with_joined(array[wanted]))
$$;

-- Whether a person is made up; null where there is no such person.
create function access.is_made_up(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select made_up from identity.person where person = wanted
$$;

-- Writes down that the viewer did something with a person's record.
create function access.note(person uuid, action text, reason text default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if access.role_of_viewer() is null then
        raise exception 'Nobody is signed in, so there is nothing to write down.' using errcode = 'insufficient_privilege';
    end if;
    insert into access.audit (viewer, person, action, reason) values (access.viewer(), note.person, note.action, note.reason);
end $$;

-- What a search shows of the people it found, each written down. Joined records are one person.
create function access.found(people uuid[])
returns table (person uuid, records uuid[], born_year int, made_up boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not (access.is_professional() or access.sees_all()) then
        raise exception 'Only health personnel and analysts may search for people.' using errcode = 'insufficient_privilege';
    end if;
    for found.person, found.made_up in
        select coalesce(link.canonical, who.person), bool_and(who.made_up)
        from identity.person as who left join felles.person_link as link on link.person = who.person
        where who.person = any (people) group by 1
    loop
        perform access.note(found.person, 'found');
        found.records := array(select distinct unnest(felles.with_joined(array[found.person])));
        found.born_year := (
            select extract(year from event.day) from felles.event as event
            where event.person = any (found.records) and event.type = 'born'
                and not access.is_replaced(event.id)
            order by event.recorded desc limit 1
        );
        return next;
    end loop;
end $$;

-- The person whom an analyst means by a pseudonym: the UUID itself or the whole number that stands for it.
create function access.find_pseudonym(wanted uuid, wanted_number bigint) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select person from identity.person where access.sees_all() and (person = wanted or number = wanted_number)
$$;

-- The sources whose own identifiers an analyst can search for; national numbers are not among them.
create function access.namespaces() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select distinct namespace from identity.identifier where access.sees_all() and namespace <> 'no'
$$;

-- Opens a record for twelve hours without a treatment relation. The patient reads the reason.
create function access.open_in_emergency(person uuid, reason text) returns setof access."grant"
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not access.is_professional() then
        raise exception 'Only health personnel may open a record in an emergency.' using errcode = 'insufficient_privilege';
    end if;
    if access.is_made_up(open_in_emergency.person) is null then
        raise exception 'There is no such person.' using errcode = 'no_data_found';
    end if;
    if length(trim(coalesce(open_in_emergency.reason, ''))) < 5 then
        raise exception 'An emergency needs a reason of at least five characters.' using errcode = 'check_violation';
    end if;
    perform access.note(open_in_emergency.person, 'opened_in_emergency', trim(open_in_emergency.reason));
    return query insert into access."grant" (viewer, person, reason, "from", until)
        values (access.viewer(), open_in_emergency.person, 'emergency', now(), now() + interval '12 hours')
        returning *;
end $$;

-- Who looked at a person: for the person themself, and for nobody else among viewers.
create function access.audit_of(wanted uuid)
returns table (at timestamptz, name text, role text, unit text, viewer_person uuid, action text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select audit.at, viewer.name, viewer.role, viewer.unit, viewer.person, audit.action, audit.reason
    from access.audit as audit join access.viewer as viewer on viewer.id = audit.viewer
    where audit.person = any (felles.with_joined(array[wanted]))
        and exists (
            select from access.grants_on(wanted) as own
            where own.reason = 'self' and own."from" <= now() and (own.until is null or own.until > now())
        )
    order by audit.at desc, audit.id desc
$$;


-- Leave ---------------------------------------------------------------------------------------------------------------

revoke all on all functions in schema access from public;
grant usage on schema access to felles_importer, felles_web;
-- Policies are judged as the one who asks, so felles_web needs the functions they call.
grant execute on function
    access.viewer(), access.role_of_viewer(), access.is_professional(), access.sees_all(), access.visible(), access.known(),
    access.visible_in_part(), access.grants_in_force(), access.is_replaced(uuid), access.may_see(uuid),
    access.viewer_by_subject(text), access.viewers(), access.grants_on(uuid), access.is_made_up(uuid),
    access.note(uuid, text, text), access.found(uuid[]), access.find_pseudonym(uuid, bigint), access.namespaces(),
    access.open_in_emergency(uuid, text), access.audit_of(uuid)
to felles_web;

-- Viewers and grants are made by imports, consents and the command line. A grant can be ended, never deleted.
grant select, insert on access.viewer to felles_importer;
grant select, insert, update (until) on access."grant" to felles_importer;
grant select on access.audit to felles_importer;
