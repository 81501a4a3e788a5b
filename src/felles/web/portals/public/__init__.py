"""Where does each of the 17 goals stand? Open to everyone, and whole without a database."""
