"""Operations on meetings: calling one, holding it in person, and voting in an absentee one."""
