"""People: who they are to the platform, the roles they were given where, and how they leave."""
