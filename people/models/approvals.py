"""What a clinic takes responsibility for giving, and how it may be given."""

import uuid

from django.db import models

from kernel.history import track
from kernel.privacy import Policy
from people.models.staff import Clinic, User


class Delivery(models.TextChoices):
    """How sessions reach her. Trials of MORE were led by clinicians, in groups or one to one."""

    GROUP = "group", "With a group"
    INDIVIDUAL = "individual", "One to one, with a clinician"
    COMPANION = "companion", "Beside her usual visits"
    SELF_GUIDED = "self_guided", "On her own"


@track()
class ContentApproval(models.Model):
    """A clinic approved one version of a curriculum, for one way of giving it."""

    privacy = Policy(hers=False, erase="keep", why="about a clinic and its staff")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="approvals")
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    delivery = models.CharField(max_length=12, choices=Delivery.choices)
    # The text was a draft then, and who approved it said so.
    knew_draft = models.BooleanField(default=False)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "code", "version", "delivery"],
                condition=models.Q(ended_at=None),
                name="one_live_approval",
            )
        ]


@track()
class ContentComment(models.Model):
    """What somebody said about one block of a page: the mothers' panel, a clinician, a reader.

    `block` is its code on the page (title, p2, c07, …). No names of mothers belong here.
    """

    privacy = Policy(hers=False, erase="keep", why="about a text; says so where it is written")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    part = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    block = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    addressed = models.CharField(max_length=20)
    said_by = models.CharField(max_length=80)
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["code", "version", "part", "step"], name="comment_page")]
