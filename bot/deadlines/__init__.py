"""Statutory time limits: reviewed rules, dates as people write them, and the arithmetic of 民法典 200–204."""
