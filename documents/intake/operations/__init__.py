"""Operations of intake: taking records of other systems, mapping their names, deciding what differs."""
