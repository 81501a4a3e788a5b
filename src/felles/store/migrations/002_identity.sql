-- Who is who: the one place where a pseudonym meets a name or a number, sealed with a key of each person's own.
-- Destroying a person's key erases the identity and every free text that was sealed with it; the log keeps its shape.

create schema identity;
grant usage on schema identity to felles_importer, felles_web;

create table identity.person (
    person     uuid        not null primary key,
    -- The whole number that stands for the person in columnar tables: the last 62 bits (felles.events.number_of).
    number     bigint      not null unique generated always as
        (('x' || right(replace(person::text, '-', ''), 16))::bit(64)::bigint & 4611686018427387903) stored,
    sealed_key bytea,
    made_up    boolean     not null default false,
    made       timestamptz not null default now(),
    erased_at  timestamptz,
    check ((sealed_key is null) = (erased_at is not null))
);

create table identity.identifier (
    digest    bytea not null primary key,
    -- Checked at commit: who finds an identifier free takes it first and is made a person after.
    person    uuid  not null references identity.person deferrable initially deferred,
    namespace text  not null,
    sealed    bytea not null
);
create index identifier_of_person on identity.identifier (person);
comment on column identity.identifier.namespace is '`no` for a valid Norwegian national number, else the source that uses the identifier.';

create table identity.profile (
    person uuid  not null primary key references identity.person,
    sealed bytea not null
);

create table identity.name_digest (
    digest bytea not null,
    person uuid  not null references identity.person,
    primary key (digest, person)
);
create index name_digest_of_person on identity.name_digest (person);

-- By which lookup key the digests were made: with another key nobody would be found and everybody made twice.
create table identity.lookup_key (
    only_one    boolean not null primary key default true check (only_one),
    fingerprint bytea   not null
);

-- Erasure by law. What was sealed with the key can never be read again.
create function identity.erase(erased uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from identity.identifier where person = erased;
    delete from identity.name_digest where person = erased;
    delete from identity.profile where person = erased;
    update identity.person set sealed_key = null, erased_at = now() where person = erased and erased_at is null;
    return found;
end $$;

create function identity.find(wanted bytea) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select person from identity.identifier where digest = wanted
$$;

create function identity.find_name(wanted bytea) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select person from identity.name_digest where digest = wanted
$$;

revoke execute on all functions in schema identity from public;
grant execute on function identity.erase(uuid) to felles_importer;
grant execute on function identity.find(bytea), identity.find_name(bytea) to felles_importer, felles_web;

grant select, insert on all tables in schema identity to felles_importer;
grant update, delete on identity.profile, identity.name_digest to felles_importer;
grant select on identity.person, identity.identifier, identity.profile to felles_web;

-- Row-level security holds for the owner too; whom felles_web sees is added with the access tables.
alter table identity.person enable row level security;
alter table identity.person force row level security;
alter table identity.identifier enable row level security;
alter table identity.identifier force row level security;
alter table identity.profile enable row level security;
alter table identity.profile force row level security;
alter table identity.name_digest enable row level security;
alter table identity.name_digest force row level security;
create policy importer_keeps on identity.person to felles_importer, felles_owner using (true) with check (true);
create policy importer_keeps on identity.identifier to felles_importer, felles_owner using (true) with check (true);
create policy importer_keeps on identity.profile to felles_importer, felles_owner using (true) with check (true);
create policy importer_keeps on identity.name_digest to felles_importer, felles_owner using (true) with check (true);
