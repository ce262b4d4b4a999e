"""Documents of the control center: their rules, their stored shapes, their operations and the kernel under them."""
