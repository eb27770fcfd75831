"""What follows from the graph, and what it makes likely."""
