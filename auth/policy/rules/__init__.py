"""The rules of the policy, a module for each part of it."""
