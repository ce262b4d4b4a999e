"""Every door, every withheld field, every role: secrets are planted, and each must come out only where it may."""
