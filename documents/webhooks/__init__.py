"""Веб-хук: an address of a partner's client to which changes of what the client may see are sent (contract, §5).

It is active, paused or disabled (its receiver said that it is gone). What was to be sent is kept as deliveries, which wait,
were delivered, were merged into a later one, or are parked until somebody replays them (II.1.1, III.6).
"""
