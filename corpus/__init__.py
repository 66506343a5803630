"""Sample speeches written for this project, with their gold marks and labels."""
