"""How good are a registry's records: what is wrong in each of them, and how complete, valid and timely are they together?"""
