"""Operations on accounts: invite, register, block, and what signing in leaves behind."""
