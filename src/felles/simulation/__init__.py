"""A synthetic country that writes the same log: latent lives first, then what the services observe of them."""
