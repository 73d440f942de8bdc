"""Question in, cited answer out. Read `rag/answer.py` first."""
