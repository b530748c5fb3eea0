"""Clinics, the people who work there, and what each may see."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from kernel.history import track
from kernel.privacy import Policy


@track()
class Clinic(models.Model):
    """One organisation; the boundary of what staff can see."""

    privacy = Policy(hers=False, erase="keep", why="not about her")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    jurisdiction = models.CharField(max_length=20, default="us")
    is_synthetic = models.BooleanField(default=False)
    # The one person (one rung) whom an open concern is mailed to until somebody acknowledges it.
    concern_email = models.EmailField(blank=True)
    # Who decided that sessions may be given to a mother on her own; empty: nobody did, it is off.
    self_guided_by = models.CharField(max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    """E-mail is the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A staff user; without a password they must set one by the mailed link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str) -> "User":
        """Sign-in ignores the case of an e-mail address."""
        return self.get(email__iexact=email)


@track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A member of staff. Mothers are not users (docs/decisions/0002)."""

    privacy = Policy(hers=False, erase="keep", why="staff")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="America/New_York")
    is_active = models.BooleanField(default=True)
    is_staff = False
    is_superuser = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the audit names this person."""
        return f"staff:{self.public_id}"

    def has_role(self, *roles: str) -> bool:
        """Whether any live membership carries one of the roles."""
        return self.memberships.filter(role__in=roles, until=None).exists()

    def clinics_as(self, *roles: str) -> "models.QuerySet[Clinic]":
        """The clinics where this person holds one of the roles now."""
        live = Membership.objects.filter(user=self, role__in=roles, until=None)
        return Clinic.objects.filter(pk__in=live.values("clinic"))


@track()
class Membership(models.Model):
    """A role at a clinic, from and until."""

    privacy = Policy(hers=False, erase="keep", why="staff")

    class Role(models.TextChoices):
        CLINICIAN = "clinician", "Clinician"
        COORDINATOR = "coordinator", "Coordinator"
        CLINIC_ADMIN = "clinic_admin", "Clinic admin"
        RESEARCHER = "researcher", "Researcher"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic", "role"], condition=Q(until=None), name="one_live_role"
            )
        ]


@track()
class Grant(models.Model):
    """Why this person of staff may see this mother, from and until. Visibility is data."""

    privacy = Policy(hers=True, erase="delete")

    class Reason(models.TextChoices):
        ENROLLED = "enrolled", "Enrolled her"
        CARE = "care", "Her clinician"
        COVER = "cover", "Covers for a colleague"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(User, models.PROTECT, related_name="grants")
    participant = models.ForeignKey("people.Participant", models.CASCADE, related_name="grants")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "participant"], name="grant_staff_mother")]
