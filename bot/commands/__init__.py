"""The commands of `legalbot`, one file each."""
