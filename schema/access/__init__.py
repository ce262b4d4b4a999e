"""Rights that explain themselves: why somebody may do something, who may, and what a role may."""
