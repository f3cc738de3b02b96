# The coach as a small image: no compiler, no package tools of the build, no root.
#
#   docker build -t hamdel .
#   docker run --rm -p 8000:8000 -v hamdel:/data --env-file hamdel.env hamdel
#
# Inside a container the coach listens on every address (HAMDEL_HOST=0.0.0.0), and on any address but
# the loopback it refuses to start without a secret that signs the agents' tokens and without the
# pages that may use it. They stand in hamdel.env, which is kept out of the image and out of git:
#
#   HAMDEL_SECRET=…32 characters or more…
#   HAMDEL_ORIGINS=https://desk.example.com

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements requirements
RUN python -m venv /venv \
    && /venv/bin/pip install --require-hashes -r requirements/postgres.txt \
    && pip install --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY coach coach
COPY frontend frontend
COPY rules rules
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && /venv/bin/pip install --no-deps /wheel/*.whl \
    && /venv/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hamdel \
    && install --directory --owner=hamdel --group=hamdel /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 \
    HAMDEL_HOST=0.0.0.0 HAMDEL_PORT=8000 HAMDEL_DATABASE=/data/hamdel.db
WORKDIR /data
VOLUME /data
USER hamdel
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"HAMDEL_PORT\"]}/healthz', timeout=2)"]
CMD ["coach", "serve"]
