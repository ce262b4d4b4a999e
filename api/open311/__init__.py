"""GeoReport v2 of Open311: what its documents look like, and which questions to the schema stand behind them."""
