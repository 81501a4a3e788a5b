"""How many does a command say there are?"""

from felles.cli.counts import number_of


def test_one_is_told_in_the_singular_and_thousands_have_their_comma() -> None:
    assert number_of(1, "person") == "1 person"
    assert number_of(0, "person") == "0 persons"
    assert number_of(2300, "new event") == "2,300 new events"
    assert number_of(2, "record was", "records were") == "2 records were"
