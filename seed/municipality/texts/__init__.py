"""Invented texts of residents, summaries and answers by topic, one module per sector."""
