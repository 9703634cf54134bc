"""A place named in free text: from words to divisions."""
