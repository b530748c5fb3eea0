"""A form pressed twice, and what is said when its mark is somebody else's."""

ANOTHER_FORM = "This could not be kept. Load the page again."
