"""Operations on messages and appeals: taking in, routing, answering."""
