"""What do templates say beyond Django's own words?"""
