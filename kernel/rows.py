"""Rows past the query builder, where its own cost would be most of what a statement costs.

Only for the few statements behind every answer of hers. Fields still convert their values (what is
encrypted stays encrypted); the SQL of a model is put together once.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


@cache
def columns(model: type[Model], table: str, *, without: tuple[str, ...] = ()) -> str:
    """The columns of a model for a SELECT, of the table by this alias."""
    return ", ".join(f'{table}."{one.column}"' for one in _fields(model, without))


def read(model: type[Row], values: Iterator[Any], *, without: tuple[str, ...] = ()) -> Row:
    """The next row of a result as a model, of the columns that `columns` names."""
    names, converters = _reading(model, without)
    raw = [next(values) for _ in names]
    for place, convert in converters:
        raw[place] = convert(raw[place], None, connection)
    return model.from_db(connection.alias, names, raw)


def ask(sql: str, params: Any) -> Any:
    """The first row of a statement, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


def insert(row: Model, *, once_by: str = "") -> bool:
    """Insert a row as it is and give it its key; False when one stood there by `once_by`."""
    sql, fields = _inserting(type(row), once_by)
    made = ask(sql, [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields])
    if made is None:
        return False
    row.pk = made[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _fields(model: type[Model], without: tuple[str, ...] = ()) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.name not in without]


@cache
def _reading(model: type[Model], without: tuple[str, ...]) -> tuple[list[str], list[Any]]:
    fields = _fields(model, without)
    converters = [
        (place, one.from_db_value)
        for place, one in enumerate(fields)
        if hasattr(one, "from_db_value")
    ]
    return [one.attname for one in fields], converters


@cache
def _inserting(model: type[Model], once_by: str) -> tuple[str, list[Any]]:
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    names = ", ".join(f'"{one.column}"' for one in fields)
    conflict = f'ON CONFLICT ("{once_by}") DO NOTHING ' if once_by else ""
    sql = (
        f'INSERT INTO "{model._meta.db_table}" ({names}) '  # noqa: S608 - names of our own models
        f"VALUES ({', '.join(['%s'] * len(fields))}) {conflict}RETURNING id"
    )
    return sql, fields
