"""Who says who somebody is when nobody is real? An OpenID Connect provider for the demo, where one picks a made-up person."""
