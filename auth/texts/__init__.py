"""What callers read, in Russian and in English: refusals, rules of inputs, rights in words."""
