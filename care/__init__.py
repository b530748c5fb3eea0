"""The clinic's face: caseload, enrolment, one mother, concerns, the team."""
