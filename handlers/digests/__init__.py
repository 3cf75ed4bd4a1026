"""What somebody gets once a week without asking: their accounts, or their team, on one screen."""
