"""What is measured by hand and with `make bench`."""
