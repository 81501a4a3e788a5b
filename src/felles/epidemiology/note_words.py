"""How is each note on a calculation said, in every language? By its code; {values} are counts, years and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

_OF_PATIENTS = {
    "only_year": (
        "Bare året for diagnosen er kjent: alle regnes som diagnostisert 1. juli.",
        "Berre året for diagnosen er kjent: alle blir rekna som diagnostiserte 1. juli.",
        "Only the year of diagnosis is known: everyone counts as diagnosed on 1 July.",
    ),
    "whole_ages": (
        "Alderen er i hele år: alle regnes som et halvt år eldre, midt i året.",
        "Alderen er i heile år: alle blir rekna som eit halvt år eldre, midt i året.",
        "Ages are whole years: everyone counts as half a year older, the middle of that year.",
    ),
    "left_out": (
        "Utelatt: {count} med {why} (kolonne {column}{rows}).",
        "Utelate: {count} med {why} (kolonne {column}{rows}).",
        "Left out: {count} with {why} (column {column}{rows}).",
    ),
    "in_rows": (", rad {rows}", ", rad {rows}", ", row {rows}"),
    "no_status": (
        "en status som mangler eller er ukjent",
        "ein status som manglar eller er ukjend",
        "a status that is missing or unknown",
    ),
    "no_diagnosis_day": ("ingen diagnosedato", "ingen diagnosedato", "no day of diagnosis"),
    "no_follow_up": ("ingen lengde på oppfølgingen", "inga lengd på oppfølginga", "no length of follow-up"),
    "ended_before": (
        "oppfølging som slutter før diagnosen",
        "oppfølging som sluttar før diagnosen",
        "follow-up that ends before diagnosis",
    ),
    "no_start": ("ingen start på observasjonen", "ingen start på observasjonen", "no start of observation"),
    "wrong_start": (
        "observasjon som begynner før diagnosen eller etter slutten",
        "observasjon som byrjar før diagnosen eller etter slutten",
        "observation that begins before diagnosis or after its end",
    ),
    "no_age": ("ingen alder, eller en under 0", "ingen alder, eller ein under 0", "no age, or one below 0"),
    "no_sex": (
        "et kjønn som dødelighetstabellen ikke har",
        "eit kjønn som dødstabellen ikkje har",
        "no sex that the life table could tell of",
    ),
    "parts_of_a_day": (
        "Deler av en dag regnes som en hel: {count}.",
        "Delar av ein dag blir rekna som ein heil: {count}.",
        "Parts of a day count as a whole one: {count}.",
    ),
    "zero_days": (
        "Fulgt i null dager, som regnes som en halv dag: {count}.",
        "Følgde i null dagar, som blir rekna som ein halv dag: {count}.",
        "Followed for zero days, which counts as half a day: {count}.",
    ),
    "cohort_short": (
        "Kohortmetoden: i live da oppfølgingen sluttet, før den lengste tiden det er spurt om: {count}.",
        "Kohortmetoden: i live då oppfølginga slutta, før den lengste tida det er spurt om: {count}.",
        "Cohort approach: alive when their follow-up ended, before the longest time asked for: {count}.",
    ),
    "outside_window": (
        "Uten oppfølging i {first}–{last}, og derfor ikke med: {count}.",
        "Utan oppfølging i {first}–{last}, og difor ikkje med: {count}.",
        "Without follow-up in {first}-{last}, and so not counted: {count}.",
    ),
    "older_than_table": (
        "Eldre enn siste alder i dødelighetstabellen, {age}; dødeligheten der gjelder videre: {count}.",
        "Eldre enn siste alder i dødstabellen, {age}; døyelegheita der gjeld vidare: {count}.",
        "Older than the life table's last age, {age}, whose mortality goes on: {count}.",
    ),
    "younger_than_table": (
        "Yngre enn første alder i dødelighetstabellen, {age}, som brukes: {count}.",
        "Yngre enn første alder i dødstabellen, {age}, som blir brukt: {count}.",
        "Younger than the life table's first age, {age}, whose mortality counts: {count}.",
    ),
    "later_than_table": (
        "Fulgt lenger enn siste år i dødelighetstabellen, {year}; dødeligheten der gjelder videre: {count}.",
        "Følgde lenger enn siste år i dødstabellen, {year}; døyelegheita der gjeld vidare: {count}.",
        "Followed beyond the life table's last year, {year}, whose mortality goes on: {count}.",
    ),
    "earlier_than_table": (
        "Diagnostisert før første år i dødelighetstabellen, {year}, som brukes: {count}.",
        "Diagnostiserte før første år i dødstabellen, {year}, som blir brukt: {count}.",
        "Diagnosed before the life table's first year, {year}, whose mortality counts: {count}.",
    ),
    "cause_not_told": (
        "Dødsfall uten oppgitt årsak regnes som dødsfall av annen årsak: {count}.",
        "Dødsfall utan oppgitt årsak blir rekna som dødsfall av annan årsak: {count}.",
        "Deaths of a cause that is not told count as deaths of another cause: {count}.",
    ),
    "later_tumours": (
        "Senere svulster hos samme person er utelatt: {count}.",
        "Seinare svulstar hos same person er utelatne: {count}.",
        "Later tumours of a person were left out: {count}.",
    ),
    "ages_without_weight": (
        "I en alder som vektene ikke har med, og derfor ikke talt: {count}.",
        "I ein alder som vektene ikkje har med, og difor ikkje talde: {count}.",
        "Of an age that the weights leave out, and so not counted: {count}.",
    ),
    "empty_age": (
        "Ingen i alderen {age}{where}, selv om vektene regner med dem.",
        "Ingen i alderen {age}{where}, sjølv om vektene reknar med dei.",
        "Nobody of age {age}{where}, though the weights count them.",
    ),
    "in_group": (" i {group}", " i {group}", " in {group}"),
    "no_estimate": (
        "Ikke noe anslag, fordi ingen var under observasjon hele tiden: {count} ({shown}).",
        "Ikkje noko anslag, fordi ingen var under observasjon heile tida: {count} ({shown}).",
        "No estimate, because at some time nobody was under observation: {count} ({shown}).",
    ),
    "no_width": (
        "Anslag uten et eneste dødsfall, der grensene ikke har noen bredde: {count}.",
        "Anslag utan eit einaste dødsfall, der grensene ikkje har noka breidd: {count}.",
        "Estimates without a single death, whose limits have no width: {count}.",
    ),
    "at_or_below_zero": (
        "Anslag på 0 eller lavere, som ikke har grenser: {count}.",
        "Anslag på 0 eller lågare, som ikkje har grenser: {count}.",
        "Estimates at or below 0, which have no limits: {count}.",
    ),
}

_OF_CASES = {
    "outside_sites": (
        "Rader med en kode utenfor det det er spurt om, eller uten kode, er ikke med: {count}.",
        "Rader med ein kode utanfor det det er spurt om, eller utan kode, er ikkje med: {count}.",
        "Rows with a code outside the sites that were asked for, or with none, are not counted: {count}.",
    ),
    "undated": (
        "Rader uten år eller dato er ikke med: {count}.",
        "Rader utan år eller dato er ikkje med: {count}.",
        "Rows without a year or a date are not counted: {count}.",
    ),
    "empty_years": (
        "Tabellen har ikke ett tilfelle i {years}: utelatt, for ingenting viser at det ikke var noen.",
        "Tabellen har ikkje eitt tilfelle i {years}: utelate, for ingenting viser at det ikkje var nokon.",
        "The table has no case at all in {years}: left out, since nothing shows that there were none.",
    ),
    "empty_years_deaths": (
        "Tabellen har ikke ett dødsfall i {years}: utelatt, for ingenting viser at det ikke var noen.",
        "Tabellen har ikkje eitt dødsfall i {years}: utelate, for ingenting viser at det ikkje var nokon.",
        "The table has no death at all in {years}: left out, since nothing shows that there were none.",
    ),
    "impossible_sex": (
        "Rader med et organ som personens kjønn ikke har, er ikke med: {count}. Se felles quality.",
        "Rader med eit organ som kjønnet til personen ikkje har, er ikkje med: {count}. Sjå felles quality.",
        "Rows with a site that the person's sex does not have are not counted: {count}. See felles quality.",
    ),
    "ageless": (
        "Tilfeller med ukjent eller negativ alder er med i antallet og den ujusterte raten, men ikke i"
        " aldersstandardiserte rater: {count}.",
        "Tilfelle med ukjend eller negativ alder er med i talet og den ujusterte raten, men ikkje i"
        " aldersstandardiserte ratar: {count}.",
        "Cases of unknown or negative age count in cases and crude, and in no age-standardised rate: {count}.",
    ),
    "ageless_deaths": (
        "Dødsfall med ukjent eller negativ alder er med i antallet og den ujusterte raten, men ikke i"
        " aldersstandardiserte rater: {count}.",
        "Dødsfall med ukjend eller negativ alder er med i talet og den ujusterte raten, men ikkje i"
        " aldersstandardiserte ratar: {count}.",
        "Deaths of unknown or negative age count in deaths and crude, and in no age-standardised rate: {count}.",
    ),
    "ageless_left_out": (
        "Tilfeller med ukjent eller negativ alder er utelatt: {count}.",
        "Tilfelle med ukjend eller negativ alder er utelatne: {count}.",
        "Cases of unknown or negative age are left out: {count}.",
    ),
    "unknown_sex": (
        "Tilfeller med ukjent kjønn er med der kjønnene er slått sammen; hver for seg har de ingen rate: {count}.",
        "Tilfelle med ukjent kjønn er med der kjønna er slått saman; kvar for seg har dei ingen rate: {count}.",
        "Cases of unknown sex count where the sexes are together; apart they have no rate: {count}.",
    ),
    "unknown_sex_deaths": (
        "Dødsfall med ukjent kjønn er med der kjønnene er slått sammen; hver for seg har de ingen rate: {count}.",
        "Dødsfall med ukjent kjønn er med der kjønna er slått saman; kvar for seg har dei ingen rate: {count}.",
        "Deaths of unknown sex count where the sexes are together; apart they have no rate: {count}.",
    ),
    "no_icd10": (
        "Tabellen har ingen kolonne icd10: hver rad regnes som et tilfelle.",
        "Tabellen har ingen kolonne icd10: kvar rad blir rekna som eit tilfelle.",
        "The table has no column icd10: every row counts as a case.",
    ),
    "no_icd10_deaths": (
        "Tabellen har ingen kolonne icd10: hver rad regnes som et dødsfall.",
        "Tabellen har ingen kolonne icd10: kvar rad blir rekna som eit dødsfall.",
        "The table has no column icd10: every row counts as a death.",
    ),
    "no_morphology": (
        "Tabellen har ingen morfologi: hver C44 regnes som annen hudkreft enn basalcellekreft.",
        "Tabellen har ingen morfologi: kvar C44 blir rekna som annan hudkreft enn basalcellekreft.",
        "The table has no morphology: every C44 counts as another cancer of the skin than basal cell carcinoma.",
    ),
    "unconfirmed_sites": (
        "Hvilke koder som hører til {sites}, er ikke bekreftet i alle deler (content/sites.yaml).",
        "Kva kodar som høyrer til {sites}, er ikkje stadfesta i alle delar (content/sites.yaml).",
        "Which codes make up {sites} is not confirmed in every part (content/sites.yaml).",
    ),
    "unadjustable": (
        "Rader som mangler noen av de andres aldre eller kreftformer, og er veid til dem de har: {count}.",
        "Rader som manglar nokre av aldrane eller kreftformene til dei andre, og er vegne til dei dei har: {count}.",
        "Rows that lack some ages or sites of the others, and are weighed to those they have: {count}.",
    ),
    "adjusted": (
        "Justert for {strata} til alle radene samlet{cuts}.",
        "Justert for {strata} til alle radene samla{cuts}.",
        "Adjusted for {strata} to all rows together{cuts}.",
    ),
    "cut_at": ("; aldrene er delt ved {ages}", "; aldrane er delte ved {ages}", "; ages are cut at {ages}"),
    "lost": (
        "Personer som ikke ble fulgt fram til {day}, og som kan være døde eller utflyttet, er ikke med: {count}.",
        "Personar som ikkje vart følgde fram til {day}, og som kan vere døde eller utflytta, er ikkje med: {count}.",
        "People whose follow-up ended before {day}, and who may be dead or abroad, are not counted: {count}.",
    ),
    "nobody_alive": (
        "Ingen i tabellen var diagnostisert innen den dagen og er i live.",
        "Ingen i tabellen var diagnostisert innan den dagen og er i live.",
        "Nobody in the table was diagnosed by that day and is alive.",
    ),
    "how_far_back": (
        "Den første diagnosen her er fra {day}: de som ble syke før tabellen begynner, er ikke med.",
        "Den første diagnosen her er frå {day}: dei som vart sjuke før tabellen byrjar, er ikkje med.",
        "The first diagnosis of anybody here is of {day}: who fell ill before the table begins is not in it.",
    ),
}

_OF_PEOPLE = {
    "denominator": ("{what}: {source}.", "{what}: {source}.", "{what}: {source}."),
    "person_years": ("Personår", "Personår", "Person-years"),
    "people": ("Folketall", "Folketal", "People"),
    "people_mean": ("Folketall (snittet av {year})", "Folketal (snittet av {year})", "People (the mean of {year})"),
    "own_people": (
        "de {people} personene i loggen selv, der {patients} er pasienter",
        "dei {people} personane i loggen sjølv, der {patients} er pasientar",
        "the {people} people of the log itself, of whom {patients} are patients",
    ),
    "january_alone": (
        "Personår i {year} er tallet 1. januar: det neste er ikke kjent.",
        "Personår i {year} er talet 1. januar: det neste er ikkje kjent.",
        "Person-years of {year} are its 1 January count: the next is not known.",
    ),
    "sex_by_share": (
        "Kilden har ikke kjønn for fylkene: folketallet er delt etter landets andel av hvert kjønn i hver alder.",
        "Kjelda har ikkje kjønn for fylka: folketalet er delt etter delen av kvart kjønn i kvar alder i landet.",
        "The counties have no sex in the source: their people are split by the nation's share of each sex by age.",
    ),
    "years_without_people": (
        "Folketallet mangler {years}: ingen rate som trenger det, kan regnes ut.",
        "Folketalet manglar {years}: ingen rate som treng det, kan reknast ut.",
        "The population has no {years}: no rate can be made that needs it.",
    ),
    "people_not_split": (
        "Folketallet er ikke delt etter {columns}, så etter det finnes tilfeller og ingen rater.",
        "Folketalet er ikkje delt etter {columns}, så etter det finst tilfelle og ingen ratar.",
        "The population is not split by {columns}, so by that there are cases and no rates.",
    ),
    "rows_without_people": (
        "Rader uten folketall, og derfor uten rater: {count}.",
        "Rader utan folketal, og difor utan ratar: {count}.",
        "Rows without a population, and so without rates: {count}.",
    ),
    "cases_without_people": (
        "Rader med tilfeller i en alder der folketallet er null, og derfor uten standardisert rate: {count}.",
        "Rader med tilfelle i ein alder der folketalet er null, og difor utan standardisert rate: {count}.",
        "Rows with cases at an age where the population has nobody, and so no asr: {count}.",
    ),
    "empty_ages": (
        "Rader med en aldersgruppe uten folk og tilfeller; raten der regnes som 0 i den standardiserte: {count}.",
        "Rader med ei aldersgruppe utan folk og tilfelle; raten der blir rekna som 0 i den standardiserte: {count}.",
        "Rows with an age group without people or cases, whose rate counts as 0 in asr: {count}.",
    ),
    "by_age": (
        "Etter alder finnes ingen aldersstandardisert rate: grensene gjelder den ujusterte.",
        "Etter alder finst ingen aldersstandardisert rate: grensene gjeld den ujusterte.",
        "By age there is no age-standardised rate: lower and upper are those of crude.",
    ),
    "ageing": (
        "Folketallet som kommer: de som levde {day}, blir eldre og dør som i 2019–2023 (dødelighetstabellen), det fødes"
        " like mange som siste år, og ingen flytter inn eller ut. Det er en antakelse og ingen befolkningsprognose.",
        "Folketalet som kjem: dei som levde {day}, blir eldre og døyr som i 2019–2023 (dødstabellen), det blir fødd"
        " like mange som siste år, og ingen flyttar inn eller ut. Det er eit anslag og ingen befolkningsprognose.",
        "People to come: those of {day} grow older and die as in 2019-2023 (life table), as many are born as in the"
        " last year, and nobody moves in or out. This is an assumption and no forecast of the population.",
    ),
}

_OF_TRENDS = {
    "unknown_ages": (
        "Tilfeller med ukjent alder, utelatt: {count}.",
        "Tilfelle med ukjend alder, utelatne: {count}.",
        "Cases of unknown age, left out: {count}.",
    ),
    "early_years": (
        "{name}: de første {count} årene fyller ikke en periode på fem og er utelatt.",
        "{name}: dei første {count} åra fyller ikkje ein periode på fem og er utelatne.",
        "{name}: the first {count} years do not fill a period of five and were left out.",
    ),
    "late_years": (
        "{name}: de siste {count} årene framover fyller ikke en periode på fem og er utelatt.",
        "{name}: dei siste {count} åra framover fyller ikkje ein periode på fem og er utelatne.",
        "{name}: the last {count} years to come do not fill a period of five and were left out.",
    ),
    "constant_instead": (
        "{name}: det er for lite til å følge en trend. Konstante rater er brukt.",
        "{name}: det er for lite til å følgje ein trend. Konstante ratar er brukte.",
        "{name}: {why} Constant rates were used.",
    ),
    "not_settled": (
        "{name}: modellen falt ikke til ro; ikke bruk tallene.",
        "{name}: modellen fall ikkje til ro; ikkje bruk tala.",
        "{name}: the model did not settle; do not use its numbers.",
    ),
    "few_cases": (
        "{name}: en periode i grunnlaget har {cases} tilfeller; under {fewest} er en trend mest tilfeldigheter, og"
        " konstante rater er det tryggere svaret.",
        "{name}: ein periode i grunnlaget har {cases} tilfelle; under {fewest} er ein trend mest tilfelle, og"
        " konstante ratar er det tryggare svaret.",
        "{name}: a period of the base has {cases} cases; under {fewest} a trend is mostly chance, and constant rates"
        " are the safer answer.",
    ),
    "short_base": (
        "{name}: grunnlaget er tre perioder (15 år), det minste en trend kan leses av.",
        "{name}: grunnlaget er tre periodar (15 år), det minste ein trend kan lesast av.",
        "{name}: the base is three periods (15 years), the least that a trend can be read from.",
    ),
    "poor_fit": (
        "{name}: modellen passer ikke godt (p = {p}); intervallene er gjort bredere for det.",
        "{name}: modellen passar ikkje godt (p = {p}); intervalla er gjorde breiare for det.",
        "{name}: the model does not fit well (p = {p}); the intervals are widened for it.",
    ),
    "screened": (
        "{name}: egner seg ikke for trender. Testing (PSA, mammografi) har flyttet tallene for prostatakreft, brystkreft"
        " og alle samlet; bruk konstante rater, eller legg sammen kreftformene.",
        "{name}: eignar seg ikkje for trendar. Testing (PSA, mammografi) har flytta tala for prostatakreft, brystkreft"
        " og alle samla; bruk konstante ratar, eller legg saman kreftformene.",
        "{name}: not suited for trends. Testing (PSA, mammography) has moved the numbers of prostate, breast and all"
        " sites together; use constant rates, or add up the sites.",
    ),
    "far_ahead": (
        "Mer enn fire perioder fram: langt fra det metoden er prøvd på mot det som kom.",
        "Meir enn fire periodar fram: langt frå det metoden er prøvd på mot det som kom.",
        "More than four periods ahead: far from what was tried when the method was compared with what came.",
    ),
    "no_years": (
        "Periodene sier ikke hvilke år de er (skriv 2003-2007), så det finnes ingen tall for enkeltår.",
        "Periodane seier ikkje kva år dei er (skriv 2003-2007), så det finst ingen tal for enkeltår.",
        "The periods do not tell their years (write 2003-2007), so there are no numbers for single years.",
    ),
}

_OF_WATCHING = {
    "empty_periods": (
        "Perioder uten noen å telle blant er utelatt: {count}.",
        "Periodar utan nokon å telje blant er utelatne: {count}.",
        "Periods with nobody to count among were left out: {count}.",
    ),
    "own_share": (
        "Ventet er hvert diagrams egen andel i de første {first} periodene; de periodene overvåkes ikke.",
        "Venta er den eigne delen til kvart diagram i dei første {first} periodane; dei periodane blir ikkje overvaka.",
        "Expected is each chart's own share in the first {first} periods; those periods are not watched.",
    ),
    "own_half": (
        "Ventet er hvert diagrams egen andel i den første halvdelen av periodene; de periodene overvåkes ikke.",
        "Venta er den eigne delen til kvart diagram i den første halvdelen av periodane; dei blir ikkje overvaka.",
        "Expected is each chart's own share in the first half of its periods; those periods are not watched.",
    ),
    "no_funnel": (
        "Ikke noe traktdiagram: det sammenligner minst tre verdier av {column} som har hendelser.",
        "Ikkje noko traktdiagram: det samanliknar minst tre verdiar av {column} som har hendingar.",
        "No funnel: it compares at least three values of {column} that have events.",
    ),
    "watched": (
        "Diagrammer: {charts}. Tester: {tests}. Signaler: {signals}.",
        "Diagram: {charts}. Testar: {tests}. Signal: {signals}.",
        "Charts watched: {charts}. Tests made: {tests}. Signals: {signals}.",
    ),
}

SAID: Mapping[str, tuple[str, str, str]] = {**_OF_PATIENTS, **_OF_CASES, **_OF_PEOPLE, **_OF_TRENDS, **_OF_WATCHING}
