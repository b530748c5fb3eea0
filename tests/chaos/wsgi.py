"""The site with faults built in."""

from more_platform.wsgi import application
from tests.chaos import faults

__all__ = ["application", "faults"]
