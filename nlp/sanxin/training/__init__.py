"""Training the judges: marked texts in, weights out. Needs scikit-learn; nothing here is imported to predict."""
