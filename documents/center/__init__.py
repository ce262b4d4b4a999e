"""What the center rests on: deadline policies, the working calendar and the settings."""
