"""E-mail addresses as people type them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kernel.errors import BadInput

# RFC 5321 4.5.3.1.3: no mail server takes a longer one.
LONGEST = 254


def check_address(email: str, *, field: str) -> None:
    """Raise BadInput unless mail can be sent there."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput("This is not a whole e-mail address.", field=field) from error
    if len(email) > LONGEST:
        raise BadInput(f"This is longer than an address can be ({LONGEST} letters).", field=field)
