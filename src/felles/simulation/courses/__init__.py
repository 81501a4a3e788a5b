"""What do the services write about each life? Step files become a plan, and the plan turns rows into events."""
