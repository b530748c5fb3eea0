"""The line (docs/architecture.md): a module imports only from rows below its own."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINE = [
    ("more_platform",),
    ("portal", "care", "research"),
    ("pathway",),
    ("reminders",),
    ("sessions",),
    ("measures",),
    ("schedule",),
    ("safety",),
    ("people",),
    ("catalog",),
    ("audit",),
    ("kernel",),
]
DEPTH = {row: depth for depth, rows in enumerate(LINE) for row in rows}
FACES = LINE[1]
LABELS = {"more_sessions": "sessions"}
# more_platform/__init__ makes the Celery application; tasks of every row are found by name.
MODULES = [path for row in DEPTH for path in sorted((ROOT / row).rglob("*.py"))]
PURE = {
    "catalog/reading_level.py",
    "catalog/reviewing.py",
    "catalog/source.py",
    "catalog/voice.py",
    "catalog/wording.py",
    "kernel/clock.py",
    "kernel/errors.py",
    "kernel/ids.py",
    "kernel/sealing.py",
    "measures/applicability.py",
    "measures/blocks.py",
    "measures/burden.py",
    "measures/conditions.py",
    "measures/current.py",
    "measures/oracle.py",
    "measures/importing/__init__.py",
    "measures/importing/composing.py",
    "measures/importing/fhir.py",
    "measures/importing/fhir_parts.py",
    "measures/importing/found.py",
    "measures/importing/mapping.py",
    "measures/importing/ours.py",
    "measures/importing/plain.py",
    "measures/importing/reader.py",
    "measures/importing/reading.py",
    "measures/importing/redcap.py",
    "measures/importing/reproschema.py",
    "measures/importing/values.py",
    "measures/importing/writing.py",
    "measures/scoring.py",
    "measures/tlfb.py",
    "people/addressing.py",
    "people/births.py",
    "people/periods.py",
    "people/pins.py",
    "pathway/expecting.py",
    "reminders/planning.py",
    "research/cells.py",
    "safety/hours.py",
    "safety/ladder.py",
    "safety/tolerance.py",
    "schedule/envelope.py",
    "schedule/momentary.py",
    "schedule/moving.py",
    "schedule/quiet.py",
    "schedule/windows.py",
    "sessions/doses.py",
    "sessions/opening.py",
}


def row_of(module: str) -> str | None:
    """The row a dotted name belongs to, or None for somebody else's package."""
    top = module.split(".")[0]
    return top if top in DEPTH else None


def may_import(importer: str, imported: str) -> bool:
    """Own row or a row further down; siblings among the faces do not know one another."""
    return importer == imported or DEPTH[imported] > DEPTH[importer]


def imports(path: Path) -> list[str]:
    """Every dotted name a file imports, in function bodies too, plus lazy look-ups by string."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Call) and _name(node.func) in ("get_model", "import_string"):
            found += [_unlabel(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)]
    return found


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _unlabel(text: str) -> str:
    label = text.split(".")[0]
    return LABELS.get(label, label)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_below(path: Path):
    own = path.relative_to(ROOT).parts[0]
    wrong = [name for name in imports(path) if (row := row_of(name)) and not may_import(own, row)]
    assert wrong == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("portal", "care", False),
        ("kernel", "audit", False),
        ("safety", "measures", False),
        ("measures", "safety", True),
        ("care", "kernel", True),
        ("more_platform", "portal", True),
    ],
)
def test_the_rule_itself(importer: str, imported: str, allowed: bool):
    assert may_import(importer, imported) is allowed


def test_lazy_imports_are_seen(tmp_path: Path):
    file = tmp_path / "m.py"
    file.write_text(
        "def f():\n    from care import views\n    apps.get_model('more_sessions.Course')"
    )
    assert set(imports(file)) == {"care", "sessions"}


def our_models():
    """Models that live in the project's own folders."""
    for model in apps.get_models(include_auto_created=True):
        if (row := row_of(model.__module__)) and "site-packages" not in model.__module__:
            yield row, model


def test_foreign_keys_point_down():
    wrong = [
        f"{model.__name__}.{field.name}"
        for row, model in our_models()
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model
        and (target := row_of(field.related_model.__module__))
        and not may_import(row, target)
    ]
    assert wrong == []


def test_migrations_depend_downwards():
    wrong = []
    for row in DEPTH:
        for path in sorted((ROOT / row / "migrations").glob("0*.py")):
            for label in re.findall(r"\(['\"](\w+)['\"], ['\"]\d{4}_", path.read_text()):
                target = LABELS.get(label, label)
                if target in DEPTH and not may_import(row, target):
                    wrong.append(f"{path.relative_to(ROOT)} → {label}")
    assert wrong == []


def test_templates_include_only_their_own_face():
    wrong = []
    for face in FACES:
        for path in (ROOT / "templates" / face).rglob("*"):
            if not path.is_file():
                continue
            text = path.read_text()
            for name in re.findall(r"{%-?\s*(?:include|extends)\s+[\"']([^\"']+)", text):
                if name.split("/")[0] in FACES and name.split("/")[0] != face:
                    wrong.append(f"{path.relative_to(ROOT)} → {name}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(PURE))
def test_pure_rules_know_no_framework(name: str):
    path = ROOT / name
    framework = [i for i in imports(path) if i.split(".")[0] in ("django", "rest_framework")]
    impure = [
        i
        for i in imports(path)
        if row_of(i) and i.replace(".", "/") + ".py" not in PURE and not i.startswith("catalog.t")
    ]
    assert framework == [] and impure == []


@pytest.mark.parametrize("name", sorted(PURE))
def test_pure_rules_take_their_time_as_an_argument(name: str):
    calls = [
        _name(node.func)
        for node in ast.walk(ast.parse((ROOT / name).read_text()))
        if isinstance(node, ast.Call)
    ]
    assert not {"now", "today", "utcnow"} & set(calls)


def test_services_take_now_as_a_parameter():
    wrong = []
    for path in MODULES:
        parts = path.relative_to(ROOT).parts
        if "services" not in "/".join(parts):
            continue
        if re.search(r"timezone\.now\(\)|datetime\.now\(|date\.today\(", path.read_text()):
            wrong.append("/".join(parts))
    assert wrong == []


def test_views_begin_with_whose_eyes():
    """No view or API reads a whole table of people's data."""
    wrong = []
    for face in FACES:
        for path in (ROOT / face).rglob("*.py"):
            reads = path.name.startswith(("views", "api")) or "views" in path.parts
            if reads and re.search(r"\.objects\.all\(\)", path.read_text()):
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_nothing_of_ours_is_a_signal_or_a_generic_foreign_key():
    wrong = []
    for path in MODULES:
        text = path.read_text()
        if "GenericForeignKey" in text or "Signal()" in text:
            wrong.append(str(path.relative_to(ROOT)))
        if "@receiver" in text and path != ROOT / "people" / "receivers.py":
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


# Raise it, write it to the log, or keep it to be raised with others.
TOLD = ("exception", "error", "append")
ANY = {"Exception", "BaseException"}


def swallowed(tree: ast.AST) -> list[int]:
    """Lines that catch any error at all and then tell nobody."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            named = {_name(node.type)} if node.type else {"Exception"}
            inside = [inner for part in node.body for inner in ast.walk(part)]
            told = any(
                isinstance(one, ast.Raise)
                or (isinstance(one, ast.Call) and _name(one.func) in TOLD)
                for one in inside
            )
            if named & ANY and not told:
                found.append(node.lineno)
        elif isinstance(node, ast.Call) and _name(node.func) == "suppress":
            found += [node.lineno for one in node.args if _name(one) in ANY]
    return found


def test_no_error_is_swallowed():
    wrong = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := swallowed(ast.parse(path.read_text())))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("try:\n    f()\nexcept Exception:\n    x = 1", [3]),
        ("try:\n    f()\nexcept:\n    pass", [3]),
        ("with contextlib.suppress(Exception):\n    f()", [1]),
        ("try:\n    f()\nexcept Exception:\n    log.exception('no')", []),
        ("try:\n    f()\nexcept Exception as error:\n    raise E from error", []),
        ("try:\n    f()\nexcept ValueError:\n    x = 1", []),
    ],
)
def test_swallowing_is_seen(text: str, lines: list[int]):
    assert swallowed(ast.parse(text)) == lines


def test_no_drawer_of_odds_and_ends():
    names = {"utils.py", "helpers.py", "common.py", "core.py", "misc.py"}
    assert [p for p in MODULES if p.name in names] == []


def test_no_model_is_called_session():
    assert [m for _row, m in our_models() if m.__name__ == "Session"] == []
