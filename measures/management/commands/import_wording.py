"""`import_wording`: the words of a questionnaire this site has a licence for, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kernel.errors import BadInput, DomainError
from measures.importing import reader
from measures.importing.found import MAX_BYTES, Form
from measures.services.wording import ImportPlan, import_wording, plan_new, plan_words


class Command(BaseCommand):
    """Prints what belongs to what and stops; with --confirm it is kept."""

    help = "Load the words of a questionnaire from FHIR, REDCap, reproschema or our own YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        """The form of the file is told from the file unless --format says it."""
        parser.add_argument("instrument", help="the code of the questionnaire, such as phq-9")
        parser.add_argument("file", type=Path, help="a file, a zip or a folder of reproschema")
        parser.add_argument("--format", default="", choices=("", *reader.FORMATS))
        parser.add_argument("--language", default="en", help="of a file that does not say its own")
        parser.add_argument("--new", action="store_true", help="a questionnaire that is not here")
        parser.add_argument(
            *("--map", "-m"), action="append", default=[], metavar="ITEM=NAME", dest="picks"
        )
        parser.add_argument("--confirm", action="store_true", help="keep it as it was shown")

    def handle(self, *args: object, **options: Any) -> None:
        """Nothing is kept without --confirm, and never a part of a file."""
        path: Path = options["file"]
        try:
            data, form = _read(path, options["format"], options["language"])
            code = options["instrument"]
            if options["new"]:
                plan = plan_new(code=code, form=form)
            else:
                plan = plan_words(code=code, form=form, picks=_picks(options["picks"]))
            self.stdout.write("\n".join(lines(plan)))
            if not options["confirm"]:
                self.stdout.write("\nNothing is kept yet. Read it, then add --confirm.")
                return
            made = import_wording(
                plan=plan, file_name=path.name, data=data, by=None, now=timezone.now()
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"\nKept: {made.instrument}.")


def _read(path: Path, format: str, language: str) -> tuple[bytes, Form]:
    try:
        if path.is_dir():
            files = _folder(path)
            return b"".join(files.values()), reader.read_folder(files, language=language)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return data, reader.read(data, path.name, format=format, language=language)


def _folder(path: Path) -> dict[str, bytes]:
    """Its files by path inside it; links lead out and are not followed."""
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    for one in sorted(path.rglob("*")):
        if one.is_symlink() or not one.is_file() or ".git" in one.parts:
            continue
        with one.open("rb") as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise BadInput(f"The folder is larger than {MAX_BYTES // 1024 // 1024} MB.")
        files[one.relative_to(path).as_posix()] = data
    return files


def _picks(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        code, sign, name = one.partition("=")
        if not sign or not code or not name or code in found:
            raise CommandError(f"--map {one}: say ITEM=NAME, each item once.")
        found[code] = name
    return found


def lines(plan: ImportPlan) -> list[str]:
    """What would be kept, for a person to read."""
    content = plan.content
    langs = ", ".join(plan.languages)
    shown = [f"{plan.code}@{plan.version} from {plan.form.format}, in {langs}", ""]
    how = {one.item["code"]: one for one in plan.matched}
    turned = {code for scale in content.scales for code in scale.reverse}
    for item in content.items:
        match = how.get(item.code)
        said = f"  [{item.topic}]" if item.topic else ""
        by = f" (by {match.how})" if match else ""
        shown.append(f"{item.code}{said} <- {plan.mapping[item.code]}{by}")
        shown.append(f"    {item.prompt(plan.languages[0])}")
        if item.code in turned:
            shown.append("    turned round in the score")
        if item.kind == "scale":
            low, high = item.low(plan.languages[0]), item.high(plan.languages[0])
            shown.append(f"    {item.minimum} {low} … {item.maximum} {high}")
        for choice in item.choices:
            shown.append(f"    {choice.value} = {choice.label.get(plan.languages[0])}")
        if match and match.doubtful:
            order = "the items" if match.how == "order" else "the answers"
            shown.append(f"    ! LOOK TWICE: {order} by {match.options_how or match.how}")
    if plan.carried:
        shown.append(f"\nKept from the import before: {', '.join(plan.carried)}")
    return [*shown, *(f"\nNote: {note}" for note in plan.notes)]
