"""The live doors: subscriptions over WebSocket and as server-sent events."""
