"""Every page of the admin of the channels, gathered for Django."""
