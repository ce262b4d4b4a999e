"""Who may do what: the policy as a table and its readings. Pure: no database, no web framework, no clock."""
