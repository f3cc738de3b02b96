"""The web application: `create_app(settings)`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.admin import admin_routes
from app.desk import Desk
from app.errors import LastResort, add_error_answers
from app.pages import SecurityHeaders, frontend, pages
from app.routes import routes
from app.settings import Settings
from app.workbench.bench import Bench
from app.workbench.history import home_of_history
from app.workbench.lead import rules_folder
from app.workbench.publishing import Publisher
from app.workbench.routes import lead_routes


def create_app(settings: Settings) -> FastAPI:
    """The application with its rules loaded and its store open, ready to serve.

    Raises `coach.PackError` and `app.store.StoreError`. `app.state.desk` is its `Desk`.
    """
    desk = Desk(settings)
    bench, folder = Bench(), rules_folder(desk)
    publisher = Publisher(desk, bench, folder, home_of_history(settings.database, folder))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with desk.at_work():
            yield
        await bench.stop()
        desk.store.close()

    app = FastAPI(
        title="Hamdel",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        max_body_size=settings.event_bytes,
    )
    app.state.desk = desk
    app.state.publisher = publisher
    add_error_answers(app)
    app.add_middleware(LastResort, metrics=desk.metrics)
    app.add_middleware(SecurityHeaders)
    app.include_router(routes(settings.history_bytes))
    app.include_router(lead_routes(settings.history_bytes))
    app.include_router(admin_routes())
    widget = frontend()
    if widget is not None:
        app.include_router(pages(widget))
    return app
