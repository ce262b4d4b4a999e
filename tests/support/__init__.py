"""What tests stand on: a real server process, a look at the commands it receives."""
