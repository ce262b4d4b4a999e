"""What the centre rests on: its legal acts (I.4), deadline policies, the working calendar and the settings."""
