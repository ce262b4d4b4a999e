"""The decree № 0302-п as data: what holds for the center whoever works in it; nothing here is invented."""
