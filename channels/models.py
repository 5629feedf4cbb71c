"""Every model of the channels, gathered for Django."""
