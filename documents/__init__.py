"""Documents of the control centre: their rules, their stored shapes, their operations and the kernel under them."""
