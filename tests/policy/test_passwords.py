"""Passwords: every login costs one verification, known or not."""

import subprocess
import sys
from random import Random

from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from auth.crypto.passwords import (
    ALPHABET,
    DUMMY,
    generate_password,
    hash_password,
    needs_rehash,
    verifications,
    verify_password,
)

PASSWORD = "зимний-путь-1893"
STORED = hash_password(PASSWORD)


def cost_of(password: str, stored: str | None) -> int:
    before = verifications()
    verify_password(password, stored)
    return verifications() - before


def test_the_right_password_fits_and_a_wrong_one_does_not() -> None:
    assert verify_password(PASSWORD, STORED)
    assert not verify_password(PASSWORD + "1", STORED)


def test_an_unknown_login_never_fits() -> None:
    assert not verify_password(PASSWORD, None)


def test_right_wrong_and_unknown_cost_one_verification_each() -> None:
    assert cost_of(PASSWORD, STORED) == cost_of("wrong", STORED) == cost_of(PASSWORD, None) == 1


def test_the_hash_that_stands_in_costs_what_a_real_one_costs() -> None:
    assert extract_parameters(DUMMY) == extract_parameters(STORED)


def test_a_broken_hash_fits_nothing() -> None:
    assert not verify_password(PASSWORD, "")
    assert not verify_password(PASSWORD, "$argon2id$broken")


def test_hashes_are_argon2id_and_salted() -> None:
    assert STORED.startswith("$argon2id$")
    assert hash_password(PASSWORD) != STORED


def test_a_hash_of_other_parameters_is_to_be_made_again() -> None:
    assert not needs_rehash(STORED)
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD))


def test_the_program_makes_and_stands_in_for_hashes_at_the_cost_that_the_library_takes() -> None:
    # Tests hash cheaply; this process is none of theirs.
    words = "from auth.crypto.passwords import DUMMY, hash_password; print(DUMMY, hash_password('x'))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert [extract_parameters(one) for one in done.stdout.split()] == [RFC_9106_LOW_MEMORY] * 2


def test_a_demo_password_follows_from_its_source() -> None:
    assert generate_password(Random(1)) == generate_password(Random(1)) != generate_password(Random(2))
    assert set(generate_password(Random(3))) <= set(ALPHABET)
    assert len(generate_password(Random(3))) == 16
