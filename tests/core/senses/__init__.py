"""What words mean where they stand."""
