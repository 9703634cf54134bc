"""SQLAlchemy: implements the ports of the use cases."""
