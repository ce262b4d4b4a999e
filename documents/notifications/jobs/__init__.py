"""What is told by itself: to whom an event matters, and to whom the clock does."""
