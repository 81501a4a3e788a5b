"""Who is sitting at the screen? Sign-in by OpenID Connect, the same code with the demo's provider and a real one."""
