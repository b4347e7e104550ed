"""yosan: Japanese budget releases become tables that people can trust."""
