"""Accounts, clients and sessions as a part of the schema."""

from schema.accounts.client_mutations import ClientMutations
from schema.accounts.mutations import AccountMutations
from schema.accounts.queries import AccountQueries
from schema.accounts.types import Client, UserAccount
from schema.graph import Graph

GRAPH = Graph(
    queries=(AccountQueries,),
    mutations=(AccountMutations, ClientMutations),
    nodes=(Client, UserAccount),
    sizes={"sessions": 10, "Client.documents": 20, "Client.organizations": 2},
)
