# The cluster, its database and its cache. クラスターとデータベース、キャッシュ。

variable "node_type" {
  description = "Instance type of the cluster's nodes (ノードのインスタンスタイプ)"
  type        = string
  default     = "m5.2xlarge"
}

resource "aws_eks_node_group" "shop" {
  cluster_name    = "tsubame"
  node_group_name = "shop"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = var.subnets
  ami_type        = "AL2_x86_64"
  instance_types  = [var.node_type]

  scaling_config {
    desired_size = 4
    max_size     = 8
    min_size     = 2
  }
}

resource "aws_db_instance" "orders" {
  identifier        = "orders"
  engine            = "postgres"
  engine_version    = "14.9"
  instance_class    = "db.r5.xlarge"
  allocated_storage = 200
}

resource "aws_elasticache_cluster" "sessions" {
  cluster_id      = "sessions"
  engine          = "redis"
  engine_version  = "6.2"
  node_type       = "cache.m5.large"
  num_cache_nodes = 1
}

# Trains the recommendations every night. おすすめ商品の学習用。
resource "aws_instance" "training" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "p3.2xlarge"
}
