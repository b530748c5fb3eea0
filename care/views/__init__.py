"""Pages of the clinic's face, one module per journey."""
