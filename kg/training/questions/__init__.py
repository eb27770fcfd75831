"""How the reader of questions is trained: real questions, ways of asking of our own, and names of relations at large."""
