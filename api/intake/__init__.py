"""How documents get in: JSON, streams of lines and uploads become offers, and offers become a job."""
