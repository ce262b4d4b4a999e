"""What each input may hold: declared beside its field, printed into the SDL, checked before anything runs."""
