-- That every identifier has its person was checked row by row at commit, which took as long as writing the rows. Now all
-- rows of a statement are checked at its end, when both tables hold what it wrote. Persons are never deleted.

alter table identity.identifier drop constraint identifier_person_fkey;

create function identity.check_identifiers() returns trigger language plpgsql as $$
begin
    if exists (
        select from added where not exists (select from identity.person where person.person = added.person)
    ) then
        raise exception 'An identifier belongs to a person who is not there.'
            using errcode = 'foreign_key_violation', constraint = 'identifier_has_person';
    end if;
    return null;
end $$;
create trigger identifier_has_person after insert on identity.identifier referencing new table as added
    for each statement execute function identity.check_identifiers();
alter table identity.identifier enable always trigger identifier_has_person;
