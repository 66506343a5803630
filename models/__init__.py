"""Rules, lexicons, frameworks and weights, shipped as data."""
