"""What a mother reads beside a risk question, when she asked for no baby talk."""

import re

from catalog.services import library

LIBRARY = library()


def test_no_safety_word_speaks_of_a_child_to_a_mother_who_asked_for_no_baby_talk():
    child = r"\b(?:bab(?:y|ies)|child\w*|bebés?|niñ\w+|infantil)\b"
    steady = LIBRARY.versions("instrument", "steady-ground")[-1]
    asked = {item.code for item in steady.items_for("no_baby_talk")}
    for loaded in LIBRARY.all("safety"):
        rules = loaded.content
        for lang in rules.languages:
            notice = rules.notice(lang, "no_baby_talk")
            assert notice != rules.notice(lang, "with_baby")
            words = [notice]
            words += [
                f"{rule.title(lang)} {rule.body(lang, 'no_baby_talk')}"
                for rule in rules.rules
                if rule.instrument != "steady-ground" or rule.item in asked
            ]
            for text in words:
                assert not re.search(child, text, re.I), text
