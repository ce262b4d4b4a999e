"""The roles under the short names of the matrix's columns, so that the policy reads like the table it is."""

from auth.roles import COLUMN, DECREE_ROLES, Role

CC = COLUMN["CC"]
CU = COLUMN["CU"]
HD = COLUMN["HD"]
PO = COLUMN["PO"]
IO = COLUMN["IO"]
IP = COLUMN["IP"]
SL = COLUMN["SL"]
MB = COLUMN["MB"]
RC = COLUMN["RC"]
RH = COLUMN["RH"]
AS = COLUMN["AS"]
LD = COLUMN["LD"]
RG = COLUMN["RG"]
AD = COLUMN["AD"]
IN = COLUMN["IN"]

CENTER = DECREE_ROLES
"""Those who belong to the center by the decree."""

EVERYBODY = frozenset(Role)
PEOPLE = EVERYBODY - {IN}
"""Everybody but a partner's client."""
