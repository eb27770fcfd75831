"""An OpenID Connect issuer for tests: real key pairs, a JWKS that a real server hands out, and signed tokens."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "kg"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def jwk(key, kid, of=RSAAlgorithm):
    return json.loads(of.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"}


class Issuer(ThreadingHTTPServer):
    """Hands out its discovery document and its keys, and notes what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.keys = [jwk(RSA, "rsa"), jwk(CURVE, "ec", ECAlgorithm)]
        self.asked = []
        self.names_itself = self.url


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        issuer = self.server
        issuer.asked.append(self.path)
        pages = {
            "/.well-known/openid-configuration": {
                "issuer": issuer.names_itself,
                "jwks_uri": f"{issuer.url}/keys",
            },
            "/keys": {"keys": issuer.keys},
        }
        body = json.dumps(pages[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextmanager
def running():
    with Issuer() as issuer:
        Thread(target=issuer.serve_forever, daemon=True).start()
        yield issuer
        issuer.shutdown()


def configured(issuer, **given):
    settings = {
        "oidc_issuer": issuer.url,
        "oidc_audience": AUDIENCE,
        "fetch_allow": f"127.0.0.1:{issuer.server_port}",
    }
    return settings | given


def token(issuer, key=RSA, kid="rsa", algorithm="RS256", without=(), **given):
    now = int(time.time())
    claims = {"iss": issuer.url, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 60}
    claims |= {"scope": "openid kg:read"} | given
    kept = {name: value for name, value in claims.items() if name not in without}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})
