# The harbour in the cloud.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
  backend "s3" {
    bucket = "harbour-state"
  }
}

// Where everything stands.
variable "region" {
  type        = string
  description = "The region of the harbour."
  default     = "eu-west-1"
}

variable "ships" {
  type = map(object({
    name  = string
    berth = optional(number, 1)
  }))
}

provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "north"
  region = "eu-north-1"
}

locals {
  # What every name starts with.
  prefix = "harbour-${var.region}"
  names  = [for key, ship in var.ships : upper(ship.name) if key != ""]
  table  = { for ship in var.ships : ship.name => ship... }
}

data "aws_ami" "ubuntu" {
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu-*"]
  }
}

/* Serves the map. */
resource "aws_instance" "web" {
  count         = length(local.names)
  ami           = data.aws_ami.ubuntu.id
  instance_type = count.index == 0 ? "t3.large" : "t3.micro"
  provider      = aws.north
  tags = {
    Name            = "${local.prefix}-web"
    (var.region)    = each.value
    "quoted"        = path.module
  }
  user_data = <<-EOT
    #!/bin/sh
    echo ${var.region} %{ if true }yes%{ else }no%{ endif }
  EOT

  lifecycle {
    ignore_changes = [ami]
  }

  dynamic "ebs_block_device" {
    for_each = var.ships
    content {
      device_name = ebs_block_device.value.name
    }
  }
  depends_on = [aws_security_group.web, module.network]
}

resource "aws_security_group" "web" {
  vpc_id = module.network.vpc_id
  cidrs  = module.network.subnets[*].cidr
  first  = aws_instance.web[0].id
  all    = aws_instance.web.*.id
  bad    = -var.missing
  both   = !var.region.set && local.names[0] != var.region || count.index > local.table
}

module "network" {
  source    = "./modules/network"
  region    = var.region
  providers = { aws = aws.north, aws.main = aws }
}

output "address" {
  value     = aws_instance.web[0].public_ip
  sensitive = true
}

moved {
  from = aws_instance.old
  to   = aws_instance.web
}

check "health" {
  assert {
    condition = aws_security_group.web.id != ""
  }
}
