"""What the platform is made of that others wrote: a bill of materials, and known faults in it."""
