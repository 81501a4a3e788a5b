"""What do people see in the browser? Server-rendered pages, one portal for each kind of reader."""
