"""What every answer says to the browser, and which requests are refused for where they come from.

No page holds an inline script or style, so the policy needs no hash and no nonce.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}

HSTS = "max-age=31536000; includeSubDomains"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_headers(app: Flask) -> None:
    """Check where unsafe requests come from, and set the headers of every answer."""
    app.before_request(refuse_foreign_requests)
    app.after_request(set_headers)


def refuse_foreign_requests() -> None:
    """403 for an unsafe request that another site made. The form's token is the second guard.

    Browsers send `Origin: null` with our own forms because of the referrer policy, so it is believed only when
    Fetch metadata says the request is ours; a browser too old to send it is left to the token.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and urlsplit(str(origin)).netloc != request.host:
        abort(403)


def set_headers(response: Response) -> Response:
    """A header that the view set already is left as it is (a download may have a stricter policy)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.endpoint == "static" and response.status_code < 400:
        # Addresses made by `asset()` carry the digest of the file; others are asked about again each time.
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
        )
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
