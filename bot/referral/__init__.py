"""Where a citizen is, and which station serves them."""
