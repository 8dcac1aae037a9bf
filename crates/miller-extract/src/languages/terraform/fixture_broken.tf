variable "before" {}

resource "aws_instance" "broken" {
  ami = = "x"
  count = var.before
}

output "after" {
  value = var.before
}
