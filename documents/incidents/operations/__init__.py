"""Operations on incidents: taking in, answering."""
