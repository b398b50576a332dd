"""Operations: each reads the state, compares, and yields commands only for a difference."""
