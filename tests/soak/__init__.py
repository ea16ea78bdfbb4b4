"""The whole bot under load for a while, on both platforms at once, killed and restarted at random: `make soak`."""
