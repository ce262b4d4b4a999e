"""All reads: resources, pages and reference data, under the rights of who asks."""
