"""A push service of our own, and how a browser is reached there."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives import serialization

from stepwell.clinic.reminders.webpush import Place, padless

AUTH = padless(b"0123456789abcdef")


class Service:
    """A push service of our own, on loopback: keeps what it was handed, and answers with a status."""

    def __init__(self, status=201):
        self.status, self.taken = status, []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, dict(self.headers), body))
                self.send_response(service.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def place_at(service, key, path="/push/1"):
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return Place(f"{service.address}{path}", padless(point), AUTH)
