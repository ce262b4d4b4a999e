"""Assignments (поручения) that decisions order (III.3): ISSUED at dispatch, ACKNOWLEDGED, IN_PROGRESS, REPORTED, COMPLETED;
a report that is not accepted goes back to work, and a later protocol may cancel. The head gives them outside a meeting too
(III.4.3/3); what recurs stands for its periods, each an assignment of its own."""
