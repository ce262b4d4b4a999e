"""What orders the work: the decree's directions а)–ж) (II.1.2), topics, settlements, streets and intake channels."""
