"""What the centre rests on: deadline policies, the working calendar and the settings."""
