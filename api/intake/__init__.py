"""Files that other systems give out, read record by record, whoever made them and however (II.1.1)."""
