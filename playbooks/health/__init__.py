"""Health: the desired state of customer engagement, asked question by question."""
