"""What a mother reads beside a risk question, when she asked for no baby talk."""

import re

from catalog.services import library

LIBRARY = library()


def asked_without_baby_talk(code: str, item: str | None) -> bool:
    """Whether the newest version of a questionnaire puts an item to her."""
    newest = LIBRARY.versions("instrument", code)[-1]
    asked = newest.items_for("no_baby_talk") if newest.fits("no_baby_talk") else ()
    return item in {one.code for one in asked}


def test_no_safety_word_speaks_of_a_child_to_a_mother_who_asked_for_no_baby_talk():
    child = r"\b(?:bab(?:y|ies)|child\w*|bebés?|niñ\w+|infantil)\b"
    for loaded in LIBRARY.all("safety"):
        rules = loaded.content
        for lang in rules.languages:
            notice = rules.notice(lang, "no_baby_talk")
            assert notice != rules.notice(lang, "with_baby")
            words = [notice]
            words += [
                f"{rule.title(lang)} {rule.body(lang, 'no_baby_talk')}"
                for rule in rules.rules
                if rule.instrument is None or asked_without_baby_talk(rule.instrument, rule.item)
            ]
            for text in words:
                assert not re.search(child, text, re.I), text
