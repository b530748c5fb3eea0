"""Whatever happened to a file on its way: it imports whole, or says why not, and nothing else."""

import time

import pytest

from catalog.models import ContentVersion
from kernel.errors import BadInput, DomainError
from measures.importing import reader, writing
from measures.models import WordingImport
from measures.services.wording import import_wording, plan_new, plan_words
from tests.cast import NOW
from tests.measures.importing.keys import make_key
from tests.measures.importing.wild import bombs, good, mutated

pytestmark = pytest.mark.django_db


def attempt(number: int) -> bool:
    """Import the file of that number as new, and into a key. True when it was taken."""
    name, data = mutated(number)
    try:
        form = reader.read(data, name)
    except BadInput as error:
        assert error.message and "\0" not in error.message
        return False
    taken = False
    for plan_it in (
        lambda: plan_new(code=f"river-{number}", form=form),
        lambda: plan_words(code="weather-key", form=form),
    ):
        try:
            plan = plan_it()
            made = import_wording(plan=plan, file_name=name, data=data, by=None, now=NOW)
        except DomainError as error:
            assert error.message
            continue
        taken = True
        made.instrument.refresh_from_db()
        content = made.instrument.content
        assert content.is_askable
        assert all(item.prompt(lang) for lang in content.languages for item in content.items)
        writing.to_fhir(made.instrument.body)
    return taken


def run(numbers: range) -> int:
    make_key()
    before = ContentVersion.objects.count()
    taken = sum(attempt(number) for number in numbers)
    # Never half: what was released has its origin, and the other way round.
    assert ContentVersion.objects.count() - before == WordingImport.objects.count()
    return taken


def test_two_hundred_files_to_which_something_happened():
    assert 10 < run(range(200)) < 190


@pytest.mark.soak
def test_five_thousand_files_to_which_something_happened():
    assert run(range(5000)) > 200


@pytest.mark.parametrize("name", [name for name, _data in bombs()])
def test_a_file_made_to_be_too_much_is_refused_soon(name):
    data = dict(bombs())[name]
    began = time.process_time()
    with pytest.raises(BadInput):
        reader.read(data, name)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("name", [name for name, _data in good()])
def test_every_beginning_of_a_file_is_read_or_refused(name):
    data = dict(good())[name]
    for end in range(0, len(data), max(1, len(data) // 60)):
        try:
            reader.read(data[:end], name)
        except BadInput as error:
            assert error.message
