"""The demo outbox shows mail as a lock screen would; nowhere else is there such a page."""

import os
from email.message import EmailMessage

from care.outbox import read_outbox


def write(folder, name: str, subject: str, *, age: int = 0) -> None:
    mail = EmailMessage()
    mail["From"] = "Daybook <hello@example.org>"
    mail["To"] = "ana@example.net"
    mail["Subject"] = subject
    mail.set_content("\n\nSomething is ready for you.\nhttp://localhost/d/\n")
    path = folder / f"{name}.eml"
    path.write_bytes(bytes(mail))
    os.utime(path, (1_800_000_000 - age, 1_800_000_000 - age))


def test_the_newest_mail_is_first_and_its_first_line_is_what_shows(tmp_path):
    write(tmp_path, "a", "Older", age=60)
    write(tmp_path, "b", "Newer")
    newest, oldest = read_outbox(tmp_path)
    assert (newest.subject, oldest.subject) == ("Newer", "Older")
    assert newest.first_line == "Something is ready for you."
    assert newest.sender == "Daybook"


def test_a_folder_that_is_not_there_yet_holds_nothing(tmp_path):
    assert read_outbox(tmp_path / "nothing") == []


def test_the_page_shows_the_mail_in_the_demo(ben, settings, tmp_path):
    settings.DEMO, settings.OUTBOX_DIR = True, str(tmp_path)
    write(tmp_path, "a", "A note for you")
    page = ben.get("/staff/outbox/")
    assert b"A note for you" in page.content


def test_outside_the_demo_there_is_no_such_page(ben, settings, tmp_path):
    settings.DEMO, settings.OUTBOX_DIR = False, str(tmp_path)
    assert ben.get("/staff/outbox/").status_code == 404
