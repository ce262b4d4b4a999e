"""Operations on the composition: appointments, technical roles, the curator's absence."""
