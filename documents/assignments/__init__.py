"""Assignments (поручения) that decisions order (III.3): ISSUED at dispatch, ACKNOWLEDGED, IN_PROGRESS, REPORTED, COMPLETED;
a report that is not accepted goes back to work, and a later protocol may cancel."""
