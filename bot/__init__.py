"""春城法律服务机器人: a legal-service assistant for the stations of Kunming."""
