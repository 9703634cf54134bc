"""Every response is strict, and other sites may change nothing."""

import pytest

from tests.handlers.site import Site, Visitor


@pytest.mark.parametrize(
    "path", ["/", "/console", "/static/kiosk.css", "/nowhere", "/api/nowhere", "/healthz"]
)
async def test_every_response_carries_the_strict_headers(citizen: Visitor, path: str) -> None:
    async with citizen.session.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Permissions-Policy"].startswith("geolocation=(self)")
        assert response.headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}],
)
async def test_another_site_cannot_speak_for_a_citizen(citizen: Visitor, headers: dict[str, str]) -> None:
    body = {"id": "0123456789", "text": "x"}
    async with citizen.session.post("/api/kiosk/say", json=body, headers=headers) as response:
        assert response.status == 403
        assert "别的网站" in (await response.json())["error"]


async def test_our_own_page_may(site: Site, citizen: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": site.url}
    body = {"id": "0123456789", "text": "楼上漏水怎么赔"}
    async with citizen.session.post("/api/kiosk/say", json=body, headers=headers) as response:
        assert response.status == 200
