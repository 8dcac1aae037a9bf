# Where the harbour stands.
region = "eu-west-2"
ships = {
  albatross = { name = "Albatross" }
}
