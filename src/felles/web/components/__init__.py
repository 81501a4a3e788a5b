"""What do two portals share on the page? Each component is one small module that prepares plain values, and one template."""
