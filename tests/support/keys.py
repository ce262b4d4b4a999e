"""The keys of personal data that all tests share, so that what one process sealed another opens."""

from auth.crypto.sealing import Vault

PERSONAL_SECRET = "hV2nq8Xw4Jt6Lr1Zs9Kd3Pm7Fc5Gb0Ya"
SEARCH_SECRET = "Tb7Xn5RkD2mPf8JhGcT1sUaZq3v9Lw0t"

VAULT = Vault({"t1": PERSONAL_SECRET}, search_secret=SEARCH_SECRET)
ENVIRONMENT = {"PULT_PERSONAL_KEYS": f"t1:{PERSONAL_SECRET}", "PULT_SEARCH_KEY": SEARCH_SECRET}
