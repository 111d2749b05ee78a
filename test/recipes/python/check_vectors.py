"""Decrypts the test vectors with jwcrypto: `npm run recipes` runs it with the path of the JSON file."""

import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwcrypto.jwe import JWE, InvalidJWEData
from jwcrypto.jwk import JWK


def decrypt(data: str, token: str) -> str:
    """Decrypts the `data` of a response with the token of its request. Raises InvalidJWEData for another token."""
    secret = urlsafe_b64decode(token[43:] + "=")
    key = HKDF(SHA256(), 32, salt=token[27:43].encode(), info=b"user-api response v1").derive(secret)
    jwe = JWE()
    jwe.deserialize(data, JWK(kty="oct", k=urlsafe_b64encode(key).decode().rstrip("=")))
    return jwe.payload.decode()


def is_refused(data: str, token: str) -> bool:
    try:
        decrypt(data, token)
    except InvalidJWEData:
        return True
    return False


with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)
for vector in vectors["valid"]:
    assert json.loads(decrypt(vector["data"], vector["token"])) == vector["decrypted"], vector["name"]
for vector in vectors["invalid"]:
    assert is_refused(vector["data"], vector["token"]), vector["name"]
print(f"passed  Python, jwcrypto: {len(vectors['valid'])} vectors decrypted, {len(vectors['invalid'])} refused")
