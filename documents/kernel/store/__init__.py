"""The way to the database: the driver, its commands, and nothing of the domain."""
