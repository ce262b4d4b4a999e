"""Operations on reference data (III.6): bodies, officials, topics, channels, settings; and the closing of a body."""
