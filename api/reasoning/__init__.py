"""What follows and why, as answers of the API."""
