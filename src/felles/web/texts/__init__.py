"""The texts of the interface, one YAML file a portal, one folder a language: a translator needs nothing else."""
