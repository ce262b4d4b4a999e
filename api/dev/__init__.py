"""Development: the demo, the embedded store, the page in the browser, the generated documents."""
