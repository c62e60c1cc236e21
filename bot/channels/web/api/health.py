"""/healthz (the process lives) and /readyz (it can serve: library and registry)."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bot.bootstrap import Web
from bot.channels.web.api.problems import problem
from bot.rendering.registry_errors import health_lines


def add_health(app: FastAPI, web: Web) -> None:
    """Add both addresses."""

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        count = len(web.application.library.documents())
        if count == 0:
            return problem(503, "文库是空的，请检查 YIPANQI_CORPUS。", code="empty_library")
        health = web.registry.health()
        if not health.is_ready:
            told = "；".join(health_lines(health)) or "登记库不可用"
            return problem(503, f"{told}。", code="registry", fields={"database": told})
        return JSONResponse({"status": "ok", "documents": count, "database": "ok"})
