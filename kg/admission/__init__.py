"""What may become a fact: shapes and policies, and what they keep out."""
