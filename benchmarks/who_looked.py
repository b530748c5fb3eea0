"""What "who opened my data" costs with the index of what was shown, beside the same without it.

    python benchmarks/who_looked.py [--rows 1000000] [--asks 20] [--rounds 9]

Two tables with the same rows, a year of looks at five hundred mothers (one to forty of them in a
look): the record of reads as it is, and its twin without that index. Both get the very query of
her page, as text, over one connection.
"""

from uuid import UUID

from measuring import arguments, own_database, ratios, tell

MOTHERS = 500
TWIN = "bench_without"


def fill(rows: int) -> list[UUID]:
    """The record and its twin; the ids to ask for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"CREATE TABLE {TWIN} (LIKE audit_readevent INCLUDING ALL)")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s",
            [TWIN, "%USING gin%"],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            "CREATE TABLE bench_mother AS SELECT n, gen_random_uuid() AS id "
            "FROM generate_series(0, %s) n",
            [MOTHERS - 1],
        )
        # One look in ten shows a list, the others one mother.
        cursor.execute(
            'INSERT INTO audit_readevent (at, actor, kind, model, ids, "where") SELECT '  # noqa: S608
            "now() - random() * interval '365 days', 'staff:' || look %% 20, "
            "CASE WHEN look %% 10 = 0 THEN 'listed' ELSE 'opened' END, 'participant', "
            "CASE WHEN look %% 10 = 0 THEN page.ids ELSE ARRAY[one.id] END, 'care' "
            "FROM generate_series(1, %s) look "
            f"JOIN bench_mother one ON one.n = look / 10 %% {MOTHERS} "
            "JOIN (SELECT n / 40 AS page, array_agg(id) AS ids FROM bench_mother GROUP BY 1) page "
            "ON page.page = one.n / 40",
            [rows],
        )
        cursor.execute(f"INSERT INTO {TWIN} SELECT * FROM audit_readevent")  # noqa: S608
        cursor.execute("SELECT id FROM bench_mother ORDER BY n")
        ids = [row[0] for row in cursor.fetchall()]
    for table in ("audit_readevent", TWIN):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return ids


def asking(ids: list[UUID], table: str) -> int:
    """Her page's query for each of these mothers; how many rows came."""
    from django.db import connection
    from django.utils import timezone

    from portal.looked import reads_of

    found = 0
    with connection.cursor() as cursor:
        for one in ids:
            rows = reads_of([one], now=timezone.now()).values_list("at", "actor", "kind")
            sql, given = rows.query.sql_with_params()
            cursor.execute(sql.replace("audit_readevent", table), given)
            found += len(cursor.fetchall())
    return found


def main() -> None:
    """Measure and print one line."""
    asked = arguments(__doc__, rows=1_000_000, asks=20)
    with own_database():
        ids = fill(asked.rows)[: asked.asks]
        if asking(ids, "audit_readevent") != asking(ids, TWIN):
            raise SystemExit("the two tables do not hold the same")
        found = ratios(
            lambda: asking(ids, "audit_readevent"), lambda: asking(ids, TWIN), rounds=asked.rounds
        )
    tell(f"who looked, among {asked.rows} looks, with the index", found)


if __name__ == "__main__":
    main()
