"""The one place that listens to other packages' signals."""

import logging

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

log = logging.getLogger("people.sign_in")
SET_UP_NOW = "second_factor_set_up"


@receiver(authenticator_added)
def second_factor_set_up(sender, request, user, **_kwargs) -> None:
    """Setting up a factor proves it: this session has both now."""
    request.session[SET_UP_NOW] = True
    log.info("second factor set up by %s", user.actor)


@receiver(authenticator_removed)
def second_factor_removed(sender, request, user, **_kwargs) -> None:
    """Without the factor the session is back to one."""
    request.session.pop(SET_UP_NOW, None)
    log.info("second factor removed by %s", user.actor)


@receiver(user_logged_in)
def signed_in(sender, request, user, **_kwargs) -> None:
    """Who came in."""
    log.info("signed in %s", user.actor)


@receiver(user_logged_out)
def signed_out(sender, request, user, **_kwargs) -> None:
    """Who went out."""
    if user is not None:
        log.info("signed out %s", user.actor)


@receiver(user_login_failed)
def sign_in_failed(sender, **_kwargs) -> None:
    """That somebody tried; the address typed is not written down."""
    log.warning("sign-in refused")
