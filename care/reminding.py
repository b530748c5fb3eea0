"""Why no reminder is on its way to her, in words for staff. Pure."""


def why_none(*, in_care: bool, address: bool, consented: bool, paused: bool) -> str:
    """What stands in the way, the first thing to mend first; else that nothing is due soon."""
    if not in_care:
        return "None planned: her yes to care, given on her phone, is not there."
    if not consented:
        return "None planned: she has not said yes to reminders on her phone."
    if not address:
        return "None planned: she said yes, but no e-mail address is recorded."
    if paused:
        return "None planned while she pauses them."
    return "None planned now. The next is planned two days before something opens to her."
