"""Operations on reference data (III.6): organizations, officials, topics, channels, settings; and the closing of an
organization."""
