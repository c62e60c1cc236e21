"""Between the network and the pages: headers, logs, metrics, the webhook."""
