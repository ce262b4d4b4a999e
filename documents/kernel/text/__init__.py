"""One form of text: how it is stored (`canonical`) and how it is compared (`matching`)."""
